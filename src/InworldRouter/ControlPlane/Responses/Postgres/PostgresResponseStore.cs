// Responses in PostgreSQL, for fleets: what one instance has answered, every other can go on from.
using InworldRouter.ControlPlane.Routers.Store.Postgres;
using InworldRouter.DataPlane.Responses;
using InworldRouter.Plan;
using Npgsql;

namespace InworldRouter.ControlPlane.Responses.Postgres;

public sealed class PostgresResponseStore : IResponseStore
{
    private readonly PostgresServer _server;
    private readonly HourlySweep _sweep;
    private volatile bool _isThere;

    /// <param name="connection">The value of <c>store.connection</c>.</param>
    /// <exception cref="StoreUnavailableException"><paramref name="connection"/> is no connection string.</exception>
    public PostgresResponseStore(string connection, TimeProvider time)
    {
        _server = new PostgresServer(connection);
        _sweep = new HourlySweep(now => UseAsync((table, stop) => ResponseTable.DeleteExpiredAsync(table, now, stop), CancellationToken.None), time);
    }

    public Task<StoredResponse?> FindAsync(string id, CancellationToken cancellation) =>
        UseAsync((table, stop) => ResponseTable.FindAsync(table, id, stop), cancellation);

    public Task SaveAsync(StoredResponse response, CancellationToken cancellation)
    {
        _sweep.Hint();
        return UseAsync((table, stop) => ResponseTable.SaveAsync(table, response, stop), cancellation);
    }

    public Task DeleteAsync(string id, CancellationToken cancellation) =>
        UseAsync((table, stop) => ResponseTable.DeleteAsync(table, id, stop), cancellation);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> operation, CancellationToken cancellation) => _server.UseAsync(
        async (connection, stop) =>
        {
            // Whoever comes first makes the table; who comes at the same time finds it made.
            if (!_isThere)
                await ResponseTable.Schema.EnsureAsync(connection, stop);
            _isThere = true;
            return await operation(connection, stop);
        },
        cancellation);
}

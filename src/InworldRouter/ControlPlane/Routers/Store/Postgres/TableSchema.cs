// A table that makes itself, once, however many instances start together.
using InworldRouter.Plan;
using Npgsql;

namespace InworldRouter.ControlPlane.Routers.Store.Postgres;

/// <param name="Part">Its name in <c>inworld_schema</c>; the table's is that after <c>inworld_</c>.</param>
/// <param name="Version">Counted up when the table changes its shape; a router older than the table does not touch it.</param>
/// <param name="Creation">The statements that make it.</param>
internal sealed record TableSchema(string Part, int Version, string[] Creation)
{
    // "inworld" in ASCII: instances that start together wait here for one another.
    private const string TakeLock = "SELECT pg_advisory_xact_lock(29675466226197604)";

    /// <summary>Makes the table if it is not there.</summary>
    /// <exception cref="StoreUnavailableException">A newer router has changed it.</exception>
    public async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Sql.ExecuteAsync(connection, TakeLock, cancellation);
        if (await Sql.ScalarAsync(connection, $"SELECT to_regclass('inworld_{Part}') IS NOT NULL", cancellation) is not true)
        {
            await Sql.ExecuteAsync(connection, "CREATE TABLE IF NOT EXISTS inworld_schema (part text PRIMARY KEY, version integer NOT NULL)", cancellation);
            foreach (var statement in Creation)
                await Sql.ExecuteAsync(connection, statement, cancellation);
            await Sql.ExecuteAsync(connection, $"INSERT INTO inworld_schema (part, version) VALUES ('{Part}', {Version})", cancellation);
        }
        var version = await Sql.ScalarAsync(connection, "SELECT version FROM inworld_schema WHERE part = $1", cancellation, Sql.Text(Part));
        if (version is not int known || known != Version)
        {
            throw new StoreUnavailableException($"table inworld_{Part} is of version {version ?? "unknown"}, and this router knows version {Version}; " +
                "use a newer router, or another database");
        }
        await transaction.CommitAsync(cancellation);
    }
}

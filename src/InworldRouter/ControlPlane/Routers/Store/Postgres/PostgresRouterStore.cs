// Routers in PostgreSQL, for fleets: one row each, changes told to every instance.
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Store.Postgres;

/// <summary>
/// "optimistic concurrency in the database, changes reach every instance within a second by LISTEN/NOTIFY, a lost connection keeps serving the last
/// plan and reconnects". Nothing is kept here but versions: while the database is away reads go on from what the registry holds, writes fail.
/// LISTEN needs a connection of its own to the server: behind PgBouncer its pool_mode must be session.
/// </summary>
public sealed class PostgresRouterStore : WatchedRouterStore
{
    private readonly PostgresServer _server;
    private readonly ChangeListener _listener;
    private Task _listening = Task.CompletedTask;

    // What was said of rows that are no routers, by name. Used in a turn only.
    private readonly Dictionary<string, string> _refusals = new(StringComparer.Ordinal);

    /// <param name="connection">The value of <c>store.connection</c>; nothing of it but host and port appears in any message.</param>
    /// <param name="report">Takes a line for the operator.</param>
    /// <exception cref="StoreUnavailableException"><paramref name="connection"/> is no connection string.</exception>
    public PostgresRouterStore(string connection, Action<string> report, TimeProvider time)
        : base(report, time)
    {
        _server = new PostgresServer(connection);
        _listener = new ChangeListener(_server, SuspectAll, Suspect, report, time);
    }

    protected override async Task<IReadOnlyList<StoredRouter>> ReadAllAsync(CancellationToken cancellation)
    {
        _listening = Task.Run(() => _listener.RunAsync(Stopping), CancellationToken.None);
        // Listening first: what is changed after this has been read is heard of.
        await _listener.First.WaitAsync(cancellation);
        var rows = await _server.UseAsync(RouterTable.AllAsync, cancellation);
        return [.. rows.Select(row => Check(row.Name, row.Document).Router).OfType<StoredRouter>()];
    }

    protected override async Task<IReadOnlyCollection<string>> FindSuspectsAsync(CancellationToken cancellation)
    {
        var versions = await _server.UseAsync(RouterTable.VersionsAsync, cancellation);
        return
        [
            .. versions.Where(row => Known.GetValueOrDefault(row.Key) != row.Value).Select(row => row.Key),
            .. Known.Keys.Where(name => !versions.ContainsKey(name)),
        ];
    }

    protected override async Task<Finding> ReadAsync(string name, CancellationToken cancellation)
    {
        var document = await _server.UseAsync((connection, stop) => RouterTable.DocumentAsync(connection, name, stop), cancellation);
        return document is null ? Finding.Nothing : Check(name, document);
    }

    protected override Task<SaveOutcome> WriteAsync(StoredRouter router, string? expected, CancellationToken cancellation) => _server.UseAsync(
        async (connection, stop) =>
        {
            if (expected is null)
                return await RouterTable.InsertAsync(connection, router, stop) ? SaveOutcome.Saved : SaveOutcome.Conflict;
            if (await RouterTable.UpdateAsync(connection, router, expected, stop))
                return SaveOutcome.Saved;
            return await RouterTable.DocumentAsync(connection, router.Name, stop) is null ? SaveOutcome.Missing : SaveOutcome.Conflict;
        },
        cancellation);

    protected override Task<SaveOutcome> RemoveAsync(string name, string expected, CancellationToken cancellation) => _server.UseAsync(
        async (connection, stop) =>
        {
            if (await RouterTable.DeleteAsync(connection, name, expected, stop))
                return SaveOutcome.Saved;
            return await RouterTable.DocumentAsync(connection, name, stop) is null ? SaveOutcome.Missing : SaveOutcome.Conflict;
        },
        cancellation);

    protected override async ValueTask CloseAsync()
    {
        await _listening;
        await _server.DisposeAsync();
    }

    private Finding Check(string name, byte[] document)
    {
        var problem = RouterName.IsValid(name)
            ? RouterBytes.Problem(document, name)
            : "its name cannot be a router's; expected lower-case letters, digits and dashes";
        if (problem is null)
        {
            _refusals.Remove(name);
            return new Finding(true, StoredRouter.Of(name, document));
        }
        // Such a row is suspect at every comparison; the operator is told once.
        if (_refusals.GetValueOrDefault(name) != problem)
        {
            _refusals[name] = problem;
            Refuse($"{_server.Name}, table inworld_routers, row {name}", problem);
        }
        return Finding.Unusable;
    }
}

// PostgreSQL keeps the contract.
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.ControlPlane.Routers.Store.Postgres;
using InworldRouter.Shared;

namespace InworldRouter.Tests.ControlPlane.Routers.Store.Postgres;

public sealed class PostgresRouterStoreContractTests(SharedPostgres postgres) : RouterStoreContract, IAsyncLifetime
{
    private readonly Report _report = new();
    private string _connection = "";

    protected override string Reported => _report.ToString();

    public async ValueTask InitializeAsync() => _connection = await (await postgres.ClusterAsync()).NewDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected override IRouterStore Open() => new PostgresRouterStore(_connection, _report.Take, TimeProvider.System);
}

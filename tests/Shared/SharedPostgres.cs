// One PostgreSQL for all tests of an assembly, started by the first that asks for it.
[assembly: AssemblyFixture(typeof(InworldRouter.Shared.SharedPostgres))]

namespace InworldRouter.Shared;

public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresCluster>> _cluster = new(PostgresCluster.StartAsync);

    internal Task<PostgresCluster> ClusterAsync() => _cluster.Value;

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _cluster.Value).DisposeAsync();
    }
}

// The database goes away and comes back: nothing is lost, nothing is missed, and the password is nowhere.
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.ControlPlane.Routers.Store.Postgres;
using InworldRouter.Plan;
using InworldRouter.Shared;

namespace InworldRouter.Tests.ControlPlane.Routers.Store.Postgres;

public sealed class PostgresOutageTests
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly Report _report = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task AfterACrash_TheStoreReconnects_AndCatchesUpWithWhatWasChangedMeanwhile()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var connection = await cluster.NewDatabaseAsync();
        await using var view = await new StoreView(new PostgresRouterStore(connection, _report.Take, _time)).LoadedAsync();
        await view.SaveAsync(Routers.Counting("changed", 1), null);
        await view.SaveAsync(Routers.Of("deleted"), null);
        await view.SaveAsync(Routers.Of("kept"), null);

        await cluster.StopAsync();
        await _time.WaitsAsync(TimeSpan.Zero, LongestRetry);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => view.SaveAsync(Routers.Of("late"), null));
        Assert.Equal($"PostgreSQL at 127.0.0.1:{cluster.Port}: Failed to connect to 127.0.0.1:{cluster.Port}: Connection refused; see that it runs and that store.connection leads to it", error.Message);
        Assert.Equal(3, view.Count);

        // The store does not move before its clock does.
        await cluster.StartAgainAsync();
        await cluster.RunSqlAsync(connection, """UPDATE inworld_routers SET document = '{"name":"changed","count":2}' WHERE name = 'changed'; DELETE FROM inworld_routers WHERE name = 'deleted'; INSERT INTO inworld_routers VALUES ('new', '{"name":"new"}')""");
        Assert.Equal(0, view.Untaken);
        _time.Advance(LongestRetry);
        var told = new[] { await view.ToldAsync(), await view.ToldAsync(), await view.ToldAsync() }.OrderBy(change => change.Name, StringComparer.Ordinal).ToArray();

        Assert.Equal(["changed", "deleted", "new"], told.Select(change => change.Name));
        Assert.Equal((2, null, true), (view["changed"]!.Count(), view["deleted"], view["new"] is not null));
        Assert.Equal(SaveOutcome.Saved, await view.SaveAsync(Routers.Of("late"), null));
        // Once when it began, once when it was over; no secret in any words, causes included.
        Assert.Collection(
            _report.ToString().TrimEnd('\n').Split('\n'),
            line => Assert.EndsWith("; the routers that were read last stay in force, trying again", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"store: PostgreSQL at 127.0.0.1:{cluster.Port} is back after ", line, StringComparison.Ordinal));
        Assert.DoesNotContain(cluster.Password, _report + error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALongOutage_IsReportedOnce()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var connection = await cluster.NewDatabaseAsync();
        await using var view = await new StoreView(new PostgresRouterStore(connection, _report.Take, _time)).LoadedAsync();

        await cluster.StopAsync();
        // 100 ms, doubled to 5 s.
        foreach (var wait in (double[])[0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5])
        {
            await _time.WaitsAsync(TimeSpan.FromSeconds(wait), TimeSpan.FromSeconds(wait));
            _time.Advance(TimeSpan.FromSeconds(wait));
        }

        Assert.Single(_report.ToString().TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task AStartWithoutTheDatabase_SaysSo_AndTakesUpItsRoutersWhenItComes()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var connection = await cluster.NewDatabaseAsync();
        await using (var earlier = await new StoreView(new PostgresRouterStore(connection, _report.Take, _time)).LoadedAsync())
            await earlier.SaveAsync(Routers.Of("a"), null);
        await cluster.StopAsync();

        await using var view = new StoreView(new PostgresRouterStore(connection, _report.Take, TimeProvider.System));
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(view.LoadedAsync);
        await cluster.StartAgainAsync();

        Assert.StartsWith($"PostgreSQL at 127.0.0.1:{cluster.Port}: Failed to connect", error.Message, StringComparison.Ordinal);
        Assert.Equal("a", (await view.ToldAsync()).Name);
    }
}

// The table as operators meet it: made by itself, changed by hand, made by a newer router.
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.ControlPlane.Routers.Store.Postgres;
using InworldRouter.Plan;
using InworldRouter.Shared;

namespace InworldRouter.Tests.ControlPlane.Routers.Store.Postgres;

public sealed class PostgresTableTests(SharedPostgres postgres)
{
    private readonly Report _report = new();

    [Fact]
    public async Task InstancesThatStartTogether_MakeOneTable()
    {
        var connection = await (await postgres.ClusterAsync()).NewDatabaseAsync();

        var views = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ViewAsync(connection)));
        await views[0].SaveAsync(Routers.Of("a"), null);
        foreach (var view in views.Skip(1))
            Assert.Equal("a", (await view.ToldAsync()).Name);
        foreach (var view in views)
            await view.DisposeAsync();

        Assert.Empty(_report.ToString());
    }

    [Fact]
    public async Task WhatIsChangedWithPsql_IsTold_AndHasTheVersionOfItsBytes()
    {
        var cluster = await postgres.ClusterAsync();
        var connection = await cluster.NewDatabaseAsync();
        await using var view = await ViewAsync(connection);
        await view.SaveAsync(Routers.Of("a"), null);

        await cluster.RunSqlAsync(connection, """UPDATE inworld_routers SET document = convert_to('{"name":"a","count":2}', 'UTF8') WHERE name = 'a'""");
        var (name, router) = await view.ToldAsync();
        Assert.Equal(("a", Routers.Counting("a", 2).Version), (name, router!.Version));
        // Its version is the database's too: who knows it may replace it.
        Assert.Equal(SaveOutcome.Saved, await view.SaveAsync(Routers.Counting("a", 3), router.Version));

        await cluster.RunSqlAsync(connection, """UPDATE inworld_routers SET name = 'b', document = convert_to('{"name":"b"}', 'UTF8')""");
        Assert.Equal(["a", "b"], new[] { (await view.ToldAsync()).Name, (await view.ToldAsync()).Name }.Order());
        await cluster.RunSqlAsync(connection, "TRUNCATE inworld_routers");
        Assert.Equal(("b", null), await view.ToldAsync());
    }

    [Fact]
    public async Task ARowThatIsNoRouter_IsRefusedByName_AndTheOthersLoad()
    {
        var cluster = await postgres.ClusterAsync();
        var connection = await cluster.NewDatabaseAsync();
        await using (var view = await ViewAsync(connection))
        {
            await view.SaveAsync(Routers.Of("good"), null);
            await cluster.RunSqlAsync(connection, """INSERT INTO inworld_routers VALUES ('bad', '{"name":'), ('../x', '{}')""");
            await Patience.UntilAsync(() => view.Refused.Count > 0);
        }

        await using var later = await ViewAsync(connection);

        Assert.Equal(
            [
                $"PostgreSQL at 127.0.0.1:{cluster.Port}, table inworld_routers, row ../x: its name cannot be a router's; expected lower-case letters, digits and dashes",
                $"PostgreSQL at 127.0.0.1:{cluster.Port}, table inworld_routers, row bad: it is not whole JSON: line 1, byte 9 of the line; correct it, restore it from a backup, or delete it",
            ],
            later.Refused);
        Assert.NotNull(later["good"]);
        Assert.Equal(SaveOutcome.Conflict, await later.SaveAsync(Routers.Of("bad"), null));
    }

    [Fact]
    public async Task ATableOfANewerRouter_IsNotTouched()
    {
        var cluster = await postgres.ClusterAsync();
        var connection = await cluster.NewDatabaseAsync();
        await (await ViewAsync(connection)).DisposeAsync();
        await cluster.RunSqlAsync(connection, "UPDATE inworld_schema SET version = 2");

        await using var view = new StoreView(new PostgresRouterStore(connection, _report.Take, TimeProvider.System));
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(view.LoadedAsync);

        Assert.Equal("table inworld_routers is of version 2, and this router knows version 1; use a newer router, or another database", error.Message);
    }

    [Fact]
    public async Task ADatabaseOfAnotherEncoding_GivesBackTheSameBytes()
    {
        var cluster = await postgres.ClusterAsync();
        await cluster.RunSqlAsync("postgres", "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        var connection = (await cluster.NewDatabaseAsync()).Replace("Database=test", "Database=latin;Application Name=test", StringComparison.Ordinal);
        var router = Routers.Of("a", ",\"x\":\"€ 𝄞\"");
        await using (var view = await ViewAsync(connection))
            await view.SaveAsync(router, null);

        await using var later = await ViewAsync(connection);

        Assert.Equal(router.Text(), later["a"]!.Text());
    }

    private Task<StoreView> ViewAsync(string connection) => new StoreView(new PostgresRouterStore(connection, _report.Take, TimeProvider.System)).LoadedAsync();
}

// PostgreSQL keeps the contract, for all instances.
using InworldRouter.ControlPlane.Responses.Postgres;
using InworldRouter.DataPlane.Responses;
using InworldRouter.Plan;
using InworldRouter.Shared;

namespace InworldRouter.Tests.ControlPlane.Responses.Postgres;

public sealed class PostgresResponseStoreTests(SharedPostgres postgres) : ResponseStoreContract, IAsyncLifetime
{
    private readonly ManualTime _time = new(Now);
    private string _connection = "";

    public async ValueTask InitializeAsync() => _connection = await (await postgres.ClusterAsync()).NewDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task InstancesThatStartTogether_MakeOneTable_AndSeeTheSame()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => Open()).ToArray();

        await Task.WhenAll(stores.Select((store, i) => store.SaveAsync(Of($"resp_{i}", "{}"), Stop)));

        foreach (var store in stores)
        {
            Assert.NotNull(await store.FindAsync("resp_3", Stop));
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task WhatHasExpired_IsSwept_OnceAnHour()
    {
        await using var store = Open();
        await store.SaveAsync(Of("resp_old", "{}"), Stop);
        _time.Advance(TimeSpan.FromDays(31));

        await store.SaveAsync(Of("resp_new", "{}") with { Expires = Now + TimeSpan.FromDays(60) }, Stop);

        while (await store.FindAsync("resp_old", Stop) is not null)
            await Task.Yield();
        Assert.NotNull(await store.FindAsync("resp_new", Stop));
    }

    [Fact]
    public async Task ATableOfANewerRouter_IsNotTouched()
    {
        var cluster = await postgres.ClusterAsync();
        await using (var store = Open())
            await store.SaveAsync(Of("resp_1", "{}"), Stop);
        await cluster.RunSqlAsync(_connection, "UPDATE inworld_schema SET version = 2 WHERE part = 'responses'");

        await using var later = Open();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => later.FindAsync("resp_1", Stop));

        Assert.Equal("table inworld_responses is of version 2, and this router knows version 1; use a newer router, or another database", error.Message);
    }

    protected override IResponseStore Open() => new PostgresResponseStore(_connection, _time);
}

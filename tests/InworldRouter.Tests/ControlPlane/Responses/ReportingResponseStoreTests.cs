// A store in trouble: one line when it begins, one when it is over, and nobody waits for it twice.
using InworldRouter.ControlPlane.Responses;
using InworldRouter.Plan;
using InworldRouter.Tests.ControlPlane.Routers.Store;
using InworldRouter.Tests.DataPlane.Responses;

namespace InworldRouter.Tests.ControlPlane.Responses;

public sealed class ReportingResponseStoreTests
{
    private readonly Report _report = new();
    private readonly ManualTime _time = new();
    private readonly TroubledStore _store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnOutage_IsToldTwice_AndTriedNowAndThen()
    {
        await using var store = new ReportingResponseStore(_store, _report.Take, _time);
        await store.DeleteAsync("resp_1", Stop);
        _store.IsAway = true;

        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.FindAsync("resp_1", Stop));
        Assert.Equal(2, _store.Tried);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.FindAsync("resp_1", Stop));
        Assert.Equal(3, _store.Tried);

        _store.IsAway = false;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await store.FindAsync("resp_1", Stop));
        Assert.Null(await store.FindAsync("resp_1", Stop));

        Assert.Equal(
            "store: PostgreSQL at db:5432 is away; answers go out, but until it is back responses cannot be kept, fetched or gone on from\nstore: responses are kept again after 5.1 s\n",
            _report.ToString());
    }
}

// Memory keeps the contract, within its bounds.
using InworldRouter.ControlPlane.Responses;
using InworldRouter.DataPlane.Responses;

namespace InworldRouter.Tests.ControlPlane.Responses;

public sealed class MemoryResponseStoreTests : ResponseStoreContract
{
    [Fact]
    public async Task TheOldest_MakeRoomForTheNewest()
    {
        await using var store = new MemoryResponseStore(mostBytes: 30);
        foreach (var id in (string[])["resp_1", "resp_2", "resp_3"])
            await store.SaveAsync(Of(id, "12345678"), Stop);
        // Kept again is new.
        await store.SaveAsync(Of("resp_1", "12345678"), Stop);

        await store.SaveAsync(Of("resp_4", "12345678"), Stop);

        var found = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => store.FindAsync($"resp_{i}", Stop)));
        Assert.Equal([true, false, true, true], found.Select(response => response is not null));
    }

    [Fact]
    public async Task OneThatIsLargerThanAll_PushesNobodyOut()
    {
        await using var store = new MemoryResponseStore(mostBytes: 30);
        await store.SaveAsync(Of("resp_1", "12345678"), Stop);

        await store.SaveAsync(Of("resp_2", new string('x', 31)), Stop);

        Assert.NotNull(await store.FindAsync("resp_1", Stop));
        Assert.Null(await store.FindAsync("resp_2", Stop));
    }

    protected override IResponseStore Open() => new MemoryResponseStore();
}

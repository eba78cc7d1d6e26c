// What every store of responses does; run against each of them.
using System.Text;
using InworldRouter.DataPlane.Responses;

namespace InworldRouter.Tests.ControlPlane.Responses;

public abstract class ResponseStoreContract
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task WhatWasNeverKept_IsNotThere_AndDeletingItHarmsNobody()
    {
        await using var store = Open();

        await store.DeleteAsync("resp_1", Stop);

        Assert.Null(await store.FindAsync("resp_1", Stop));
    }

    [Fact]
    public async Task WhatIsKept_ComesBack_ByteForByte()
    {
        await using var store = Open();
        var kept = Of("resp_1", "{ \"id\" : \"resp_1\",\"x\":1e3, \"ü\": \"\\u00fc € 𝄞\" }", "[ {\"a\" : 1.0} ]") with { Owner = "dev \"ü\" €" };

        await store.SaveAsync(kept, Stop);

        Assert.Equal(Words(kept), Words(await store.FindAsync("resp_1", Stop)));
    }

    [Fact]
    public async Task ALaterState_TakesThePlaceOfTheEarlier()
    {
        await using var store = Open();
        await store.SaveAsync(Of("resp_1", "{\"status\":\"queued\"}"), Stop);
        await store.SaveAsync(Of("resp_2", "{\"status\":\"queued\"}"), Stop);

        await store.SaveAsync(Of("resp_1", "{\"status\":\"completed\"}"), Stop);

        Assert.Equal(Words(Of("resp_1", "{\"status\":\"completed\"}")), Words(await store.FindAsync("resp_1", Stop)));
        Assert.Equal(Words(Of("resp_2", "{\"status\":\"queued\"}")), Words(await store.FindAsync("resp_2", Stop)));
    }

    [Fact]
    public async Task WhatIsDeleted_IsGone_AndNothingElse()
    {
        await using var store = Open();
        await store.SaveAsync(Of("resp_1", "{}"), Stop);
        await store.SaveAsync(Of("resp_2", "{}"), Stop);

        await store.DeleteAsync("resp_1", Stop);

        Assert.Null(await store.FindAsync("resp_1", Stop));
        Assert.NotNull(await store.FindAsync("resp_2", Stop));
    }

    [Fact]
    public async Task ManyAtOnce_AreAllThere()
    {
        await using var store = Open();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => store.SaveAsync(Of($"resp_{i % 10}", $"{{\"n\":{i % 10}}}"), Stop)));

        for (var i = 0; i < 10; i++)
            Assert.Equal(Words(Of($"resp_{i}", $"{{\"n\":{i}}}")), Words(await store.FindAsync($"resp_{i}", Stop)));
    }

    protected abstract IResponseStore Open();

    protected static StoredResponse Of(string id, string response, string input = "[]") =>
        new(id, "dev", Now, Now + TimeSpan.FromDays(30), Encoding.UTF8.GetBytes(response), Encoding.UTF8.GetBytes(input));

    private static (string, string, DateTimeOffset, DateTimeOffset, string, string)? Words(StoredResponse? kept) => kept is null
        ? null
        : (kept.Id, kept.Owner, kept.Created, kept.Expires, Encoding.UTF8.GetString(kept.Response.Span), Encoding.UTF8.GetString(kept.Input.Span));
}

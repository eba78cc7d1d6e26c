// Streams that break after they began: the caller is told, and never gets a second beginning or a clean end.
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Streams;

public sealed class BrokenStreamTests
{
    [Fact]
    public Task C64_AMalformedChunk_IsAnErrorEvent() =>
        BreaksAsync(async call =>
        {
            await call.EventAsync("{\"id\":\"chatcmpl-upstream\",\"choices\":[{\"del");
            await call.EventAsync(Wire.Finish());
            await call.EventAsync("[DONE]");
            await call.EndAsync();
        });

    [Fact]
    public Task C64_AnEndWithoutFinishOrDone_IsAnErrorEvent() =>
        BreaksAsync(call => call.EndAsync());

    [Fact]
    public Task C64_AConnectionClosedWithinTheBody_IsAnErrorEvent() =>
        BreaksAsync(call =>
        {
            call.Close();
            return Task.CompletedTask;
        });

    [Fact]
    public Task C64_AConnectionReset_IsAnErrorEvent() =>
        BreaksAsync(call =>
        {
            call.Reset();
            return Task.CompletedTask;
        });

    [Fact]
    public Task C64_BadChunkFraming_IsAnErrorEvent() =>
        BreaksAsync(call => call.RawAsync("zzz\r\nnot a chunk\r\n"));

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"the model crashed\",\"type\":\"server_error\",\"code\":null,\"param\":null}}\n\n")]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"the model crashed\",\"type\":\"server_error\"}}\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"the model crashed\"}}\n\ndata: [DONE]\n\n")]
    public async Task C62_C69_AnErrorEventWithinTheStream_EndsItWithoutDone(string error)
    {
        var data = await BreaksAsync(async call =>
        {
            await call.PieceAsync(error);
            await call.EndAsync();
        });
        Assert.Contains("the model crashed", data[^1], StringComparison.Ordinal);
    }

    // Two contents, then the break; another provider stands ready and must not be asked.
    private static async Task<List<string>> BreaksAsync(Func<UpstreamCall, Task> breaks)
    {
        var relayed = new TaskCompletionSource();
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            await call.EventAsync(Wire.Content("Hel"));
            await call.EventAsync(Wire.Content("lo"));
            // What was sent must have been relayed: a reset would overtake it.
            await relayed.Task.In();
            await breaks(call);
        });
        await using var other = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", upstream), ("beta", other)));
        using var client = await router.OpenStreamAsync(Wire.Chat("alpha/m", stream: true, ",\"models\":[\"beta/m\"]"));
        var data = new List<string>();
        for (var i = 0; i < 3; i++)
            data.Add((await client.ReadDataAsync())!);
        relayed.SetResult();
        data.AddRange(await client.ReadAllDataAsync());

        Assert.Equal("Hello", data[..3].TextOf());
        var error = Assert.Single(data[3..]);
        Assert.StartsWith("{\"error\":{", error);
        Assert.Empty(other.Calls);
        return data;
    }
}

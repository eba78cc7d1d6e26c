// A caller that hears nothing gets a sign of life after 15 seconds; the one test that must wait for so long.
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Framing;

public sealed class KeepAliveTests
{
    // 15 s and what a busy machine needs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(35);

    [Fact]
    public async Task C05_C07_SilentUpstream_HeadersAndACommentAfter15Seconds_ThenErrorsAreEvents()
    {
        var heard = new TaskCompletionSource();
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await heard.Task.In(Patience);
            await call.ErrorAsync(400, "the prompt is too strange");
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var start = TimeProvider.System.GetTimestamp();
        using var client = await router.OpenChatAsync(Wire.Chat("openai/gpt-4o", stream: true));
        // "headers are held until the first content or 15 s, whichever is first"
        await client.ReadHeadAsync(Patience);
        Assert.Equal(200, client.Status);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 14, 25);
        // C05: "a single-newline comment … never inside an event"
        Assert.StartsWith(":", await client.ReadLineAsync(Patience));
        heard.SetResult();
        // "After that errors are events", and no [DONE] follows one.
        var data = await client.ReadAllDataAsync();
        var only = Assert.Single(data);
        Assert.Contains("too strange", only, StringComparison.Ordinal);
        Assert.StartsWith("{\"error\":{", only);
    }

    [Fact]
    public async Task C05_SilenceBetweenEvents_IsFilledWithSingleLineComments()
    {
        var heard = new TaskCompletionSource();
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            await call.EventAsync(Wire.Content("Hello"));
            await heard.Task.In(Patience);
            await call.EventAsync(Wire.Finish());
            await call.EventAsync("[DONE]");
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        await client.ReadDataAsync();
        Assert.Equal("Hello", new[] { (await client.ReadDataAsync())! }.TextOf());
        var line = await client.ReadLineAsync(Patience);
        Assert.StartsWith(":", line);
        heard.SetResult();
        // openai-python stumbles over an empty event: what follows the comment is the next event, not a blank line.
        Assert.StartsWith("data: {", await client.ReadLineAsync());
    }
}

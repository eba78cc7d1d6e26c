// How long the router waits, for what, and what it does then.
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Timeouts;

public sealed class TimeoutTests
{
    private const string ThenBetaSoon = ",\"models\":[\"beta/m\"],\"fallback\":{\"ttft_timeout\":\"300ms\"}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C82_HeadersCommentsAndRole_DoNotStopTheFirstTokenTimer(bool stream)
    {
        await using var alpha = FakeUpstream.Always(async call =>
        {
            // "the upstream is then called in streaming mode and assembled": for JSON calls too.
            Assert.True(call.Json["stream"]!.GetValue<bool>());
            await call.BeginStreamAsync();
            await call.PieceAsync(": PROCESSING\n\n");
            await call.EventAsync(Wire.Role("chatcmpl-of-alpha"));
            await call.Gone;
        });
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var answer = await router.ChatAsync(Wire.Chat("alpha/m", stream, ThenBetaSoon));
        Assert.Equal(200, answer.Status);
        Assert.Contains("from beta", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("of-alpha", answer.Text, StringComparison.Ordinal);
        // "the attempt is cancelled upstream"
        await alpha.Calls[0].Gone.In();
    }

    [Fact]
    public async Task C82_AJsonCallWithAFirstTokenTimeout_IsAssembledFromTheStream()
    {
        await using var alpha = FakeUpstream.Always(call => call.StreamAsync(
            Wire.Role(),
            Wire.Chunk("""{"reasoning_content":"Let me "}"""), Wire.Chunk("""{"reasoning_content":"think"}"""),
            Wire.Content("Hel"), Wire.Content("lo 🌍"),
            Wire.Chunk("""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]}"""),
            Wire.Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]}"""),
            Wire.Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}"""),
            Wire.Chunk("""{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"g","arguments":"{}"}}]}"""),
            Wire.Finish("tool_calls"), Wire.Usage()));
        await using var beta = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var answer = await router.ChatAsync(Wire.Chat("alpha/m", more: ",\"models\":[\"beta/m\"],\"fallback\":{\"ttft_timeout\":\"10s\"}"));
        Assert.Equal("Hello 🌍", answer.TextOf());
        Assert.Equal("chat.completion", answer.Json["object"]!.GetValue<string>());
        var choice = answer.Json["choices"]![0]!;
        Assert.Equal("tool_calls", choice["finish_reason"]!.GetValue<string>());
        Assert.Equal("assistant", choice["message"]!["role"]!.GetValue<string>());
        Assert.Equal("Let me think", choice["message"]!["reasoning_content"]!.GetValue<string>());
        var calls = choice["message"]!["tool_calls"]!.AsArray();
        Assert.Equal(["call_1 f {\"a\":1}", "call_2 g {}"], calls.Select(c => $"{c!["id"]} {c["function"]!["name"]} {c["function"]!["arguments"]}"));
        Assert.Equal(10, answer.Json["usage"]!["total_tokens"]!.GetValue<int>());
        Assert.Equal("alpha/m:true", Wire.Attempts(answer.Json["metadata"]!));
    }

    [Fact]
    public async Task C82_AnUpstreamThatSaysNothingAtAll_IsLeft()
    {
        await using var alpha = FakeUpstream.Always(call => call.Gone);
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var data = await router.StreamAsync(Wire.Chat("alpha/m", stream: true, ThenBetaSoon));
        Assert.Equal("from beta", data.TextOf());
        var metadata = data.MetadataOf();
        Assert.Equal("alpha/m:false beta/m:true", Wire.Attempts(metadata));
        Assert.True(metadata["total_duration_ms"]!.GetValue<double>() >= 300);
    }

    [Fact]
    public async Task C82_ReasoningAndToolCalls_AreContent()
    {
        var release = new TaskCompletionSource();
        await using var alpha = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            await call.EventAsync(Wire.Chunk("""{"reasoning_content":"Let me think"}"""));
            await release.Task.In();
            await call.EventAsync(Wire.Content("Hello"));
            await call.EventAsync(Wire.Finish());
            await call.EventAsync("[DONE]");
            await call.EndAsync();
        });
        await using var slow = FakeUpstream.Always(call => call.Gone);
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("slow", slow), ("beta", beta)));
        var thinking = router.StreamAsync(Wire.Chat("alpha/m", stream: true, ThenBetaSoon));
        await alpha.CallAsync();
        // A later call whose timer has fired: the earlier one's would have too.
        Assert.Equal("from beta", (await router.ChatAsync(Wire.Chat("slow/m", more: ThenBetaSoon))).TextOf());
        release.SetResult();
        var data = await thinking;
        Assert.Equal("Hello", data.TextOf());
        Assert.Equal("alpha/m:true", Wire.Attempts(data.MetadataOf()));
    }

    [Fact]
    public async Task C82_TheLastCandidate_HasNoFirstTokenTimeout()
    {
        var release = new TaskCompletionSource();
        await using var alpha = FakeUpstream.Always(async call =>
        {
            await release.Task.In();
            await Wire.Says("late but good")(call);
        });
        await using var slow = FakeUpstream.Always(call => call.Gone);
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("slow", slow), ("beta", beta)));
        var alone = router.ChatAsync(Wire.Chat("alpha/m", more: ",\"fallback\":{\"ttft_timeout\":\"300ms\"}"));
        await alpha.CallAsync();
        Assert.Equal("from beta", (await router.ChatAsync(Wire.Chat("slow/m", more: ThenBetaSoon))).TextOf());
        release.SetResult();
        Assert.Equal("late but good", (await alone).TextOf());
    }

    [Fact]
    public async Task C83_SilenceBetweenContents_EndsTheStream()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            await call.EventAsync(Wire.Content("Hello"));
            await call.Gone;
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("timeouts.idle", "300ms"));
        var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal("Hello", data[..^1].TextOf());
        Assert.StartsWith("{\"error\":{", data[^1]);
        await upstream.Calls[0].Gone.In();
    }

    [Fact]
    public async Task C83_UpstreamsKeepAlives_DoNotHideASilence()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            await call.EventAsync(Wire.Content("Hello"));
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!call.Gone.IsCompleted && await tick.WaitForNextTickAsync())
                await call.PieceAsync(": keep-alive\n\n");
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("timeouts.idle", "400ms"));
        var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.StartsWith("{\"error\":{", data[^1]);
    }

    [Fact]
    public async Task C83_ALongStreamThatFlows_IsNotCutByTheIdleTimeout()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            // Three times the timeout in all, a quarter of it between two contents.
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            for (var i = 0; i < 12 && await tick.WaitForNextTickAsync(); i++)
                await call.EventAsync(Wire.Content("x"));
            await call.EventAsync(Wire.Finish());
            await call.EventAsync("[DONE]");
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("timeouts.idle", "400ms"));
        var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal(new string('x', 12), data.TextOf());
        Assert.Equal("[DONE]", data[^1]);
    }

    [Fact]
    public async Task FirstTokenTimeout_OfTheConfiguration_Is504()
    {
        await using var upstream = FakeUpstream.Always(call => call.Gone);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("timeouts.firstToken", "300ms"));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal(504, answer.Status);
        Assert.NotEmpty(answer.ErrorMessage);
    }

    [Fact]
    public async Task TotalTimeout_OfAJsonCall_Is504()
    {
        await using var upstream = FakeUpstream.Always(call => call.Gone);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("timeouts.total", "300ms"));
        Assert.Equal(504, (await router.ChatAsync(Wire.Chat("openai/gpt-4o"))).Status);
        await upstream.Calls[0].Gone.In();
    }
}

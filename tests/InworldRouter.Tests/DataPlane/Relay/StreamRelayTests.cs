// A started stream to its end, byte for byte, and every way in which it can end otherwise.
using System.Text.Json.Nodes;

namespace InworldRouter.Tests.DataPlane.Relay;

public sealed class StreamRelayTests : IDisposable
{
    private const string Usage = """{"id":"x","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}}""";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);

    private readonly LoopbackServer _alpha = new();
    private readonly TestRouter _router;

    public StreamRelayTests() => _router = TestRouter.For(
        ", \"timeouts\": { \"idle\": \"1m\" }, \"models\": [ { \"id\": \"alpha/m\", \"price\": { \"input\": 1, \"output\": 2 } } ]", ("alpha", _alpha, ", \"apiKey\": \"unguessable-word\""));

    public void Dispose()
    {
        _router.Dispose();
        _alpha.Dispose();
    }

    [Fact]
    public async Task C03_C11_C12_C14_UsageUnasked_TheMetadataIsOnTheFinishChunk()
    {
        var (call, alpha) = await BegunAsync(stream: true);
        await alpha.SendAsync(Say.Stream(
            Say.Role,
            """{"id":"y","created":2,"model":"other","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null}]}""",
            Say.Text("lo"),
            Say.Stop,
            Usage,
            Say.Done,
            Say.Done));
        alpha.Finish();

        var text = await call.TextAsync();
        var id = $"\"id\":\"chatcmpl-{_router.Exchange.Id.Text.Replace("-", "", StringComparison.Ordinal)}\"";
        Assert.Equal(4, text.Split("\n\n").Count(e => e.Contains(id, StringComparison.Ordinal) && e.Contains("\"created\":1795176000", StringComparison.Ordinal) && e.Contains("\"model\":\"alpha/m\"", StringComparison.Ordinal)));
        Assert.EndsWith("}\n\ndata: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Single(text.Split("[DONE]")[1..]);
        Assert.Single(text.Split("\"role\"")[1..]);
        Assert.DoesNotContain("\"usage\":{", text, StringComparison.Ordinal);
        Assert.All(text.Split("\n\n")[..^1], e => Assert.StartsWith("data: ", e, StringComparison.Ordinal));
        var last = JsonNode.Parse((await call.EventsAsync())[^2])!;
        Assert.Equal("stop", last["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal("{}", last["choices"]![0]!["delta"]!.ToJsonString());
        Assert.Equal("Using specified model: 'alpha/m' - success", last["metadata"]!["reasoning"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C13_C14_UsageAsked_ComesLast_WithTheMetadata_AlsoWhenTheUpstreamSaidNone(bool isSaid)
    {
        var (call, alpha) = await BegunAsync(stream: true, ",\"stream_options\":{\"include_usage\":true}");
        await alpha.SendAsync(Say.Stream([Say.Role, Say.Text("Hel"), Say.Text("lo"), Say.Stop, .. isSaid ? [Usage] : Array.Empty<string>(), Say.Done]));
        alpha.Finish();

        var events = await call.EventsAsync();
        var (finish, last) = (JsonNode.Parse(events[^3])!, JsonNode.Parse(events[^2])!);
        Assert.Equal("[]", last["choices"]!.ToJsonString());
        Assert.Equal(isSaid ? 4 : 2, last["usage"]!["completion_tokens"]!.GetValue<int>());
        Assert.NotNull(last["metadata"]);
        Assert.Null(finish["metadata"]);
        Assert.Equal("stop", finish["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task C08_EveryEventIsFlushed_WhenItHasCome_AndHeadersWithTheFirst()
    {
        var (call, alpha) = await BegunAsync(stream: true);
        await alpha.EventAsync(Say.Role);
        await Patience.UntilAsync(() => _router.Exchange.Events.EventsRead == 1);
        Assert.Empty(call.Caller.Headers);

        foreach (var word in (string[])["one", "two", "three"])
        {
            await alpha.EventAsync(Say.Text(word));
            await call.Caller.ReadUntilAsync(word);
        }
        Assert.Equal(
            ("text/event-stream; charset=utf-8", "no-cache", "no", "alpha/m", "1"),
            (call.Caller.Headers.ContentType.ToString(), call.Caller.Headers.CacheControl.ToString(), call.Caller.Headers["X-Accel-Buffering"].ToString(), call.Caller.Headers["x-inworld-model"].ToString(), call.Caller.Headers["x-inworld-attempts"].ToString()));
        Assert.Equal(_router.Exchange.Id.Text, call.Caller.Headers["x-request-id"]);
        Assert.Matches("^router;dur=[0-9.]+, upstream;dur=[0-9.]+$", call.Caller.Headers["server-timing"].ToString());
        await alpha.SendAsync(Say.Stream(Say.Stop, Say.Done));
        alpha.Finish();
        await call.EndAsync();
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\n\n", "not JSON")]
    [InlineData("data: <html>\n\n", "not JSON")]
    [InlineData("data: {\"error\":{\"message\":\"Went wrong\"}}\n\n", "Went wrong")]
    [InlineData("event: error\ndata: {\"message\":\"Named\"}\n\n", "Named")]
    [InlineData("", "without [DONE]")]
    public async Task C64_AStreamThatGoesWrong_EndsWithAnErrorEvent_AndNoDone(string bytes, string said)
    {
        var (call, alpha) = await BegunAsync(stream: true);
        await alpha.EventAsync(Say.Text("Hello"));
        await call.Caller.ReadUntilAsync("Hello");
        await alpha.SendAsync(bytes);
        alpha.Finish();

        var text = await call.TextAsync();
        var events = await call.EventsAsync();
        Assert.Contains(said, JsonNode.Parse(events[^1])!["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text.Replace("without [DONE]", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("status=\"5xx\"} 1\n", _router.MetricsText(), StringComparison.Ordinal);
        await alpha.GoneAsync();
    }

    [Fact]
    public async Task C01_TheLastEvent_MayLackItsBlankLine()
    {
        var (call, alpha) = await BegunAsync(stream: true);
        await alpha.SendAsync(Say.Stream(Say.Role, Say.Text("Hello")) + $"data: {Say.Stop}");
        alpha.Finish();

        Assert.Equal(Say.Done, (await call.EventsAsync())[^1]);
    }

    [Fact]
    public async Task C65_TheKeyInAnErrorEvent_IsNotShown()
    {
        var (call, alpha) = await BegunAsync(stream: true);
        await alpha.EventAsync(Say.Text("Hello"));
        await call.Caller.ReadUntilAsync("Hello");
        await alpha.EventAsync(Say.Error("Key unguessable-word has run out"));

        Assert.Contains("Key *** has run out", (await call.EventsAsync())[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 9, 4)]
    [InlineData(false, 19, 2)]
    public async Task C85_WhatAPartialAnswerUsed_IsRecorded_OrEstimated(bool isSaid, int prompt, int completion)
    {
        var (call, alpha) = await BegunAsync(stream: true);
        await alpha.EventAsync(Say.Text("Hel"));
        await alpha.EventAsync(Say.Text("lo"));
        await call.Caller.ReadUntilAsync("lo");
        if (isSaid)
        {
            await alpha.EventAsync(Usage);
            await Patience.UntilAsync(() => _router.Exchange.Events.EventsRead == 3);
        }
        call.Caller.Leave();
        await call.EndAsync();

        var metrics = _router.MetricsText();
        Assert.Contains($"direction=\"input\"}} {prompt}\n", metrics, StringComparison.Ordinal);
        Assert.Contains($"direction=\"output\"}} {completion}\n", metrics, StringComparison.Ordinal);
        Assert.Contains("outcome=\"success\"} 1\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C86_WhileTheCallerIsSlow_TheUpstreamIsNotTimedOut_ButAfterwardsItIs()
    {
        // Room for comments, and for no event.
        using var caller = new CallerSide(buffered: 60);
        var (call, alpha) = await BegunAsync(stream: true, caller: caller);
        await alpha.EventAsync(Say.Text("one"));
        await caller.ReadUntilAsync("one");
        await _router.StreamWaitsAsync();
        _router.Time.Advance(Minute / 2);
        await alpha.EventAsync(Say.Text("two"));
        await _router.Time.WaitsAsync(Minute, Minute);
        // Within the caller's time, and beyond the upstream's.
        _router.Time.Advance(Minute - Grain);
        Assert.False(call.IsDone);

        await caller.ReadUntilAsync("two");
        await _router.StreamWaitsAsync();
        _router.Time.Advance(Minute + Grain);

        await alpha.GoneAsync();
        Assert.Contains("no event within timeouts.idle", (await call.EventsAsync())[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task C86_ACallerThatNeverReads_IsCut_AndTheUpstreamWithIt()
    {
        using var caller = new CallerSide(buffered: 1);
        var (call, alpha) = await BegunAsync(stream: true, caller: caller);
        await alpha.EventAsync(Say.Text("Hello"));
        await _router.Time.WaitsAsync(Minute, Minute);
        _router.Time.Advance(Minute + Grain);

        await alpha.GoneAsync();
        await call.EndAsync();
        Assert.True(caller.WasCut);
        Assert.False(_router.State.Cooldown("alpha/m").IsActive);
    }

    [Fact]
    public async Task C79_AStreamReadToItsEnd_LeavesItsConnectionForTheNext()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        for (var i = 0; i < 2; i++)
        {
            var body = Say.Stream(Say.Role, Say.Text("Hello"), Say.Stop, Say.Done);
            await alpha.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n");
            await call.Caller.ReadUntilAsync("[DONE]");
            // The answer is whole before the body's own end has come.
            await alpha.SendAsync("0\r\n\r\n");
            await call.EndAsync();
            if (i > 0)
                break;
            call = _router.Post(Say.Call("alpha/m", stream: true));
            await alpha.ReadRequestAsync();
        }
        Assert.False(_alpha.HasPending);
    }

    [Fact]
    public async Task C79_ABodyThatDoesNotEndAfterDone_KeepsNobodyWaiting()
    {
        var (call, alpha) = await BegunAsync(stream: true);
        await alpha.SendAsync(Say.Stream(Say.Role, Say.Text("Hello"), Say.Stop, Say.Done));
        await call.Caller.ReadToEndAsync();
        await _router.Time.WaitsAsync(TimeSpan.Zero, TimeSpan.FromSeconds(1));
        _router.Time.Advance(TimeSpan.FromSeconds(1));

        await alpha.GoneAsync();
        await call.EndAsync();
        Assert.Equal(200, call.Status);
    }

    [Fact]
    public async Task AJsonAnswer_WhereAStreamWasAsked_IsStreamed()
    {
        var (call, alpha) = (_router.Post(Say.Call("alpha/m", stream: true)), await _alpha.CalledAsync());
        await alpha.AnswerAsync(Say.Answer("Hello").Replace(",\"", ",\n\t\"", StringComparison.Ordinal));

        var events = await call.EventsAsync();
        Assert.Equal("Hello", JsonNode.Parse(events[0])!["choices"]![0]!["delta"]!["content"]!.GetValue<string>());
        Assert.Equal(Say.Done, events[^1]);
    }

    private async Task<(TestCall Call, LoopbackPeer Alpha)> BegunAsync(bool stream, string more = "", CallerSide? caller = null)
    {
        var call = _router.Post(Say.Call("alpha/m", stream, more), caller);
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        return (call, alpha);
    }
}

// Times: to connect, to the first content, between contents, in all; and callers that leave.
using System.Text.Json.Nodes;
using InworldRouter.Providers;

namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class AttemptTimeoutTests : IDisposable
{
    private const string ThenBetaSoon = ",\"models\":[\"beta/m\"],\"fallback\":{\"ttft_timeout\":\"1s\"}";
    private const string Times = ", \"timeouts\": { \"connect\": \"5s\", \"firstToken\": \"2m\", \"idle\": \"1m\", \"total\": \"30m\" }";

    // What a timer may be late.
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly LoopbackServer _alpha = new();
    private readonly LoopbackServer _beta = new();
    private readonly TestRouter _router;

    public AttemptTimeoutTests() => _router = TestRouter.For(Times, ("alpha", _alpha, ""), ("beta", _beta, ""));

    public void Dispose()
    {
        _router.Dispose();
        _alpha.Dispose();
        _beta.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C82_HeadersCommentsPingsAndTheRole_AreNoFirstToken(bool stream)
    {
        var call = _router.Post(Say.Call("alpha/m", stream, ThenBetaSoon));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        await alpha.SendAsync($": comment\n\nevent: ping\ndata: {{\"type\":\"ping\"}}\n\ndata: {Say.Role}\n\n");
        await alpha.EventAsync(Say.Delta("""{"content":"","reasoning_content":""}"""));
        await Patience.UntilAsync(() => _router.Exchange.Events.EventsRead == 3);
        _router.Time.Advance(Second - Grain);
        Assert.False(_beta.HasPending);
        _router.Time.Advance(Grain * 2);

        await alpha.GoneAsync();
        await AnswerAsync(await _beta.CalledAsync(), stream);
        var metadata = await MetadataAsync(call, stream);
        Assert.Equal("alpha/m:false beta/m:true", Attempts(metadata));
        Assert.Equal("no first token within fallback.ttft_timeout", metadata["attempts"]![0]!["error_message"]!.GetValue<string>());
        Assert.False(_router.State.Cooldown("alpha/m").IsActive);
    }

    [Theory]
    [InlineData("""{"content":"x"}""")]
    [InlineData("""{"reasoning_content":"x"}""")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}""")]
    [InlineData("""{"refusal":"x"}""")]
    public async Task C82_TextReasoningAndToolCalls_AreTheFirstToken(string delta)
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true, ThenBetaSoon));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        _router.Time.Advance(Second - Grain);
        await alpha.EventAsync(Say.Delta(delta));
        await call.Caller.ReadUntilAsync("delta");
        _router.Time.Advance(Second * 10);
        await alpha.SendAsync(Say.Stream(Say.Stop, Say.Done));
        alpha.Finish();

        var metadata = await MetadataAsync(call, stream: true);
        Assert.Equal("alpha/m:true", Attempts(metadata));
        Assert.Equal(998, metadata["attempts"]![0]!["time_to_first_token_ms"]!.GetValue<int>());
        Assert.Equal(10_998, metadata["total_duration_ms"]!.GetValue<int>());
    }

    [Fact]
    public async Task C82_AJsonCallWithATtftTimeout_IsStreamedAndAssembled()
    {
        var call = _router.Post(Say.Call("alpha/m", more: ThenBetaSoon));
        var alpha = await _alpha.CalledAsync();
        Assert.Contains("\"stream\":true", alpha.RequestBody, StringComparison.Ordinal);
        Assert.Contains("Accept: text/event-stream", alpha.Request, StringComparison.Ordinal);
        await alpha.BeginStreamAsync();
        await alpha.EventAsync(Say.Role);
        await alpha.EventAsync(Say.Text("Hel"));
        await Patience.UntilAsync(() => _router.Exchange.Deadlines.Phase == FailureKind.IdleTimeout);
        _router.Time.Advance(Second * 30);
        await alpha.SendAsync(Say.Stream(Say.Text("lo"), Say.Stop, """{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}""", Say.Done));
        alpha.Finish();

        var answer = await call.JsonAsync();
        Assert.Equal("Hello", answer["choices"]![0]!["message"]!["content"]!.GetValue<string>());
        Assert.Equal(7, answer["usage"]!["total_tokens"]!.GetValue<int>());
        Assert.Equal("application/json", call.Caller.Headers.ContentType);
        Assert.Equal("alpha/m:true", Attempts(answer["metadata"]!));
    }

    [Fact]
    public async Task C82_TheLastCandidate_HasNoTtftTimeout()
    {
        var call = _router.Post(Say.Call("alpha/m", more: ThenBetaSoon));
        await _alpha.CalledAsync();
        _router.Time.Advance(Second + Grain);
        var beta = await _beta.CalledAsync();
        Assert.DoesNotContain("stream", beta.RequestBody, StringComparison.Ordinal);
        _router.Time.Advance(Minute);
        await AnswerAsync(beta, stream: false);

        Assert.Equal("alpha/m:false beta/m:true", Attempts(await MetadataAsync(call, stream: false)));
    }

    [Fact]
    public async Task C74_C82_ACandidateThatOnlySmallerOnesFollow_IsTheLast()
    {
        using var gamma = new LoopbackServer();
        using var router = TestRouter.For(
            ", \"models\": [ { \"id\": \"alpha/m\", \"context\": 100 }, { \"id\": \"beta/m\", \"context\": 1000 }, { \"id\": \"gamma/m\", \"context\": 50 } ]",
            ("alpha", _alpha, ""),
            ("beta", _beta, ""),
            ("gamma", gamma, ""));
        var call = router.Post(Say.Call("alpha/m", more: ",\"models\":[\"beta/m\",\"gamma/m\"],\"fallback\":{\"ttft_timeout\":\"1s\"}"));
        await (await _alpha.CalledAsync()).AnswerAsync(Say.Error("Too long", ",\"code\":\"context_length_exceeded\""), 400);
        var beta = await _beta.CalledAsync();
        router.Time.Advance(Minute);
        await AnswerAsync(beta, stream: false);

        Assert.Equal("alpha/m:false beta/m:true", Attempts(await MetadataAsync(call, stream: false)));
    }

    [Fact]
    public async Task AFirstTokenTimeoutOfTheConfiguration_HoldsForTheLastStreamToo()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        _router.Time.Advance(Minute * 2 + Grain);

        await alpha.GoneAsync();
        // A comment has gone out long since: the refusal is an event.
        Assert.Contains("no first token within timeouts.firstToken", (await call.EventsAsync())[^1], StringComparison.Ordinal);
        Assert.True(_router.State.Cooldown("alpha/m").IsActive);
    }

    [Fact]
    public async Task AJsonCall_HasOnlyItsTotal()
    {
        var call = _router.Post(Say.Call("alpha/m"));
        var alpha = await _alpha.CalledAsync();
        _router.Time.Advance(Minute * 30 - Second);
        Assert.False(call.IsDone);
        _router.Time.Advance(Second + Grain);

        await alpha.GoneAsync();
        var error = (await call.JsonAsync())["error"]!;
        Assert.Equal(504, call.Status);
        Assert.Equal("alpha/m: no complete answer within timeouts.total", error["message"]!.GetValue<string>());
        Assert.Equal(("timeout_error", "timeout"), (error["type"]!.GetValue<string>(), error["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task AServerThatDoesNotSpeakTls_IsLeftWhenTheTimeToConnectIsOver()
    {
        using var router = new TestRouter(TestRouter.Config(Times, ("alpha", _alpha, ""), ("beta", _beta, "")).Replace(_alpha.Url.ToString(), _alpha.Url.ToString().Replace("http:", "https:", StringComparison.Ordinal), StringComparison.Ordinal));
        var call = router.Post(Say.Call("alpha/m", more: ",\"models\":[\"beta/m\"]"));
        var alpha = await _alpha.AcceptAsync();
        router.Time.Advance(Second * 5 + Grain);
        await AnswerAsync(await _beta.CalledAsync(), stream: false);

        var metadata = await MetadataAsync(call, stream: false);
        Assert.Equal("no connection within timeouts.connect", metadata["attempts"]![0]!["error_message"]!.GetValue<string>());
        await alpha.GoneAsync();
    }

    [Fact]
    public async Task C83_SilenceAfterTheFirstContent_EndsTheStream_CommentsAreNoSignOfLife()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        await alpha.EventAsync(Say.Text("Hello"));
        await call.Caller.ReadUntilAsync("Hello");
        _router.Time.Advance(Minute / 2);
        await alpha.SendAsync(": still here\n\n");
        await Patience.UntilAsync(() => _router.Exchange.Events.Comments == 1);
        _router.Time.Advance(Minute / 2 + Grain);

        await alpha.GoneAsync();
        var events = await call.EventsAsync();
        Assert.Contains("no event within timeouts.idle", events[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(Say.Done, events);
    }

    [Fact]
    public async Task C83_AStreamThatFlows_MayTakeLong()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        for (var i = 0; i < 20; i++)
        {
            await alpha.EventAsync(Say.Text($"<{i}>"));
            await call.Caller.ReadUntilAsync($"<{i}>");
            _router.Time.Advance(Minute - Second);
        }
        await alpha.SendAsync(Say.Stream(Say.Stop, Say.Done));
        alpha.Finish();

        Assert.Equal(Say.Done, (await call.EventsAsync())[^1]);
    }

    [Fact]
    public async Task TheTotal_EndsAStreamThatFlows()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        for (var i = 0; i < 60; i++)
        {
            await alpha.EventAsync(Say.Text($"<{i}>"));
            await call.Caller.ReadUntilAsync($"<{i}>");
            _router.Time.Advance(Minute / 2);
        }
        _router.Time.Advance(Grain);

        Assert.Contains("no complete answer within timeouts.total", (await call.EventsAsync())[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C78_C84_ACallerThatLeavesBeforeTheAnswer_CancelsTheUpstream_AndBlamesNobody(bool stream)
    {
        var call = _router.Post(Say.Call("alpha/m", stream, ThenBetaSoon));
        var alpha = await _alpha.CalledAsync();
        call.Caller.Leave();

        await alpha.GoneAsync();
        await call.EndAsync();
        Assert.False(_beta.HasPending);
        Assert.False(_router.State.Cooldown("alpha/m").IsActive);
        AssertLeft();
    }

    [Fact]
    public async Task C84_ACallerThatLeavesItsStream_CancelsTheUpstream()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true, ThenBetaSoon));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        await alpha.EventAsync(Say.Text("Hello"));
        await call.Caller.ReadUntilAsync("Hello");
        call.Caller.Leave();

        await alpha.GoneAsync();
        await call.EndAsync();
        Assert.False(_router.State.Cooldown("alpha/m").IsActive);
        AssertLeft();
        Assert.Equal(0, _router.Plan.Providers["alpha"].Gauge.Count);
    }

    [Fact]
    public async Task C78_ACallerThatLeavesWhileARetryIsWaitedFor_IsGone()
    {
        var call = _router.Post(Say.Call("alpha/m"));
        await (await _alpha.CalledAsync()).AnswerAsync(Say.Error("Later"), 429, "Retry-After: 3\r\n");
        await _router.Time.WaitsAsync(Second * 3, Second * 3);
        call.Caller.Leave();
        await call.EndAsync();

        AssertLeft();
        Assert.True(call.Caller.WasCut);
        _router.Time.Advance(Second * 3);
        Assert.False(_alpha.HasPending);
    }

    [Fact]
    public async Task C87_ARouterThatStops_EndsItsCalls()
    {
        var json = _router.Post(Say.Call("alpha/m", more: ThenBetaSoon));
        var first = await _alpha.CalledAsync();
        var stream = _router.Post(Say.Call("alpha/m", stream: true));
        var second = await _alpha.CalledAsync();
        await second.BeginStreamAsync();
        await second.EventAsync(Say.Text("Hello"));
        await stream.Caller.ReadUntilAsync("Hello");

        _router.Active.EndAll();

        await first.GoneAsync();
        await second.GoneAsync();
        await json.EndAsync();
        Assert.Equal(503, json.Status);
        Assert.Contains("shutting_down", (await stream.EventsAsync())[^1], StringComparison.Ordinal);
        Assert.False(_beta.HasPending);
    }

    // The caller got nothing, and nothing is held for it.
    private void AssertLeft()
    {
        Assert.Contains("inworld_router_requests_in_flight 0\n", _router.MetricsText(), StringComparison.Ordinal);
        Assert.Contains("status=\"4xx\"} 1\n", _router.MetricsText(), StringComparison.Ordinal);
        Assert.Equal(0, _router.Active.Count);
    }

    private static async Task<JsonNode> MetadataAsync(TestCall call, bool stream) =>
        (stream ? JsonNode.Parse((await call.EventsAsync())[^2]) : await call.JsonAsync())!["metadata"]!;

    private static string Attempts(JsonNode metadata) =>
        string.Join(' ', metadata["attempts"]!.AsArray().Select(a => $"{a!["model"]}:{a["success"]!.ToJsonString()}"));

    private static async Task AnswerAsync(LoopbackPeer peer, bool stream)
    {
        if (!stream)
        {
            await peer.AnswerAsync(Say.Answer("Hello"));
            return;
        }
        await peer.BeginStreamAsync();
        await peer.SendAsync(Say.Stream(Say.Role, Say.Text("Hello"), Say.Stop, Say.Done));
        peer.Finish();
    }
}

// Which candidate comes next, after which failure, for JSON and streams alike.
using System.Text.Json.Nodes;

namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class FallbackTests : IDisposable
{
    private const string ThenBeta = ",\"models\":[\"beta/m\"]";

    private readonly LoopbackServer _alpha = new();
    private readonly LoopbackServer _beta = new();
    private readonly LoopbackServer _gamma = new();
    private readonly TestRouter _router;

    public FallbackTests() => _router = TestRouter.For(("alpha", _alpha), ("beta", _beta), ("gamma", _gamma));

    /// <summary>What providers say when they fail, and what the metadata says of it.</summary>
    public static TheoryData<string, string> Failures { get; } = new()
    {
        { Status(401, "Incorrect API key"), "401 Incorrect API key" },
        { Status(402, "No money"), "402 No money" },
        { Status(403, "Not allowed"), "403 Not allowed" },
        { Status(404, "No such model"), "404 No such model" },
        { Status(408, "Slow"), "408 Slow" },
        { Status(409, "Busy"), "409 Busy" },
        { Status(425, "Early"), "425 Early" },
        { Status(429, "Too many"), "429 Too many" },
        { Status(498, "Capacity"), "498 Capacity" },
        { Status(500, "Oops"), "500 Oops" },
        { Status(503, "Full"), "503 Full" },
        { Status(529, "Overloaded"), "529 Overloaded" },
        { "HTTP/1.1 502 X\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", "HTTP 502 with an HTML page" },
        { "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", "HTTP 302" },
        { "HTTP/1.1 204 No Content\r\n\r\n", "empty" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "empty" },
        { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>No</html>", "" },
        { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"choices\":", "" },
        { "SSH-2.0-OpenSSH_9.2\r\n", "not HTTP" },
        { "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nHello", "content coding" },
        { Json(Say.Error("Inside", ",\"type\":\"server_error\"")), "Inside" },
    };

    public void Dispose()
    {
        _router.Dispose();
        _alpha.Dispose();
        _beta.Dispose();
        _gamma.Dispose();
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task C68_C73_BeforeTheFirstContent_JsonAndStreamMoveOnAlike(string failure, string said)
    {
        foreach (var stream in (bool[])[false, true])
        {
            var call = _router.Post(Say.Call("alpha/m", stream, ThenBeta));
            var alpha = await _alpha.CalledAsync();
            await alpha.SendAsync(failure);
            alpha.Finish();
            await AnswerAsync(_beta, stream);

            var metadata = stream ? JsonNode.Parse((await call.EventsAsync())[^2])!["metadata"]! : (await call.JsonAsync())["metadata"]!;
            Assert.Equal(200, call.Status);
            Assert.Equal("alpha/m:false beta/m:true", Attempts(metadata));
            Assert.Contains(said, metadata["attempts"]![0]!["error_message"]!.GetValue<string>(), StringComparison.Ordinal);
            _router.Time.Advance(TimeSpan.FromMinutes(10));
        }
    }

    [Fact]
    public async Task C68_AConnectionThatIsRefused_MovesOn()
    {
        _alpha.Dispose();
        var call = _router.Post(Say.Call("alpha/m", more: ThenBeta));
        await AnswerAsync(_beta, stream: false);

        var metadata = (await call.JsonAsync())["metadata"]!;
        Assert.Equal("alpha/m:false beta/m:true", Attempts(metadata));
        Assert.StartsWith("no connection: ", metadata["attempts"]![0]!["error_message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("closed")]
    public async Task C68_AConnectionLostBeforeTheAnswer_MovesOn(string how)
    {
        var call = _router.Post(Say.Call("alpha/m", more: ThenBeta));
        var alpha = await _alpha.CalledAsync();
        if (how == "reset")
            alpha.Reset();
        else
            alpha.Finish();
        await AnswerAsync(_beta, stream: false);

        Assert.Equal("alpha/m:false beta/m:true", Attempts((await call.JsonAsync())["metadata"]!));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Say.Role)]
    public async Task C70_AnErrorEventBeforeTheFirstContent_MovesOn_AndNothingOfItIsSeen(string before)
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true, ThenBeta));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        if (before.Length > 0)
            await alpha.EventAsync(before);
        await alpha.EventAsync(Say.Error("Overloaded", ",\"type\":\"overloaded_error\""));
        await AnswerAsync(_beta, stream: true);

        var events = await call.EventsAsync();
        Assert.Equal(4, events.Length);
        Assert.DoesNotContain(events, e => e.Contains("\"error\"", StringComparison.Ordinal));
        Assert.Single(events, e => e.Contains("\"role\"", StringComparison.Ordinal));
        await alpha.GoneAsync();
    }

    [Fact]
    public async Task C69_AfterTheFirstContent_ThereIsNoOther()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true, ThenBeta));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        await alpha.EventAsync(Say.Text("Hello"));
        await call.Caller.ReadUntilAsync("Hello");
        await alpha.EventAsync(Say.Error("Overloaded", ",\"type\":\"overloaded_error\""));

        var events = await call.EventsAsync();
        Assert.Contains("\"error\":{", events[^1], StringComparison.Ordinal);
        Assert.False(_beta.HasPending);
    }

    [Fact]
    public async Task C69_AnAnswerAssembledHere_MayStillMoveOn()
    {
        // Nothing has gone to the caller yet.
        var call = _router.Post(Say.Call("alpha/m", more: ThenBeta + ",\"fallback\":{\"ttft_timeout\":\"1s\"}"));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        await alpha.EventAsync(Say.Text("Half an ans"));
        alpha.Finish();
        await AnswerAsync(_beta, stream: false);

        var answer = await call.JsonAsync();
        Assert.Equal("Hello", answer["choices"]![0]!["message"]!["content"]!.GetValue<string>());
        Assert.Equal("alpha/m:false beta/m:true", Attempts(answer["metadata"]!));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task C73_TheCallersFault_GoesToTheCaller(int status)
    {
        var call = _router.Post(Say.Call("alpha/m", more: ThenBeta));
        var alpha = await _alpha.CalledAsync();
        await alpha.SendAsync(Status(status, "messages[0] is wrong", ",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"wrong\""));

        var error = (await call.JsonAsync())["error"]!;
        Assert.Equal(status, call.Status);
        Assert.Equal(
            ("messages[0] is wrong", "invalid_request_error", "messages", "wrong"),
            (error["message"]!.GetValue<string>(), error["type"]!.GetValue<string>(), error["param"]!.GetValue<string>(), error["code"]!.GetValue<string>()));
        Assert.False(_beta.HasPending);
    }

    [Fact]
    public async Task C72_EachCandidate_GetsTheOriginalRequest()
    {
        const string More = ",\"models\":[\"beta/m\",\"gamma/m\"],\"temperature\":0.50,\"metadata\":{\"n\":1},\"unknown\":{\"a\" : [1]}";
        var call = _router.Post(Say.Call("alpha/m", more: More));
        var bodies = new List<string>();
        foreach (var server in (LoopbackServer[])[_alpha, _beta])
        {
            var peer = await server.CalledAsync();
            bodies.Add(peer.RequestBody);
            await peer.SendAsync(Status(500, "No"));
        }
        var last = await _gamma.CalledAsync();
        bodies.Add(last.RequestBody);
        await last.AnswerAsync(Say.Answer("Hello"));
        await call.JsonAsync();

        Assert.All(bodies, body => Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0.50,"unknown":{"a" : [1]}}""", body));
    }

    [Fact]
    public async Task C66_WhenAllFail_TheLastOneIsTold_WithAllAttempts()
    {
        var call = _router.Post(Say.Call("alpha/m", more: ThenBeta));
        await (await _alpha.CalledAsync()).SendAsync(Status(500, "First"));
        await (await _beta.CalledAsync()).SendAsync(Status(404, "Second"));

        var answer = await call.JsonAsync();
        Assert.Equal(404, call.Status);
        Assert.Equal("beta/m: Second", answer["error"]!["message"]!.GetValue<string>());
        Assert.Equal("alpha/m:false beta/m:false", Attempts(answer["metadata"]!));
        Assert.Equal("2", call.Caller.Headers["x-inworld-attempts"]);
        Assert.False(call.Caller.Headers.ContainsKey("x-inworld-model"));
    }

    [Fact]
    public async Task C15_StreamOptionsRefused_IsTriedOnceWithoutThem_AndIsNoFailure()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var first = await _alpha.CalledAsync();
        Assert.Contains("stream_options", first.RequestBody, StringComparison.Ordinal);
        await first.SendAsync(Status(400, "Unknown parameter: stream_options"));
        var second = await _alpha.CalledAsync();
        Assert.DoesNotContain("stream_options", second.RequestBody, StringComparison.Ordinal);
        await second.SendAsync(Stream);
        second.Finish();

        Assert.Equal("alpha/m:true", Attempts(JsonNode.Parse((await call.EventsAsync())[^2])!["metadata"]!));
    }

    [Fact]
    public async Task C15_StreamOptionsRefusedTwice_IsTheCallersFault()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        for (var i = 0; i < 2; i++)
            await (await _alpha.CalledAsync()).SendAsync(Status(400, "Unknown parameter: stream_options"));

        await call.EndAsync();
        Assert.Equal(400, call.Status);
    }

    [Fact]
    public async Task C80_ABusyProvider_IsPassedOver_AndItsPlaceComesBack()
    {
        using var router = TestRouter.For("", ("alpha", _alpha, ", \"maxConcurrency\": 1"), ("beta", _beta, ""));
        var first = router.Post(Say.Call("alpha/m"));
        var alpha = await _alpha.CalledAsync();
        var second = router.Post(Say.Call("alpha/m", more: ThenBeta));
        await AnswerAsync(_beta, stream: false);
        Assert.Equal("alpha/m:false beta/m:true", Attempts((await second.JsonAsync())["metadata"]!));

        var third = router.Post(Say.Call("alpha/m"));
        await third.EndAsync();
        Assert.Equal(503, third.Status);
        Assert.Equal("1", third.Caller.Headers.RetryAfter);

        await alpha.AnswerAsync(Say.Answer("Hello"));
        await first.EndAsync();
        Assert.Equal(0, router.Plan.Providers["alpha"].Gauge.Count);
        var fourth = router.Post(Say.Call("alpha/m"));
        await alpha.ReadRequestAsync();
        await alpha.AnswerAsync(Say.Answer("Hello"));
        await fourth.EndAsync();
        Assert.Equal(200, fourth.Status);
    }

    [Fact]
    public async Task C98_AfterWhateverEnd_NoPlaceIsHeld()
    {
        string[] ends = [.. Failures.Select(row => row.Data.Item1), Json(Say.Answer("Hello")), Stream, Status(400, "Wrong")];
        foreach (var end in ends)
        {
            var call = _router.Post(Say.Call("alpha/m", stream: true, ThenBeta));
            var alpha = await _alpha.CalledAsync();
            await alpha.SendAsync(end);
            alpha.Finish();
            if (end != Stream && end != ends[^1] && end != ends[^3])
                await AnswerAsync(_beta, stream: true);
            await call.EndAsync();
            _router.Time.Advance(TimeSpan.FromMinutes(10));

            Assert.Equal((0, 0, 0), (_router.Plan.Providers["alpha"].Gauge.Count, _router.Plan.Providers["beta"].Gauge.Count, _router.Active.Count));
            Assert.Contains("inworld_router_requests_in_flight 0\n", _router.MetricsText(), StringComparison.Ordinal);
        }
    }

    private static string Stream => "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + Say.Stream(Say.Role, Say.Text("Hello"), Say.Stop, Say.Done);

    private static string Json(string json) => $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}";

    private static string Status(int status, string message, string more = "")
    {
        var json = Say.Error(message, more);
        return $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\nConnection: close\r\n\r\n{json}";
    }

    private static string Attempts(JsonNode metadata) =>
        string.Join(' ', metadata["attempts"]!.AsArray().Select(a => $"{a!["model"]}:{a["success"]!.ToJsonString()}"));

    private static async Task AnswerAsync(LoopbackServer server, bool stream)
    {
        var peer = await server.CalledAsync();
        await peer.SendAsync(stream ? Stream : $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{Say.Answer("Hello")}");
        peer.Finish();
    }
}

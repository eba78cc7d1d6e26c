// Keys in turn, the one retry, pauses that providers ask for, and connections that died while they rested.
using System.Text.Json.Nodes;

namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class RetryTests : IDisposable
{
    private readonly LoopbackServer _alpha = new();
    private readonly LoopbackServer _beta = new();
    private readonly TestRouter _router;

    public RetryTests() => _router = TestRouter.For(("alpha", _alpha), ("beta", _beta));

    public void Dispose()
    {
        _router.Dispose();
        _alpha.Dispose();
        _beta.Dispose();
    }

    [Theory]
    [InlineData(429, "Retry-After: 2\r\n", 2, 2)]
    [InlineData(429, "Retry-After: 5\r\n", 5, 5)]
    [InlineData(429, "retry-after-ms: 750\r\n", 0.75, 0.75)]
    [InlineData(429, "Retry-After: Fri, 20 Nov 2026 12:00:03 GMT\r\n", 3, 3)]
    [InlineData(429, "", 0.25, 0.5)]
    [InlineData(429, "Retry-After: 0\r\n", 0.25, 0.5)]
    [InlineData(429, "retry-after-ms: 1\r\n", 0.25, 0.5)]
    [InlineData(503, "", 0.25, 0.5)]
    [InlineData(503, "Retry-After: 1\r\n", 1, 1)]
    [InlineData(529, "", 0.25, 0.5)]
    public async Task C75_WithNoOtherCandidate_OneRetryWaitsAsLongAsWasAsked(int status, string header, double least, double most)
    {
        var call = _router.Post(Say.Call("alpha/m"));
        var alpha = await _alpha.CalledAsync();
        await alpha.AnswerAsync(Say.Error("Later"), status, header + "Connection: close\r\n");
        await _router.Time.WaitsAsync(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));
        Assert.False(_alpha.HasPending);
        _router.Time.Advance(TimeSpan.FromSeconds(most));
        var again = await _alpha.CalledAsync();
        await again.AnswerAsync(Say.Answer("Hello"));

        Assert.Equal("alpha/m:false alpha/m:true", Attempts((await call.JsonAsync())["metadata"]!));
        Assert.Equal("2", call.Caller.Headers["x-inworld-attempts"]);
    }

    [Fact]
    public async Task C75_AConnectionLost_IsRetriedOnceToo()
    {
        var call = _router.Post(Say.Call("alpha/m"));
        (await _alpha.CalledAsync()).Reset();
        await _router.Time.WaitsAsync(TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5));
        _router.Time.Advance(TimeSpan.FromSeconds(0.5));
        await (await _alpha.CalledAsync()).AnswerAsync(Say.Answer("Hello"));

        Assert.Equal("alpha/m:false alpha/m:true", Attempts((await call.JsonAsync())["metadata"]!));
    }

    [Fact]
    public async Task C75_ALongerPause_GoesToTheCallerAtOnce()
    {
        var call = _router.Post(Say.Call("alpha/m"));
        await (await _alpha.CalledAsync()).AnswerAsync(Say.Error("Later"), 429, "Retry-After: 6\r\n");

        var error = await call.JsonAsync();
        Assert.Equal(429, call.Status);
        Assert.Equal(("6", "6000"), (call.Caller.Headers.RetryAfter.ToString(), call.Caller.Headers["retry-after-ms"].ToString()));
        Assert.Equal("alpha/m:false", Attempts(error["metadata"]!));
    }

    [Fact]
    public async Task C75_ASecondRefusal_IsTheEnd_AndA429AlwaysNamesATime()
    {
        var call = _router.Post(Say.Call("alpha/m"));
        var alpha = await _alpha.CalledAsync();
        await alpha.AnswerAsync(Say.Error("Later"), 429);
        await _router.Time.WaitsAsync(TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5));
        _router.Time.Advance(TimeSpan.FromSeconds(0.5));
        await (await _alpha.CalledAsync()).AnswerAsync(Say.Error("Later"), 429);

        Assert.Equal("alpha/m:false alpha/m:false", Attempts((await call.JsonAsync())["metadata"]!));
        Assert.Equal((429, "1"), (call.Status, call.Caller.Headers.RetryAfter.ToString()));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(408)]
    public async Task OtherFailures_AreNotRetried(int status)
    {
        var call = _router.Post(Say.Call("alpha/m"));
        await (await _alpha.CalledAsync()).AnswerAsync(Say.Error("No"), status);

        Assert.Equal("alpha/m:false", Attempts((await call.JsonAsync())["metadata"]!));
    }

    [Fact]
    public async Task C75_C77_ACandidateThatAskedForAPause_IsTriedLast_UntilItIsOver()
    {
        const string ThenBeta = ",\"models\":[\"beta/m\"]";
        var first = _router.Post(Say.Call("alpha/m", more: ThenBeta));
        await (await _alpha.CalledAsync()).AnswerAsync(Say.Error("Later"), 429, "Retry-After: 60\r\n");
        await (await _beta.CalledAsync()).AnswerAsync(Say.Answer("Hello"), headers: "Connection: close\r\n");
        await first.EndAsync();

        _router.Time.Advance(TimeSpan.FromSeconds(59));
        var second = _router.Post(Say.Call("alpha/m", more: ThenBeta));
        await (await _beta.CalledAsync()).AnswerAsync(Say.Error("No"), 500);
        await (await _alpha.CalledAsync()).AnswerAsync(Say.Answer("Hello"), headers: "Connection: close\r\n");
        Assert.Equal("beta/m:false alpha/m:true", Attempts((await second.JsonAsync())["metadata"]!));

        // A success ends the pause.
        var third = _router.Post(Say.Call("alpha/m", more: ThenBeta));
        await (await _alpha.CalledAsync()).AnswerAsync(Say.Answer("Hello"));
        Assert.Equal("alpha/m:true", Attempts((await third.JsonAsync())["metadata"]!));
    }

    [Fact]
    public async Task C77_WhenAllRest_TheyAreTriedAnyway_InOrder()
    {
        _router.State.Cooldown("alpha/m").Pause(TimeSpan.FromMinutes(1));
        _router.State.Cooldown("beta/m").Pause(TimeSpan.FromMinutes(5));
        var call = _router.Post(Say.Call("beta/m", more: ",\"models\":[\"alpha/m\"]"));
        await (await _beta.CalledAsync()).AnswerAsync(Say.Answer("Hello"));

        Assert.Equal("beta/m:true", Attempts((await call.JsonAsync())["metadata"]!));
        Assert.False(_router.State.Cooldown("beta/m").IsActive);
    }

    [Fact]
    public async Task C76_A429OfOneKey_TurnsToTheNext_WithoutWaiting()
    {
        using var router = TestRouter.For("", ("alpha", _alpha, ", \"apiKeys\": [\"key-one\", \"key-two\", \"key-three\"]"));
        var call = router.Post(Say.Call("alpha/m"));
        var keys = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var peer = await _alpha.CalledAsync();
            keys.Add(KeyOf(peer));
            await (i < 2 ? peer.AnswerAsync(Say.Error("Later"), 429, "Retry-After: 60\r\n") : peer.AnswerAsync(Say.Answer("Hello"), headers: "Connection: close\r\n"));
        }
        await call.EndAsync();

        Assert.Equal(["key-one", "key-three", "key-two"], keys.Order());
        // The model itself is well, and a later call begins with the key that is.
        Assert.False(router.State.Cooldown("alpha/m").IsActive);
        for (var i = 0; i < 3; i++)
        {
            var later = router.Post(Say.Call("alpha/m"));
            var peer = await _alpha.CalledAsync();
            Assert.Equal(keys[2], KeyOf(peer));
            await peer.AnswerAsync(Say.Answer("Hello"), headers: "Connection: close\r\n");
            await later.EndAsync();
        }
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    public async Task C76_ADeadKey_IsLeftAlone_ForSomeMinutes(int status)
    {
        using var router = TestRouter.For("", ("alpha", _alpha, ", \"apiKeys\": [\"key-dead\", \"key-good\"]"));
        var asked = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var call = router.Post(Say.Call("alpha/m"));
            LoopbackPeer peer;
            while (KeyOf(peer = await _alpha.CalledAsync()) is var key && key == "key-dead")
            {
                asked.Add(key);
                await peer.AnswerAsync(Say.Error("No"), status);
            }
            await peer.AnswerAsync(Say.Answer("Hello"), headers: "Connection: close\r\n");
            await call.EndAsync();
            Assert.Equal(200, call.Status);
        }

        Assert.Single(asked);
        Assert.DoesNotContain("key-", await AllTextAsync(router), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C76_WhenNoKeyIsLeft_TheCallMovesOn()
    {
        using var router = TestRouter.For("", ("alpha", _alpha, ", \"apiKeys\": [\"key-one\", \"key-two\"]"), ("beta", _beta, ""));
        var call = router.Post(Say.Call("alpha/m", more: ",\"models\":[\"beta/m\"]"));
        for (var i = 0; i < 2; i++)
            await (await _alpha.CalledAsync()).AnswerAsync(Say.Error("Later"), 429);
        await (await _beta.CalledAsync()).AnswerAsync(Say.Answer("Hello"));

        Assert.Equal("alpha/m:false alpha/m:false beta/m:true", Attempts((await call.JsonAsync())["metadata"]!));
    }

    [Fact]
    public async Task C79_AnIdleConnection_IsUsedAgain()
    {
        var alpha = await OneCallAsync();
        var call = _router.Post(Say.Call("alpha/m"));
        await alpha.ReadRequestAsync();
        await alpha.AnswerAsync(Say.Answer("Hello"));
        await call.EndAsync();

        Assert.Equal(200, call.Status);
        Assert.False(_alpha.HasPending);
    }

    [Fact]
    public async Task C79_AnIdleConnectionThatEndsWithoutAByte_IsReplaced_AndNobodyHearsOfIt()
    {
        var alpha = await OneCallAsync();
        var call = _router.Post(Say.Call("alpha/m"));
        await alpha.ReadRequestAsync();
        alpha.Reset();
        var fresh = await _alpha.CalledAsync();
        Assert.Equal(alpha.Request, fresh.Request);
        await fresh.AnswerAsync(Say.Answer("Hello"));

        Assert.Equal("alpha/m:true", Attempts((await call.JsonAsync())["metadata"]!));
        Assert.False(_router.State.Cooldown("alpha/m").IsActive);
    }

    [Fact]
    public async Task C79_OnceAByteWasSeen_ThereIsNoSilentSecondTry()
    {
        var alpha = await OneCallAsync();
        var call = _router.Post(Say.Call("alpha/m", more: ",\"models\":[\"beta/m\"]"));
        await alpha.ReadRequestAsync();
        await alpha.SendAsync("HTTP/1.1 200 OK\r\n");
        alpha.Finish();
        await (await _beta.CalledAsync()).AnswerAsync(Say.Answer("Hello"));

        Assert.Equal("alpha/m:false beta/m:true", Attempts((await call.JsonAsync())["metadata"]!));
        Assert.False(_alpha.HasPending);
    }

    [Fact]
    public async Task C79_AFreshConnectionThatIsLost_IsAFailure()
    {
        var call = _router.Post(Say.Call("alpha/m", more: ",\"models\":[\"beta/m\"]"));
        (await _alpha.CalledAsync()).Reset();
        await (await _beta.CalledAsync()).AnswerAsync(Say.Answer("Hello"));

        Assert.Equal("alpha/m:false beta/m:true", Attempts((await call.JsonAsync())["metadata"]!));
        Assert.True(_router.State.Cooldown("alpha/m").IsActive);
        Assert.False(_alpha.HasPending);
    }

    [Theory]
    [InlineData(1000, "alpha gamma")]
    [InlineData(100, "alpha beta gamma")]
    public async Task C74_ContextOverflow_GoesOnlyToALargerWindow_AndCoolsNobodyDown(int window, string asked)
    {
        using var gamma = new LoopbackServer();
        using var router = TestRouter.For(
            $$""", "models": [ { "id": "alpha/m", "context": {{window}} }, { "id": "beta/m", "context": 500 }, { "id": "gamma/m", "context": 2000 } ] """,
            ("alpha", _alpha, ""),
            ("beta", _beta, ""),
            ("gamma", gamma, ""));
        var call = router.Post(Say.Call("alpha/m", more: ",\"models\":[\"beta/m\",\"gamma/m\"]"));
        foreach (var id in asked.Split(' '))
        {
            var peer = await (id switch { "alpha" => _alpha, "beta" => _beta, _ => gamma }).CalledAsync();
            await peer.AnswerAsync(Say.Error("This model's maximum context length is exceeded", ",\"code\":\"context_length_exceeded\""), 400, "Retry-After: 9\r\n");
        }
        var error = (await call.JsonAsync())["error"]!;

        Assert.Equal(400, call.Status);
        Assert.Equal("context_length_exceeded", error["code"]!.GetValue<string>());
        Assert.All(asked.Split(' '), id => Assert.False(router.State.Cooldown(id + "/m").IsActive));
    }

    private static string Attempts(JsonNode metadata) =>
        string.Join(' ', metadata["attempts"]!.AsArray().Select(a => $"{a!["model"]}:{a["success"]!.ToJsonString()}"));

    private static string KeyOf(LoopbackPeer peer) =>
        peer.Request.Split("\r\n").Single(line => line.StartsWith("Authorization: Bearer ", StringComparison.Ordinal))["Authorization: Bearer ".Length..];

    private static async Task<string> AllTextAsync(TestRouter router)
    {
        var call = router.Post(Say.Call("nobody/m"));
        return router.MetricsText() + await call.TextAsync();
    }

    // Leaves an idle connection behind.
    private async Task<LoopbackPeer> OneCallAsync()
    {
        var call = _router.Post(Say.Call("alpha/m"));
        var alpha = await _alpha.CalledAsync();
        await alpha.AnswerAsync(Say.Answer("Hello"));
        await call.EndAsync();
        return alpha;
    }
}

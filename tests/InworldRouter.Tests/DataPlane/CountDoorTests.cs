// The journey of a call that only asks how many tokens it is: counted by its vendor, or estimated here.
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Tests.DataPlane;

public sealed class CountDoorTests : IDisposable
{
    private readonly LoopbackServer _claude = new();
    private readonly LoopbackServer _gemini = new();
    private readonly LoopbackServer _openAI = new();
    private readonly TestRouter _router;

    public CountDoorTests() => _router = new TestRouter($$"""
        { "providers": {
            "anthropic": { "baseUrl": "{{_claude.Url}}", "apiKey": "sk-claude" },
            "alpha": { "dialect": "openai", "baseUrl": "{{_openAI.Url}}", "models": ["m"] },
            "gemini": { "dialect": "gemini", "baseUrl": "{{_gemini.Url}}", "models": ["gemini-2.5-flash"], "apiKey": "sk-gemini" } },
          "telemetry": { "requestLog": "stdout" } }
        """, catalog: Catalog.BuiltIn);

    public void Dispose()
    {
        _router.Dispose();
        _claude.Dispose();
        _gemini.Dispose();
        _openAI.Dispose();
    }

    [Fact]
    public async Task C40_AnthropicCounts_AndItsAnswerIsRelayedAsItCame()
    {
        var call = Post(Call("anthropic/claude-sonnet-4-5", ",\"max_tokens\":5,\"stream\":true"), http =>
        {
            http.Request.QueryString = new("?beta=true");
            http.Request.Headers["anthropic-version"] = "2026-10-21";
        });
        var peer = await _claude.CalledAsync();
        await peer.AnswerAsync("""{"input_tokens": 16}""");

        Assert.Equal("""{"input_tokens": 16}""", await call.TextAsync());
        Assert.StartsWith("POST /v1/messages/count_tokens?beta=true HTTP/1.1\r\n", peer.Request, StringComparison.Ordinal);
        Assert.Contains("anthropic-version: 2026-10-21\r\n", peer.Request, StringComparison.Ordinal);
        Assert.Contains("x-api-key: sk-claude\r\n", peer.Request, StringComparison.Ordinal);
        Assert.Equal(Call("claude-sonnet-4-5"), peer.RequestBody);
        Assert.Equal("native", call.Caller.Headers["x-inworld-token-count"]);
        Assert.Equal("anthropic/claude-sonnet-4-5", call.Caller.Headers["x-inworld-model"]);
    }

    [Fact]
    public async Task C40_GeminiCounts_InAnthropicsWords()
    {
        var call = Post(Call("gemini/gemini-2.5-flash"));
        var peer = await _gemini.CalledAsync();
        await peer.AnswerAsync("""{"totalTokens":31}""");

        Assert.Equal("""{"input_tokens":31}""", await call.TextAsync());
        Assert.StartsWith("POST /v1beta/models/gemini-2.5-flash:countTokens HTTP/1.1\r\n", peer.Request, StringComparison.Ordinal);
        Assert.Equal("native", call.Caller.Headers["x-inworld-token-count"]);
    }

    // "never route to an upstream lacking it"
    [Fact]
    public async Task C40_WhereTheVendorHasNoCounter_TheRouterEstimates_AndAsksNobody()
    {
        var call = Post(Call("alpha/m", ",\"models\":[\"anthropic/claude-opus-5\"]"));

        Assert.Equal("""{"input_tokens":8}""", await call.TextAsync());
        Assert.Equal((200, "estimate"), (call.Status, (string?)call.Caller.Headers["x-inworld-token-count"]));
        Assert.False(_openAI.HasPending || _claude.HasPending);
        Assert.False(call.Caller.Headers.ContainsKey("x-inworld-attempts"));
    }

    [Theory]
    [InlineData(500, "api_error", "Internal server error")]
    [InlineData(401, "authentication_error", "invalid x-api-key")]
    [InlineData(404, "not_found_error", "Not Found")]
    public async Task C40_WhereItsCounterFails_TheRouterEstimates(int status, string type, string message)
    {
        var call = Post(Call("claude-opus-5"));
        await (await _claude.CalledAsync()).AnswerAsync(Error(type, message), status);

        Assert.Equal("""{"input_tokens":8}""", await call.TextAsync());
        Assert.Equal((200, "estimate", "1"), (call.Status, (string?)call.Caller.Headers["x-inworld-token-count"], (string?)call.Caller.Headers["x-inworld-attempts"]));
    }

    // The recorded 404 of a model that there is none of, and what else the caller alone can mend.
    [Theory]
    [InlineData(404, "not_found_error", "model: claude-does-not-exist")]
    [InlineData(400, "invalid_request_error", "messages.0.content: Input should be a valid string")]
    public async Task C40_TheCallersFault_IsToldInItsEnvelope(int status, string type, string message)
    {
        var call = Post(Call("anthropic/claude-does-not-exist"));
        await (await _claude.CalledAsync()).AnswerAsync(Error(type, message), status);
        var said = await call.JsonAsync();

        Assert.Equal((status, type, message), (call.Status, said["error"]!["type"]!.GetValue<string>(), said["error"]!["message"]!.GetValue<string>()));
        Assert.False(call.Caller.Headers.ContainsKey("x-inworld-token-count"));
    }

    [Fact]
    public async Task C40_ACounterThatFails_IsFollowedByTheNext()
    {
        var call = Post(Call("claude-opus-5", ",\"models\":[\"gemini/gemini-2.5-flash\"],\"fallback\":{\"ttft_timeout\":\"1s\"}"));
        await (await _claude.CalledAsync()).AnswerAsync(Error("api_error", "Internal server error"), 500);
        await (await _gemini.CalledAsync()).AnswerAsync("""{"totalTokens":31}""");

        Assert.Equal("""{"input_tokens":31}""", await call.TextAsync());
        Assert.Equal("2", call.Caller.Headers["x-inworld-attempts"]);
    }

    // "upon which the official client sends the whole history" (api.md 7)
    [Fact]
    public async Task AThread_IsRefusedHereAsWell()
    {
        var call = Post(Call("alpha/m", ",\"thread\":{\"id\":\"t\"}"));
        var said = await call.JsonAsync();

        Assert.Equal((400, "thread_unsupported_request"), (call.Status, said["error"]!["details"]!["error_code"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"model":"alpha/m","messages":[]}""", 400, "invalid_request_error")]
    [InlineData("""{"model":"nobody-serves-this","messages":[{"role":"user","content":"Hi"}]}""", 404, "not_found_error")]
    public async Task ACallThatIsNone_IsRefusedAsAnyOther(string body, int status, string type)
    {
        var call = Post(body);
        var said = await call.JsonAsync();

        Assert.Equal((status, type), (call.Status, said["error"]!["type"]!.GetValue<string>()));
    }

    [Fact]
    public async Task ACallerWithoutAKey_IsToldInItsEnvelope()
    {
        using var router = new TestRouter("""{ "providers": { "openai": { "apiKey": "sk" } }, "auth": { "keys": [ { "name": "a", "key": "k" } ] } }""", catalog: Catalog.BuiltIn);

        var call = router.Post(Call("openai/gpt-4o"), dialect: CallerDialect.Messages, isCount: true);
        var said = await call.JsonAsync();

        Assert.Equal((401, "authentication_error"), (call.Status, said["error"]!["type"]!.GetValue<string>()));
    }

    // A request as any other, of no tokens: the first uses up neither the minute's tokens nor the money.
    [Fact]
    public async Task ACount_UsesOneOfTheKeysRequests_AndNothingElse()
    {
        using var router = new TestRouter("""
            { "providers": { "openai": { "apiKey": "sk" } },
              "auth": { "keys": [ { "name": "a", "key": "k", "limits": { "requestsPerMinute": 2, "tokensPerMinute": 1, "budgetUsd": 0.000001 } } ] } }
            """, catalog: Catalog.BuiltIn);
        int[] statuses = [await StatusAsync(), await StatusAsync(), await StatusAsync()];

        Assert.Equal([200, 200, 429], statuses);

        async Task<int> StatusAsync() => (await router.Post(Call("openai/gpt-4o"), prepare: http => http.Request.Headers["x-api-key"] = "k", dialect: CallerDialect.Messages, isCount: true).EndAsync()).Status;
    }

    [Fact]
    public async Task ACount_HasItsOwnPlaceInTheMetrics_AndIsInTheLog()
    {
        await Post(Call("alpha/m")).EndAsync();
        var call = Post(Call("anthropic/claude-opus-5"));
        await (await _claude.CalledAsync()).AnswerAsync("""{"input_tokens":9}""");
        await call.EndAsync();

        Assert.Matches("endpoint=\"count_tokens\"[^\n]*} 2\n", _router.MetricsText());
        Assert.DoesNotMatch("ttft_seconds_count[^\n]*claude-opus-5[^\n]* [1-9]", _router.MetricsText());
        var log = System.Text.Encoding.UTF8.GetString(_router.Log.ToArray());
        Assert.Equal(2, log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"served_by\":\"anthropic/claude-opus-5\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain("prompt_tokens", log, StringComparison.Ordinal);
    }

    // "message_start.usage.input_tokens real (or best estimate)": OpenAI counts at the end.
    [Fact]
    public async Task C36_AStreamWhoseProviderCountsLate_BeginsWithTheEstimate()
    {
        var prose = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog. ", 40));
        var call = _router.Post($$$"""{"model":"alpha/m","max_tokens":5,"stream":true,"messages":[{"role":"user","content":"{{{prose}}}"}],"metadata":{"note":"{{{prose}}}"}}""", dialect: CallerDialect.Messages);
        var peer = await _openAI.CalledAsync();
        await peer.BeginStreamAsync();
        await peer.SendAsync(Say.Stream(Say.Role, Say.Text("Hi"), Say.Stop, Say.Done));
        peer.Finish();
        var events = await call.EventsAsync();

        var told = System.Text.Json.Nodes.JsonNode.Parse(events[0])!["message"]!["usage"]!["input_tokens"]!.GetValue<int>();
        Assert.InRange(told, 400 * 0.9, 400 * 1.1); // ten tokens a sentence
    }

    private static string Call(string model, string more = "") => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]{{more}}}""";

    private static string Error(string type, string message) => $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"req_1"}""";

    private TestCall Post(string body, Action<Microsoft.AspNetCore.Http.HttpContext>? prepare = null) => _router.Post(body, prepare: prepare, dialect: CallerDialect.Messages, isCount: true);
}

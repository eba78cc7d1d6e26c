// The journey of a Messages call: the caller's own bytes at Anthropic, its own dialect back from everybody.
using System.Text.Json.Nodes;
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Tests.DataPlane;

public sealed class MessagesDoorTests : IDisposable
{
    private const string Weird = """{ "max_tokens" : 1e2,"system":[{"type":"text","text":"x-anthropic-billing-header: a","cache_control":{"type":"ephemeral"}}],"model":"MODEL" , "unknown":{"a":1.0,"b":[ ]},"messages":[{"role":"user","content":"H\u0069"}],"stream":true}""";

    private readonly LoopbackServer _claude = new();
    private readonly LoopbackServer _gemini = new();
    private readonly LoopbackServer _openAI = new();
    private readonly TestRouter _router;

    public MessagesDoorTests() => _router = new TestRouter($$"""
        { "providers": {
            "anthropic": { "baseUrl": "{{_claude.Url}}", "apiKey": "sk-claude" },
            "alpha": { "dialect": "openai", "baseUrl": "{{_openAI.Url}}", "models": ["m"] },
            "gemini": { "dialect": "gemini", "baseUrl": "{{_gemini.Url}}", "models": ["gemini-2.5-flash"], "apiKey": "sk-gemini" } } }
        """, catalog: Catalog.BuiltIn);

    public void Dispose()
    {
        _router.Dispose();
        _claude.Dispose();
        _gemini.Dispose();
        _openAI.Dispose();
    }

    [Fact]
    public async Task C39_AnthropicGetsTheCallersBytesAndHeaders_ButForTheModel()
    {
        var call = Post(Weird.Replace("MODEL", "anthropic/claude-sonnet-4-5", StringComparison.Ordinal), http =>
        {
            http.Request.QueryString = new("?beta=true");
            http.Request.Headers["anthropic-version"] = "2026-10-21";
            http.Request.Headers["anthropic-beta"] = "claude-code-20250219,context-1m-2025-08-07";
            http.Request.Headers["x-api-key"] = "the-callers";
            http.Request.Headers.Cookie = "secret=1";
        });
        var peer = await _claude.CalledAsync();
        await peer.BeginStreamAsync();
        await peer.SendAsync(Stream("claude-sonnet-4-5-20250929"));
        peer.Finish();
        var text = await call.TextAsync();

        Assert.StartsWith("POST /v1/messages?beta=true HTTP/1.1\r\n", peer.Request, StringComparison.Ordinal);
        Assert.Contains("anthropic-version: 2026-10-21\r\n", peer.Request, StringComparison.Ordinal);
        Assert.Contains("anthropic-beta: claude-code-20250219,context-1m-2025-08-07\r\n", peer.Request, StringComparison.Ordinal);
        Assert.Contains("x-api-key: sk-claude\r\n", peer.Request, StringComparison.Ordinal);
        Assert.DoesNotContain("the-callers", peer.Request, StringComparison.Ordinal);
        Assert.DoesNotContain("secret=1", peer.Request, StringComparison.Ordinal);
        Assert.Equal(Weird.Replace("MODEL", "claude-sonnet-4-5", StringComparison.Ordinal), peer.RequestBody);
        var metadata = text[(text.IndexOf(",\"metadata\":", StringComparison.Ordinal) + 12)..text.IndexOf("}\n\nevent: message_stop", StringComparison.Ordinal)];
        Assert.Equal("anthropic/claude-sonnet-4-5", JsonNode.Parse(metadata)!["attempts"]![0]!["model"]!.GetValue<string>());
        Assert.Equal(Stream("anthropic/claude-sonnet-4-5"), text.Replace(",\"metadata\":" + metadata, "", StringComparison.Ordinal));
        Assert.Equal(call.Caller.Headers["x-request-id"], call.Caller.Headers["request-id"]);
    }

    [Theory]
    [InlineData("?x=1&beta=true", "?beta=true")]
    [InlineData("?beta=true&x=1", "?beta=true")]
    [InlineData("?beta=false", "")]
    [InlineData("", "")]
    public async Task C39_BetaIsSaid_WhereverItStoodInTheQuery(string query, string said)
    {
        var call = Post("""{"model":"claude-opus-5","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""", http => http.Request.QueryString = new(query));
        var peer = await _claude.CalledAsync();
        await peer.AnswerAsync(Error("invalid_request_error", "no"), 400);
        await call.EndAsync();

        Assert.StartsWith($"POST /v1/messages{said} HTTP/1.1\r\n", peer.Request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"role":"user","content":""}""")]
    [InlineData("""{"role":"user","content":[]}""")]
    public async Task ACallThatSaysNothing_IsRefused_BeforeAnybodyIsAsked(string message)
    {
        var call = Post($$"""{"model":"alpha/m","max_tokens":5,"messages":[{{message}}]}""");
        var said = await call.JsonAsync();

        Assert.Equal((400, "invalid_request_error"), (call.Status, said["error"]!["type"]!.GetValue<string>()));
        Assert.StartsWith("messages must say something", said["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "invalid_request_error", "messages: roles must alternate")]
    [InlineData(404, "not_found_error", "model: claude-opus-5")]
    [InlineData(413, "request_too_large", "Request exceeds the maximum size")]
    public async Task C38_ItsErrorIsTheCallers_WordForWord(int status, string type, string message)
    {
        var call = Post("""{"model":"claude-opus-5","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""");
        await (await _claude.CalledAsync()).AnswerAsync(Error(type, message), status);
        var said = await call.JsonAsync();

        Assert.Equal((status, type, message), (call.Status, said["error"]!["type"]!.GetValue<string>(), said["error"]!["message"]!.GetValue<string>()));
        Assert.Equal(call.Caller.Headers["request-id"], said["request_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task C38_ItsOverload_IsA529_AfterTheOneRetry()
    {
        var call = Post("""{"model":"claude-opus-5","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""");
        await (await _claude.CalledAsync()).AnswerAsync(Error("overloaded_error", "Overloaded"), 529);
        await _router.Time.WaitsAsync(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500));
        _router.Time.Advance(TimeSpan.FromMilliseconds(500));
        await (await _claude.CalledAsync()).AnswerAsync(Error("overloaded_error", "Overloaded"), 529);
        var said = await call.JsonAsync();

        Assert.Equal((529, "overloaded_error", "Overloaded"), (call.Status, said["error"]!["type"]!.GetValue<string>(), said["error"]!["message"]!.GetValue<string>()));
    }

    [Fact]
    public async Task C38_InTheMiddleOfAStream_AnErrorIsAnEventInItsEnvelope()
    {
        var call = Post("""{"model":"gemini/gemini-2.5-flash","max_tokens":5,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        var peer = await _gemini.CalledAsync();
        await peer.BeginStreamAsync();
        await peer.SendAsync("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}],\"role\":\"model\"},\"index\":0}]}\r\n\r\n");
        await call.Caller.ReadUntilAsync("Hel");
        peer.Finish();
        var text = await call.TextAsync();

        Assert.Contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACallerWithoutAKey_IsToldInItsEnvelope()
    {
        using var router = new TestRouter("""{ "providers": { "openai": { "apiKey": "sk" } }, "auth": { "keys": [ { "name": "a", "key": "k" } ] } }""", catalog: Catalog.BuiltIn);

        var call = router.Post("""{"model":"openai/gpt-4o","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""", dialect: CallerDialect.Messages);
        var said = await call.JsonAsync();

        Assert.Equal((401, "authentication_error"), (call.Status, said["error"]!["type"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GeminiAnswers_AreMessages(bool hurried)
    {
        // A JSON call that may not wait for its first token is streamed upstream, and put together.
        var call = Post($$"""{"model":"gemini/gemini-2.5-flash","max_tokens":50,{{(hurried ? "\"fallback\":{\"ttft_timeout\":\"1s\"},\"models\":[\"alpha/m\"]," : "")}}"messages":[{"role":"user","content":"Hi"}]}""");
        var peer = await _gemini.CalledAsync();
        const string Answer = """{"candidates":[{"content":{"parts":[{"text":"Hello"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3,"totalTokenCount":12}}""";
        if (hurried)
        {
            await peer.BeginStreamAsync();
            await peer.SendAsync($"data: {Answer}\r\n\r\n");
            peer.Finish();
        }
        else
        {
            await peer.AnswerAsync(Answer);
        }
        var said = await call.JsonAsync();

        Assert.Equal("""[{"type":"text","text":"Hello"}]""", said["content"]!.ToJsonString());
        Assert.Equal(("gemini/gemini-2.5-flash", "end_turn", 9), (said["model"]!.GetValue<string>(), said["stop_reason"]!.GetValue<string>(), said["usage"]!["input_tokens"]!.GetValue<int>()));
        Assert.True(said["metadata"]!["attempts"]![0]!["success"]!.GetValue<bool>());
    }

    private static string Error(string type, string message) => $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"req_1"}""";

    private TestCall Post(string body, Action<Microsoft.AspNetCore.Http.HttpContext>? prepare = null) => _router.Post(body, prepare: prepare, dialect: CallerDialect.Messages);

    private static string Stream(string model) =>
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"" + model + "\",\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}     }\n\n"
        + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"} }\n\n"
        + "event: ping\ndata: {\"type\": \"ping\"}\n\n"
        + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}   }\n\n"
        + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0 }\n\n"
        + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":2}}\n\n"
        + "event: message_stop\ndata: {\"type\":\"message_stop\"       }\n\n";
}

// A router with a provider of the Responses dialect, one of another, and two callers who know nothing of each other.
using System.Text.Json.Nodes;
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.DataPlane.Responses;
using InworldRouter.Providers.Dialects;
using Microsoft.AspNetCore.Http;

namespace InworldRouter.Tests.DataPlane.Responses;

internal sealed class ResponsesRouter : IDisposable
{
    public ResponsesRouter(IResponseStore? store = null, string more = "") => Router = new TestRouter($$"""
        { "providers": {
            "native": { "dialect": "openai-responses", "baseUrl": "{{Native.Url}}", "models": ["m"] },
            "claude": { "dialect": "anthropic", "baseUrl": "{{Claude.Url}}", "models": ["claude-sonnet-4-5"], "apiKey": "sk-claude" } },
          "auth": { "keys": [
            { "name": "dev", "key": "k-dev", "permissions": ["inference"] },
            { "name": "other", "key": "k-other", "permissions": ["inference"] },
            { "name": "reader", "key": "k-reader", "permissions": ["routers.read"] } ] } {{more}} }
        """, catalog: Catalog.BuiltIn, responses: store);

    public LoopbackServer Native { get; } = new();

    public LoopbackServer Claude { get; } = new();

    public TestRouter Router { get; }

    /// <summary>A whole answer of the native provider.</summary>
    public static string Answer(string id, string text, string more = "") =>
        $$"""{"id":"{{id}}","object":"response","created_at":1,"status":"completed","error":null,"model":"m","output":[{{Message("msg_" + id, text)}}],"previous_response_id":null,"background":false{{more}},"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5} }""";

    public static string Message(string id, string text) =>
        $$"""{"id":"{{id}}", "type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"{{text}}","annotations":[]}]}""";

    public static string ClaudeAnswer(string text) =>
        $$"""{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":"{{text}}"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2} }""";

    public TestCall Post(string json, string key = "k-dev") => Router.Post(json, prepare: As(key), dialect: CallerDialect.Responses);

    public TestCall Ask(string method, string rest, string query = "", string key = "k-dev") => Router.Ask(method, rest, query, As(key));

    /// <summary>A call of the native provider's, to its end.</summary>
    public async Task<string> AnsweredAsync(string json, string answer, string key = "k-dev")
    {
        var call = Post(json, key);
        await (await Native.CalledAsync()).TellAsync(answer);
        var text = await call.TextAsync();
        Assert.Equal(200, call.Status);
        return text;
    }

    public async Task<JsonNode> FetchedAsync(string id) => await Ask("GET", id).JsonAsync();

    /// <summary>What a run in the background has come to, when it has.</summary>
    public async Task<JsonNode> EndedAsync(string id)
    {
        await Router.Runs.WhenIdleAsync().Soon();
        return await FetchedAsync(id);
    }

    public void Dispose()
    {
        Router.Dispose();
        Native.Dispose();
        Claude.Dispose();
    }

    private static Action<HttpContext> As(string key) => http => http.Request.Headers.Authorization = "Bearer " + key;
}

internal static class ResponsesPeer
{
    /// <summary>A whole answer, and the connection's end: the next call is another connection.</summary>
    public static Task TellAsync(this LoopbackPeer peer, string json, int status = 200) => peer.AnswerAsync(json, status, "Connection: close\r\n");
}

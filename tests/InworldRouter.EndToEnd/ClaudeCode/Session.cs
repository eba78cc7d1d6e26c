// A client that sends what Claude Code sends: its headers, its markers that move, its history grown turn by turn.
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;
using InworldRouter.Shared;

namespace InworldRouter.EndToEnd.ClaudeCode;

/// <summary>Written after providers.md D.5b and the recorded request of 2.1.222; its bodies are composed as text, so that a test can compare bytes.</summary>
/// <param name="isLegacyUser">Names its user as versions before 2.1 did.</param>
internal sealed class Session(NativeRouter router, string model, bool isLegacyUser)
{
    public const string Betas = "claude-code-20250219,interleaved-thinking-2025-05-14,redact-thinking-2026-02-12,thinking-token-count-2026-05-13,context-management-2025-06-27,prompt-caching-scope-2026-01-05,mid-conversation-system-2026-04-07,effort-2025-11-24";

    public const string Id = "ea811d1f-6b77-440d-8329-010d5505da9a";

    // Where a message's marker stands, if it is marked.
    private const string Marker = "§";

    private static readonly JsonSerializerOptions AsIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Headers =
    [
        "Accept: application/json",
        "User-Agent: claude-cli/2.1.222 (external, cli)",
        "x-app: cli",
        $"x-claude-code-session-id: {Id}",
        "x-stainless-arch: arm64", "x-stainless-lang: js", "x-stainless-os: MacOS", "x-stainless-package-version: 0.94.0", "x-stainless-retry-count: 0",
        "x-stainless-runtime: node", "x-stainless-runtime-version: v26.3.0", "x-stainless-timeout: 600",
        $"anthropic-beta: {Betas}",
        "anthropic-dangerous-direct-browser-access: true",
        "anthropic-version: 2023-06-01",
        "accept-encoding: gzip, deflate, br, zstd",
    ];

    private readonly List<string> _messages = [];

    /// <summary>The tools of every turn, as they are written in its bodies.</summary>
    public static string Tools { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ClaudeCode", "tools.json")).Trim();

    public static IReadOnlyList<string> ToolNames { get; } = [.. JsonNode.Parse(Tools)!.AsArray().Select(t => t!["name"]!.GetValue<string>())];

    /// <summary>Every body sent, as text.</summary>
    public List<string> Sent { get; } = [];

    private string User => JsonSerializer.Serialize(
        isLegacyUser
            ? $"user_{new string('c', 64)}_account__session_{Id}"
            : $$"""{"device_id":"{{new string('c', 64)}}","account_uuid":"","session_id":"{{Id}}"}""",
        AsIs);

    /// <summary>A block of text that is the last of its message: the one that is marked.</summary>
    public static string Last(string text) => $$"""{"type":"text","text":{{Quoted(text)}}{{Marker}}}""";

    public static string Text(string text) => $$"""{"type":"text","text":{{Quoted(text)}}}""";

    /// <param name="content">JSON.</param>
    public static string Result(JsonNode call, string content, bool isError = false, bool isLast = false) =>
        $$"""{"tool_use_id":{{call["id"]!.ToJsonString()}},"type":"tool_result","content":{{content}}{{(isError ? ",\"is_error\":true" : "")}}{{(isLast ? Marker : "")}}}""";

    public static string FromUser(params string[] blocks) => $$"""{"role":"user","content":[{{string.Join(',', blocks)}}]}""";

    /// <summary>One turn, streamed: these messages are added, and so is the answer.</summary>
    /// <returns>The message that the stream's events add up to.</returns>
    public async Task<JsonObject> SayAsync(params string[] messages)
    {
        _messages.AddRange(messages);
        var answer = await PostAsync("/v1/messages?beta=true", Body());
        Assert.StartsWith("text/event-stream", answer.Header("content-type"), StringComparison.Ordinal);
        var said = StrictMessages.Read(answer.Text);
        Assert.Equal(model, said["model"]!.GetValue<string>());
        _messages.Add($$"""{"role":"assistant","content":{{said["content"]!.ToJsonString(AsIs)}}}""");
        return said;
    }

    /// <summary>A side call, which is not streamed and not part of the conversation.</summary>
    /// <param name="members">JSON: all but the model and the user.</param>
    public async Task<JsonNode> AskAsideAsync(string sideModel, string members)
    {
        var answer = await PostAsync("/v1/messages?beta=true", $$$"""{"model":"{{{sideModel}}}",{{{members}}},"metadata":{"user_id":{{{User}}}}}""");
        Assert.Equal(sideModel, answer.Json["model"]!.GetValue<string>());
        return answer.Json;
    }

    /// <summary>What /context asks for: how many tokens the tools are.</summary>
    public async Task<int> CountAsync(string of) =>
        (await PostAsync("/v1/messages/count_tokens?beta=true", $$"""{"model":"{{of}}","messages":[{"role":"user","content":"foo"}],"tools":{{Tools}}}""")).Json["input_tokens"]!.GetValue<int>();

    public Task<RawAnswer> GetAsync(string path) => router.GetAsync(path, Headers);

    /// <returns>The status: there is nothing else.</returns>
    public async Task<int> HeadAsync(string path)
    {
        using var client = await RawClient.ConnectAsync(router.Address);
        await client.SendAsync(RouterCalls.Request("HEAD", path, [], Headers));
        await client.ReadHeadAsync();
        return client.Status;
    }

    public async Task<RawAnswer> PostAsync(string path, string body)
    {
        Sent.Add(body);
        var answer = await router.SendAsync(RouterCalls.Request("POST", path, Encoding.UTF8.GetBytes(body), Headers));
        Assert.True(answer.Status == 200, answer.ToString());
        return answer;
    }

    // The attribution differs from turn to turn, and the markers are on the last two of the user's messages.
    private string Body()
    {
        var marked = _messages.Index().Where(m => m.Item.Contains(Marker, StringComparison.Ordinal)).Select(m => m.Index).TakeLast(2).ToHashSet();
        var messages = _messages.Select((m, i) => m.Replace(Marker, marked.Contains(i) ? ""","cache_control":{"type":"ephemeral"}""" : "", StringComparison.Ordinal));
        return $$$"""
            {"model":"{{{model}}}","messages":[{{{string.Join(',', messages)}}}],"system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.222.a1b; cc_entrypoint=cli; cch={{{Sent.Count.ToString("x5", CultureInfo.InvariantCulture)}}};"},{"type":"text","text":"You are Claude Code, Anthropic's official CLI for Claude.","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"\nYou are an interactive agent.\n\n<env>\nWorking directory: /home/ü/project\n</env>","cache_control":{"type":"ephemeral","ttl":"1h","scope":"global"}}],"tools":{{{Tools}}},"metadata":{"user_id":{{{User}}}},"max_tokens":32000,"thinking":{"type":"adaptive"},"context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},"output_config":{"effort":"high"},"stream":true}
            """;
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, AsIs);
}

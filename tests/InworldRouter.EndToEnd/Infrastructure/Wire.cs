// OpenAI's wire forms, as providers send them and as callers ask for them.
using System.Text.Json.Nodes;

namespace InworldRouter.EndToEnd.Infrastructure;

internal static class Wire
{
    public const string UpstreamId = "chatcmpl-upstream";

    /// <summary>A request body; <paramref name="more"/> is further members, each with its comma before it.</summary>
    public static string Chat(string model, bool stream = false, string more = "") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]{{(stream ? ",\"stream\":true" : "")}}{{more}}}""";

    public const string WithUsage = ",\"stream_options\":{\"include_usage\":true}";

    public static string Role(string id = UpstreamId) => Chunk("""{"role":"assistant","content":"","refusal":null}""", id: id);

    public static string Content(string text, string id = UpstreamId) => Chunk($$"""{"content":{{Quoted(text)}}}""", id: id);

    public static string Finish(string reason = "stop", string id = UpstreamId) => Chunk("{}", reason, id);

    public static string Chunk(string delta, string? finish = null, string id = UpstreamId) =>
        $$"""{"id":"{{id}}","object":"chat.completion.chunk","created":1700000000,"model":"upstream-model","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}]}""";

    public static string Usage(int prompt = 7, int completion = 3, int cached = 0) =>
        $$"""{"id":"{{UpstreamId}}","object":"chat.completion.chunk","created":1700000000,"model":"upstream-model","choices":[],"usage":{{UsageObject(prompt, completion, cached)}}}""";

    public static string UsageObject(int prompt = 7, int completion = 3, int cached = 0) =>
        $$$"""{"prompt_tokens":{{{prompt}}},"completion_tokens":{{{completion}}},"total_tokens":{{{prompt + completion}}},"prompt_tokens_details":{"cached_tokens":{{{cached}}}}}""";

    /// <summary>A whole answer.</summary>
    public static string Answer(string text, string finish = "stop") =>
        $$"""{"id":"{{UpstreamId}}","object":"chat.completion","created":1700000000,"model":"upstream-model","choices":[{"index":0,"message":{"role":"assistant","content":{{Quoted(text)}},"refusal":null},"logprobs":null,"finish_reason":"{{finish}}"}],"usage":{{UsageObject()}}}""";

    /// <summary>The whole stream of a short answer, as OpenAI sends it.</summary>
    public static string[] Stream(params string[] texts) => [Role(), .. texts.Select(t => Content(t)), Finish(), Usage()];

    /// <summary>Answers JSON calls and streams alike with that text.</summary>
    public static Func<UpstreamCall, Task> Says(string text) =>
        call => call.Json["stream"]?.GetValue<bool>() == true ? call.StreamAsync(Stream(text)) : call.AnswerAsync(200, Answer(text));

    /// <summary>An upstream that fails with a status.</summary>
    public static Func<UpstreamCall, Task> Fails(int status, string message = "it failed", params string[] headers) =>
        call => call.ErrorAsync(status, message, headers: headers);

    // Providers send text as it is; every encoder of .NET would hide some of it behind escapes.
    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";

    /// <summary>The text of a whole answer.</summary>
    public static string TextOf(this RawAnswer answer)
    {
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Json["choices"]![0]!["message"]!["content"]!.GetValue<string>();
    }

    /// <summary>The chunks among a stream's data, [DONE] left out.</summary>
    public static List<JsonNode> Chunks(this IEnumerable<string> data) => [.. data.Where(d => d != "[DONE]").Select(d => JsonNode.Parse(d)!)];

    /// <summary>The text that a stream's chunks make.</summary>
    public static string TextOf(this IEnumerable<string> data) =>
        string.Concat(data.Chunks().SelectMany(c => c["choices"]?.AsArray() ?? []).Select(c => c!["delta"]?["content"]?.GetValue<string>()));

    /// <summary>The router's metadata, wherever in the stream it stands; exactly one chunk must have it.</summary>
    public static JsonNode MetadataOf(this IEnumerable<string> data) => Assert.Single(data.Chunks(), c => c["metadata"] is not null)["metadata"]!;

    /// <summary>The models of an answer's attempts with their outcome: <c>alpha/m:false beta/m:true</c>.</summary>
    public static string Attempts(JsonNode metadata) =>
        string.Join(' ', metadata["attempts"]!.AsArray().Select(a => $"{a!["model"]!.GetValue<string>()}:{(a["success"]!.GetValue<bool>() ? "true" : "false")}"));
}

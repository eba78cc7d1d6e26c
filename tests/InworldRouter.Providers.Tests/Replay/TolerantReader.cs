// Reads a provider's own bytes, whatever its habits, into what they say: the other side of every comparison.
using System.Text;
using System.Text.Json.Nodes;

namespace InworldRouter.Providers.Tests.Replay;

/// <summary>Written for the recordings, from providers.md alone: it shares nothing with the code that it checks.</summary>
internal static class TolerantReader
{
    public static ReadAnswer Stream(byte[] upstream)
    {
        var answer = new ReadAnswer();
        foreach (var line in Encoding.UTF8.GetString(upstream).Split('\n'))
        {
            var data = line.Trim('\r', ' ');
            if (!data.StartsWith("data:", StringComparison.Ordinal) || data.EndsWith("[DONE]", StringComparison.Ordinal))
                continue;
            Take(JsonNode.Parse(data[5..])!, "delta", answer);
        }
        return answer;
    }

    public static ReadAnswer Whole(byte[] upstream)
    {
        var answer = new ReadAnswer();
        Take(JsonNode.Parse(upstream)!, "message", answer);
        return answer;
    }

    private static void Take(JsonNode json, string message, ReadAnswer answer)
    {
        if ((json["usage"] as JsonObject ?? json["x_groq"]?["usage"]) is { } usage)
            answer.Usage = Corrected(ReadAnswer.UsageOf(usage));
        foreach (var element in json["choices"]?.AsArray() ?? [])
        {
            if (element![message] is not JsonObject said)
                continue;
            var choice = answer[element["index"]?.GetValue<int>() ?? 0];
            TakeContent(said["content"], choice);
            choice.Reasoning += Text(said["reasoning_content"]) + Text(said["reasoning"]);
            choice.Refusal += Text(said["refusal"]);
            choice.Annotations.AddRange((said["annotations"]?.AsArray() ?? []).Select(a => a!.ToJsonString()));
            choice.Details.AddRange((said["reasoning_details"]?.AsArray() ?? []).Select(d => d!.ToJsonString()));
            foreach (var piece in said["tool_calls"]?.AsArray() ?? [])
                TakePiece(piece!, choice);
            choice.Finish ??= Text(element["finish_reason"]) is { Length: > 0 } finish ? finish : null;
        }
    }

    // Mistral: [{"type":"thinking","thinking":[{"type":"text","text":…}]},{"type":"text","text":…}]
    private static void TakeContent(JsonNode? content, ReadChoice choice)
    {
        if (content is not JsonArray parts)
        {
            choice.Text += Text(content);
            return;
        }
        foreach (var part in parts)
        {
            choice.Text += Text(part!["text"]);
            foreach (var thought in part["thinking"]?.AsArray() ?? [])
                choice.Reasoning += Text(thought!["text"]);
        }
    }

    private static void TakePiece(JsonNode piece, ReadChoice choice)
    {
        var id = Text(piece["id"]);
        var index = piece["index"]?.GetValue<int>() ?? choice.Calls.Count;
        while (choice.Calls.Count <= index)
            choice.Calls.Add(new ReadCall());
        var call = choice.Calls[index];
        if (id.Length > 0)
            call.Id = id;
        call.Name += Text(piece["function"]?["name"]);
        call.Arguments += Text(piece["function"]?["arguments"]);
    }

    // xAI: "completion_tokens excludes reasoning_tokens (307+26 → total 560) → add them"
    private static long?[] Corrected(long?[] usage)
    {
        if (usage[4] > 0 && usage[0] + usage[1] + usage[4] == usage[2])
            usage[1] += usage[4];
        return usage;
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}

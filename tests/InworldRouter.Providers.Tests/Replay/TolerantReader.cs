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
            answer.Usage = Corrected(ReadAnswer.UsageOf(usage), usage);
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
            choice.Finish ??= Text(element["finish_reason"]) switch { "" => null, "model_length" => "length", "eos" => "stop", var finish => finish };
            TakeSources(said["executed_tools"], choice);
            TakeSources(said["content"], choice);
            TakeSources(json["search_results"], choice);
            TakeSources(json["citations"], choice);
        }
    }

    // "dedupe by url; when only source lists exist (Groq, xAI) emit annotations without offsets" (providers.md F.4)
    private static void TakeSources(JsonNode? list, ReadChoice choice)
    {
        foreach (var source in list as JsonArray ?? [])
        {
            if (source is JsonObject tool && (tool["search_results"]?["results"] is { } results))
            {
                TakeSources(results, choice);
                continue;
            }
            var url = source is JsonObject ? Text(source["url"]) : Text(source);
            if (url.Length == 0 || choice.Annotations.Exists(a => Text(JsonNode.Parse(a)!["url_citation"]!["url"]) == url))
                continue;
            var citation = new JsonObject { ["url"] = url, ["title"] = source is JsonObject ? Text(source["title"]) : url };
            if (source is JsonObject && Text(source["content"]) is { Length: > 0 } content)
                citation["content"] = content;
            choice.Annotations.Add(new JsonObject { ["type"] = "url_citation", ["url_citation"] = citation }.ToJsonString());
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
    private static long?[] Corrected(long?[] usage, JsonNode said)
    {
        usage[3] ??= said["cached_tokens"]?.GetValue<long>(); // Together: "cached_tokens flat"
        if (usage[4] > 0 && usage[0] + usage[1] + usage[4] == usage[2])
            usage[1] += usage[4];
        return usage;
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}

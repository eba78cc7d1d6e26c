// Reads Anthropic's own bytes as its client library adds them up: the other side of every comparison.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.Anthropic;

/// <summary>Written from providers.md B and D.2 alone: it shares nothing with the code that it checks.</summary>
internal static class AnthropicSays
{
    public static ReadAnswer Stream(byte[] upstream)
    {
        var message = new JsonObject { ["content"] = new JsonArray(), ["usage"] = new JsonObject() };
        foreach (var line in Encoding.UTF8.GetString(upstream).Split('\n'))
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
                Accumulate(message, JsonNode.Parse(line[5..])!);
        }
        foreach (var block in message["content"]!.AsArray())
        {
            if (block!["pieces"] is { } pieces)
                block["input"] = JsonNode.Parse(pieces.GetValue<string>() is { Length: > 0 } text ? text : "{}");
        }
        return Of(message);
    }

    public static ReadAnswer Whole(byte[] upstream) => Of(JsonNode.Parse(upstream)!);

    private static void Accumulate(JsonNode message, JsonNode said)
    {
        switch (said["type"]!.GetValue<string>())
        {
            case "message_start":
                Merge(message["usage"]!.AsObject(), said["message"]!["usage"]!);
                break;
            case "content_block_start":
                message["content"]!.AsArray().Add(said["content_block"]!.DeepClone());
                break;
            case "content_block_delta":
                Add(message["content"]![said["index"]!.GetValue<int>()]!.AsObject(), said["delta"]!);
                break;
            case "message_delta":
                foreach (var (name, value) in said["delta"]!.AsObject())
                    message[name] = value?.DeepClone();
                Merge(message["usage"]!.AsObject(), said["usage"]!);
                break;
        }
    }

    private static void Merge(JsonObject usage, JsonNode said)
    {
        foreach (var (name, value) in said.AsObject())
        {
            if (value is not null)
                usage[name] = value.DeepClone();
        }
    }

    private static void Add(JsonObject block, JsonNode delta)
    {
        var (field, value) = delta["type"]!.GetValue<string>() switch
        {
            "text_delta" => ("text", delta["text"]),
            "thinking_delta" => ("thinking", delta["thinking"]),
            "signature_delta" => ("signature", delta["signature"]),
            "input_json_delta" => ("pieces", delta["partial_json"]),
            _ => ("", null),
        };
        if (value is not null)
            block[field] = (block[field]?.GetValue<string>() ?? "") + value.GetValue<string>();
        else if (delta["citation"] is { } citation)
            (block["citations"] ??= new JsonArray()).AsArray().Add(citation.DeepClone());
    }

    private static ReadAnswer Of(JsonNode message)
    {
        var answer = new ReadAnswer();
        var choice = answer[0];
        foreach (var block in message["content"]!.AsArray())
        {
            switch (block!["type"]!.GetValue<string>())
            {
                case "text":
                    var start = Characters(choice.Text);
                    choice.Text += block["text"]!.GetValue<string>();
                    foreach (var citation in block["citations"]?.AsArray() ?? [])
                        choice.Annotations.Add(Annotation(citation!, start, Characters(choice.Text)));
                    break;
                case "thinking":
                    choice.Reasoning += block["thinking"]!.GetValue<string>();
                    choice.Details.Add($"text {block["thinking"]} signed {block["signature"]}");
                    break;
                case "redacted_thinking":
                    choice.Details.Add($"sealed {block["data"]}");
                    break;
                case "tool_use":
                    choice.Calls.Add(new ReadCall { Id = block["id"]!.GetValue<string>(), Name = block["name"]!.GetValue<string>(), Arguments = block["input"]!.ToJsonString() });
                    break;
            }
        }
        choice.Finish = message["stop_reason"]!.GetValue<string>() switch
        {
            "max_tokens" or "model_context_window_exceeded" => "length",
            "tool_use" => "tool_calls",
            "refusal" => "content_filter",
            _ => "stop",
        };
        choice.Refusal = message["stop_details"]?["explanation"]?.GetValue<string>() ?? "";
        var usage = message["usage"]!;
        long? cached = Count(usage["cache_read_input_tokens"]), written = Count(usage["cache_creation_input_tokens"]);
        var prompt = usage["input_tokens"]!.GetValue<long>() + (cached ?? 0) + (written ?? 0);
        var completion = usage["output_tokens"]!.GetValue<long>();
        answer.Usage = [prompt, completion, prompt + completion, cached, Count(usage["output_tokens_details"]?["thinking_tokens"])];
        return answer;
    }

    private static string Annotation(JsonNode citation, int start, int end)
    {
        var words = citation["cited_text"]!.GetValue<string>();
        var source = new JsonObject
        {
            ["url"] = citation["url"]?.GetValue<string>() ?? citation["source"]?.GetValue<string>() ?? $"document:{citation["document_index"]}",
            ["title"] = citation["title"]?.GetValue<string>() ?? citation["document_title"]?.GetValue<string>() ?? "",
        };
        // Some cite nothing in particular.
        if (words.Length > 0)
            source["content"] = words;
        source["start_index"] = start;
        source["end_index"] = end;
        return new JsonObject { ["type"] = "url_citation", ["url_citation"] = source }.ToJsonString();
    }

    private static int Characters(string text) => text.EnumerateRunes().Count();

    private static long? Count(JsonNode? node) => node?.GetValue<long>();
}

// Reads the Responses API's own bytes as OpenAI's client library adds them up: the other side of every comparison.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.Responses;

/// <summary>Written from providers.md A2 and G.3 alone: it shares nothing with the code that it checks.</summary>
internal static class ResponsesSay
{
    /// <summary>The items as they were when each was done (the last event repeats them, sealed anew), and the previews, which nothing repeats.</summary>
    public static ReadAnswer Stream(byte[] upstream)
    {
        var events = Encoding.UTF8.GetString(upstream).Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)).Select(l => JsonNode.Parse(l[5..])!).ToArray();
        var response = events[^1]["response"]!;
        var items = events.Where(e => e["type"]!.GetValue<string>() == "response.output_item.done").Select(e => e["item"]!.DeepClone()).ToArray();
        if (items.Length > 0)
            response["output"] = new JsonArray(items);
        var answer = Whole(response);
        // A library adds up the deltas, where there are any.
        if (Deltas(events, "response.output_text.delta") is { Length: > 0 } text)
            Assert.Equal(text, answer[0].Text);
        if (Deltas(events, "response.reasoning_summary_text.delta") is { Length: > 0 } summary)
            Assert.Equal(summary.Replace("\n\n", "", StringComparison.Ordinal), answer[0].Reasoning.Replace("\n\n", "", StringComparison.Ordinal));
        var previews = events.Where(e => e["type"]!.GetValue<string>() == "response.image_generation_call.partial_image");
        answer[0].Images.InsertRange(0, previews.Select(p => Image(p["partial_image_b64"]!, p["output_format"]!, 0, null, isPreview: true)));
        return answer;
    }

    public static ReadAnswer Whole(byte[] upstream) => Whole(JsonNode.Parse(upstream)!);

    public static string Image(JsonNode base64, JsonNode? format, int index, JsonNode? prompt, bool isPreview = false)
    {
        var image = new JsonObject
        {
            ["type"] = "image_url",
            ["image_url"] = new JsonObject { ["url"] = $"data:image/{format?.GetValue<string>() ?? "png"};base64,{base64.GetValue<string>()}" },
            ["index"] = index,
        };
        if (prompt is not null)
            image["revised_prompt"] = prompt.GetValue<string>();
        if (isPreview)
            image["partial"] = true;
        return image.ToJsonString();
    }

    private static string Deltas(JsonNode[] events, string type) => string.Concat(events.Where(e => e["type"]!.GetValue<string>() == type).Select(e => e["delta"]!.GetValue<string>()));

    private static ReadAnswer Whole(JsonNode response)
    {
        var answer = new ReadAnswer();
        var choice = answer[0];
        foreach (var item in response["output"]!.AsArray())
            Take(item!, choice);
        choice.Finish = response["incomplete_details"]?["reason"]?.GetValue<string>() switch
        {
            "max_output_tokens" => "length",
            "content_filter" => "content_filter",
            _ => choice.Calls.Count > 0 ? "tool_calls" : "stop",
        };
        var usage = response["usage"]!;
        answer.Usage =
        [
            Count(usage["input_tokens"]), Count(usage["output_tokens"]), Count(usage["total_tokens"]), Count(usage["input_tokens_details"]?["cached_tokens"]),
            Count(usage["output_tokens_details"]?["reasoning_tokens"]),
        ];
        return answer;
    }

    private static void Take(JsonNode item, ReadChoice choice)
    {
        switch (item["type"]!.GetValue<string>())
        {
            case "message":
                foreach (var part in item["content"]!.AsArray())
                {
                    var start = choice.Text.EnumerateRunes().Count();
                    choice.Text += part!["text"]?.GetValue<string>();
                    choice.Refusal += part["refusal"]?.GetValue<string>();
                    choice.Annotations.AddRange((part["annotations"]?.AsArray() ?? []).Select(a => Citation(a!, start)));
                }
                break;
            case "reasoning":
                var summary = string.Join("\n\n", item["summary"]!.AsArray().Select(s => s!["text"]!.GetValue<string>()));
                choice.Reasoning += summary;
                if (summary.Length > 0)
                    choice.Details.Add($"text {summary} signed ");
                if (item["encrypted_content"] is { } seal)
                    choice.Details.Add($"sealed {seal}");
                break;
            case "function_call" or "custom_tool_call":
                var isCustom = item["input"] is not null;
                choice.Calls.Add(new ReadCall { Id = item["call_id"]!.GetValue<string>(), Name = item["name"]!.GetValue<string>(), Arguments = item[isCustom ? "input" : "arguments"]!.GetValue<string>(), IsCustom = isCustom });
                break;
            case "image_generation_call":
                choice.Images.Add(Image(item["result"]!, item["output_format"], choice.Images.Count, item["revised_prompt"]));
                break;
        }
    }

    private static string Citation(JsonNode annotation, int start)
    {
        var citation = new JsonObject
        {
            ["url"] = annotation["url"]!.GetValue<string>(), ["title"] = annotation["title"]!.GetValue<string>(),
            ["start_index"] = start + annotation["start_index"]!.GetValue<int>(), ["end_index"] = start + annotation["end_index"]!.GetValue<int>(),
        };
        return new JsonObject { ["type"] = "url_citation", ["url_citation"] = citation }.ToJsonString();
    }

    private static long? Count(JsonNode? node) => node?.GetValue<long>();
}

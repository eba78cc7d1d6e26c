// Reads Gemini's own bytes as its client library adds them up: the other side of every comparison.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.Gemini;

/// <summary>Written from providers.md C and D.4 alone: it shares nothing with the code that it checks.</summary>
internal static class GeminiSays
{
    public static ReadAnswer Stream(byte[] upstream) => Of(Frames(upstream));

    public static ReadAnswer Whole(byte[] upstream) => Of([JsonNode.Parse(upstream)!]);

    public static IEnumerable<JsonNode> Frames(byte[] upstream) =>
        Encoding.UTF8.GetString(upstream).Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[5..])!);

    private static ReadAnswer Of(IEnumerable<JsonNode> frames)
    {
        var answer = new ReadAnswer();
        var choice = answer[0];
        JsonObject? pending = null;
        JsonNode? grounding = null;
        foreach (var frame in frames)
        {
            if (frame["usageMetadata"] is { } usage && usage["promptTokenCount"] is not null)
                answer.Usage = UsageOf(usage);
            var candidate = frame["candidates"]?[0];
            foreach (var part in candidate?["content"]?["parts"]?.AsArray() ?? [])
                Take(part!, choice, ref pending);
            if (candidate?["groundingMetadata"]?["groundingChunks"] is not null)
                grounding = candidate["groundingMetadata"];
            if (candidate?["finishReason"]?.GetValue<string>() is { } finish)
                choice.Finish = finish switch { "STOP" => choice.Calls.Count > 0 ? "tool_calls" : "stop", "MAX_TOKENS" => "length", _ => "content_filter" };
        }
        if (grounding is not null)
            choice.Annotations.AddRange(Annotations(grounding, choice.Text));
        return answer;
    }

    private static void Take(JsonNode part, ReadChoice choice, ref JsonObject? pending)
    {
        var signature = part["thoughtSignature"]?.GetValue<string>();
        if (part["text"]?.GetValue<string>() is { } text)
        {
            if (part["thought"]?.GetValue<bool>() == true)
                choice.Reasoning += text;
            else
                choice.Text += text;
        }
        if (signature is not null)
            choice.Details.Add($"sealed {signature}");
        if (part["functionCall"] is not JsonObject call)
            return;
        if (call["name"]?.GetValue<string>() is { } name)
        {
            choice.Calls.Add(new ReadCall { Id = call["id"]?.GetValue<string>() ?? "", Name = name, Arguments = (call["args"] ?? new JsonObject()).ToJsonString() });
            pending = new JsonObject();
        }
        foreach (var piece in call["partialArgs"]?.AsArray() ?? [])
            Put(pending!, piece!);
        if (call["willContinue"]?.GetValue<bool>() != true && call["args"] is null)
            choice.Calls[^1].Arguments = pending!.ToJsonString();
    }

    private static void Put(JsonNode root, JsonNode piece)
    {
        var steps = piece["jsonPath"]!.GetValue<string>().TrimStart('$').Replace("]", "", StringComparison.Ordinal).Split('.', '[').Skip(1).ToArray();
        var node = root;
        for (var i = 0; i < steps.Length - 1; i++)
        {
            var next = Child(node, steps[i]);
            if (next is null)
                Set(node, steps[i], next = int.TryParse(steps[i + 1], out _) ? new JsonArray() : new JsonObject());
            node = next;
        }
        var value = piece["stringValue"] is { } text ? JsonValue.Create((Child(node, steps[^1])?.GetValue<string>() ?? "") + text.GetValue<string>()) : (piece["numberValue"] ?? piece["boolValue"])!.DeepClone();
        Set(node, steps[^1], value);
    }

    private static JsonNode? Child(JsonNode node, string step) =>
        node is JsonArray array ? int.Parse(step, System.Globalization.CultureInfo.InvariantCulture) is var i && i < array.Count ? array[i] : null : node[step];

    private static void Set(JsonNode node, string step, JsonNode value)
    {
        if (node is not JsonArray array)
            node[step] = value;
        else if (int.Parse(step, System.Globalization.CultureInfo.InvariantCulture) is var i && i < array.Count)
            array[i] = value;
        else
            array.Add(value);
    }

    private static IEnumerable<string> Annotations(JsonNode grounding, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var support in grounding["groundingSupports"]!.AsArray())
        {
            var segment = support!["segment"]!;
            var start = segment["startIndex"]?.GetValue<int>() ?? 0;
            var end = segment["endIndex"]!.GetValue<int>();
            Assert.Equal(segment["text"]!.GetValue<string>(), Encoding.UTF8.GetString(bytes[start..end]));
            foreach (var index in support["groundingChunkIndices"]!.AsArray())
            {
                var source = grounding["groundingChunks"]![index!.GetValue<int>()]!["web"]!;
                yield return new JsonObject
                {
                    ["type"] = "url_citation",
                    ["url_citation"] = new JsonObject
                    {
                        ["url"] = source["uri"]!.DeepClone(),
                        ["title"] = source["title"]!.DeepClone(),
                        ["content"] = segment["text"]!.DeepClone(),
                        ["start_index"] = Characters(bytes[..start]),
                        ["end_index"] = Characters(bytes[..end]),
                    },
                }.ToJsonString();
            }
        }
    }

    private static int Characters(byte[] bytes) => Encoding.UTF8.GetString(bytes).EnumerateRunes().Count();

    private static long?[] UsageOf(JsonNode usage)
    {
        var prompt = Count(usage["promptTokenCount"]) + (Count(usage["toolUsePromptTokenCount"]) ?? 0);
        var completion = (Count(usage["candidatesTokenCount"]) ?? 0) + (Count(usage["thoughtsTokenCount"]) ?? 0);
        return [prompt, completion, prompt + completion, Count(usage["cachedContentTokenCount"]), Count(usage["thoughtsTokenCount"])];
    }

    private static long? Count(JsonNode? node) => node?.GetValue<long>();
}

// A Responses stream as OpenAI's own client library reads it: events in their order, added up to what the last one says.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InworldRouter.Shared;

/// <summary>
/// Written from openai-node's <c>ResponseAccumulator</c>, which throws where this asserts: indices without a gap, a part before its deltas, the right
/// kind of part. Stricter than it: the deltas and the last event must say the same.
/// </summary>
internal static class StrictResponses
{
    /// <returns>The response of the last event.</returns>
    public static JsonObject Read(string stream)
    {
        var events = Events(stream);
        Assert.Equal(["response.created", "response.in_progress"], events[..2].Select(TypeOf));
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(e => e["sequence_number"]!.GetValue<int>()));
        var output = new JsonArray();
        foreach (var said in events[2..^1])
            Apply(said, output);
        var last = events[^1]["response"]!.AsObject();
        Assert.Equal(TypeOf(events[^1]), $"response.{last["status"]}");
        Assert.True(JsonNode.DeepEquals(output, last["output"]), $"{output.ToJsonString()}\n{last["output"]!.ToJsonString()}");
        foreach (var early in events[..2])
            Assert.Equal(("in_progress", "[]", last["id"]!.ToString()), (early["response"]!["status"]!.ToString(), early["response"]!["output"]!.ToJsonString(), early["response"]!["id"]!.ToString()));
        return last;
    }

    /// <summary>Each event's data; its name must be its type.</summary>
    public static JsonObject[] Events(string stream)
    {
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
        return [.. stream[..^2].Split("\n\n").Select(e =>
        {
            var lines = e.Split('\n');
            Assert.Equal(2, lines.Length);
            using var once = JsonDocument.Parse(lines[1]["data: ".Length..], new JsonDocumentOptions { AllowDuplicateProperties = false });
            var data = JsonNode.Parse(lines[1]["data: ".Length..])!.AsObject();
            Assert.Equal($"event: {TypeOf(data)}", lines[0]);
            return data;
        })];
    }

    public static string TypeOf(JsonObject said) => said["type"]!.GetValue<string>();

    private static void Apply(JsonObject said, JsonArray output)
    {
        var place = said["output_index"]!.GetValue<int>();
        var type = TypeOf(said);
        if (type == "response.output_item.added")
        {
            Assert.Equal(output.Count, place);
            output.Add(said["item"]!.DeepClone());
            return;
        }
        var item = output[place]!.AsObject();
        if (type == "response.output_item.done")
        {
            Assert.Equal(item["id"]!.ToString(), said["item"]!["id"]!.ToString());
            AssertAddedUp(item, said["item"]!.AsObject());
            output[place] = said["item"]!.DeepClone();
            return;
        }
        Assert.Equal(item["id"]!.ToString(), said["item_id"]!.ToString());
        switch (type)
        {
            case "response.content_part.added" or "response.reasoning_summary_part.added":
                Assert.Equal(PartsOf(item).Count, IndexOf(said));
                PartsOf(item).Add(said["part"]!.DeepClone());
                break;
            case "response.content_part.done" or "response.reasoning_summary_part.done":
                AssertEqual(PartOf(item, said), said["part"]!);
                PartsOf(item)[IndexOf(said)] = said["part"]!.DeepClone();
                break;
            case "response.output_text.delta":
                Extend(PartOf(item, said), "output_text", "text", said);
                foreach (var logprob in said["logprobs"]!.AsArray())
                    PartOf(item, said)["logprobs"]!.AsArray().Add(logprob!.DeepClone());
                break;
            case "response.reasoning_summary_text.delta":
                Extend(PartOf(item, said), "summary_text", "text", said);
                break;
            case "response.refusal.delta":
                Extend(PartOf(item, said), "refusal", "refusal", said);
                break;
            case "response.output_text.done" or "response.reasoning_summary_text.done":
                Assert.Equal(PartOf(item, said)["text"]!.ToString(), said["text"]!.ToString());
                if (said["logprobs"] is { } weighed)
                    AssertEqual(PartOf(item, said)["logprobs"]!, weighed);
                break;
            case "response.refusal.done":
                Assert.Equal(PartOf(item, said)["refusal"]!.ToString(), said["refusal"]!.ToString());
                break;
            case "response.output_text.annotation.added":
                Assert.Equal(PartOf(item, said)["annotations"]!.AsArray().Count, said["annotation_index"]!.GetValue<int>());
                PartOf(item, said)["annotations"]!.AsArray().Add(said["annotation"]!.DeepClone());
                break;
            case "response.function_call_arguments.delta":
                Extend(item, "function_call", "arguments", said);
                break;
            case "response.custom_tool_call_input.delta":
                Extend(item, "custom_tool_call", "input", said);
                break;
            case "response.function_call_arguments.done":
                Assert.Equal(item["arguments"]!.ToString(), said["arguments"]!.ToString());
                break;
            case "response.custom_tool_call_input.done":
                Assert.Equal(item["input"]!.ToString(), said["input"]!.ToString());
                break;
            case "response.image_generation_call.in_progress" or "response.image_generation_call.generating" or "response.image_generation_call.completed"
                or "response.image_generation_call.partial_image":
                Assert.Equal("image_generation_call", item["type"]!.ToString());
                break;
            default:
                Assert.Fail($"an event that no client knows: {type}");
                break;
        }
    }

    // What only the end tells may be new; what was told before is what it was.
    private static void AssertAddedUp(JsonObject told, JsonObject done)
    {
        foreach (var (name, value) in told)
        {
            if (name != "status")
                AssertEqual(value!, done[name]!);
        }
    }

    private static JsonArray PartsOf(JsonObject item) => item[item["type"]!.ToString() == "reasoning" ? "summary" : "content"]!.AsArray();

    private static int IndexOf(JsonObject said) => (said["content_index"] ?? said["summary_index"])!.GetValue<int>();

    private static JsonObject PartOf(JsonObject item, JsonObject said)
    {
        // The open part is the last.
        Assert.Equal(PartsOf(item).Count - 1, IndexOf(said));
        return PartsOf(item)[IndexOf(said)]!.AsObject();
    }

    private static void Extend(JsonObject told, string type, string member, JsonObject said)
    {
        Assert.Equal(type, told["type"]!.ToString());
        told[member] = told[member]!.ToString() + said["delta"];
    }

    private static void AssertEqual(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected.ToJsonString()}\n{actual.ToJsonString()}");
}

// JSON as the strictest client reads it: no member twice, nothing behind the value, no member it has not heard of.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InworldRouter.Providers.Tests.Replay;

internal static class StrictJson
{
    // Members of an answer in OpenAI's reference and api.md 4.
    private static readonly string[] Top = ["id", "object", "created", "model", "choices", "usage", "metadata", "service_tier", "system_fingerprint", "moderation"];
    private static readonly string[] Choice = ["index", "delta", "message", "logprobs", "finish_reason"];
    private static readonly string[] Message =
    [
        "role", "content", "refusal", "reasoning_content", "reasoning_details", "tool_calls", "function_call", "images", "audio", "annotations",
    ];

    private static readonly string[] Usage = ["prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "completion_tokens_details"];
    private static readonly string[] Finishes = ["stop", "length", "tool_calls", "content_filter", "function_call"];

    public static JsonNode Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return JsonNode.Parse(json)!;
    }

    public static void AssertTop(JsonNode answer)
    {
        AssertOnly(answer, Top);
        Assert.Equal(Identity.Id, answer["id"]!.GetValue<string>());
        Assert.Equal(Identity.Created, answer["created"]!.GetValue<long>());
        Assert.Equal(Identity.Model, answer["model"]!.GetValue<string>());
        foreach (var choice in answer["choices"]!.AsArray())
        {
            AssertOnly(choice!, Choice);
            AssertOnly((choice!["delta"] ?? choice["message"])!, Message);
            if (choice["finish_reason"] is { } finish)
                Assert.Contains(finish.GetValue<string>(), Finishes);
        }
        if (answer["usage"] is { } usage)
        {
            AssertOnly(usage, Usage);
            Assert.Equal(usage["prompt_tokens"]!.GetValue<long>() + usage["completion_tokens"]!.GetValue<long>(), usage["total_tokens"]!.GetValue<long>());
        }
    }

    private static void AssertOnly(JsonNode node, string[] known) =>
        Assert.Empty(node.AsObject().Select(m => m.Key).Except(known));
}

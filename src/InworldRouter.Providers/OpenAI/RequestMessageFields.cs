// Where the members of a request's messages stand, and of the tool calls in them.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>A message of a request.</summary>
[JsonFields]
internal partial struct RequestMessageFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("role")] public JsonValue Role;
    [JsonField("content")] public JsonValue Content;
    [JsonField("name")] public JsonValue Name;
    [JsonField("cache_control")] public JsonValue CacheControl; // Anthropic's
    [JsonField("prefix")] public JsonValue Prefix; // Mistral's and DeepSeek's
    [JsonField("refusal")] public JsonValue Refusal;
    [JsonField("annotations")] public JsonValue Annotations;
    [JsonField("audio")] public JsonValue Audio;
    [JsonField("images")] public JsonValue Images;
    [JsonField("reasoning")] public JsonValue Reasoning;
    [JsonField("reasoning_content")] public JsonValue ReasoningContent;
    [JsonField("reasoning_details")] public JsonValue ReasoningDetails;
    [JsonField("tool_calls")] public JsonValue ToolCalls;
    [JsonField("tool_call_id")] public JsonValue ToolCallId;
}

/// <summary>One of its <c>tool_calls</c>.</summary>
[JsonFields]
internal partial struct RequestCallFields
{
    [JsonField("id")] public JsonValue Id;
    [JsonField("extra_content")] public JsonValue ExtraContent;
}

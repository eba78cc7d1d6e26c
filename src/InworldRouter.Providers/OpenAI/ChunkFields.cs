// Where the members of a chat-completion chunk, or of a whole answer, stand.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>A chunk or an answer; both have the same top level.</summary>
[JsonFields]
public partial struct ChunkFields
{
    [JsonField("id")] public JsonValue Id;
    [JsonField("object")] public JsonValue Object;
    [JsonField("created")] public JsonValue Created;
    [JsonField("model")] public JsonValue Model;
    [JsonField("choices")] public JsonValue Choices;
    [JsonField("usage")] public JsonValue Usage;
    [JsonField("x_groq")] public GroqFields Groq;
    [JsonField("error")] public JsonValue Error;
    [JsonField("metadata")] public JsonValue Metadata;
    [JsonField("prompt_filter_results")] public JsonValue PromptFilterResults;
    [JsonField("obfuscation")] public JsonValue Obfuscation;
}

/// <summary>Groq's <c>x_groq</c>: older stacks have the usage only here.</summary>
[JsonFields]
public partial struct GroqFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("usage")] public JsonValue Usage;
}

/// <summary>One of <c>choices</c>.</summary>
[JsonFields]
public partial struct ChoiceFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("index")] public JsonValue Index;
    [JsonField("delta")] public MessageFields Delta;
    [JsonField("message")] public MessageFields Message;
    [JsonField("finish_reason")] public JsonValue FinishReason;
    [JsonField("content_filter_results")] public JsonValue ContentFilterResults;
}

/// <summary>A <c>delta</c> or a <c>message</c>.</summary>
[JsonFields]
public partial struct MessageFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("role")] public JsonValue Role;
    [JsonField("content")] public JsonValue Content;
    [JsonField("reasoning_content")] public JsonValue ReasoningContent;
    [JsonField("reasoning")] public JsonValue Reasoning;
    [JsonField("reasoning_details")] public JsonValue ReasoningDetails;
    [JsonField("refusal")] public JsonValue Refusal;
    [JsonField("tool_calls")] public JsonValue ToolCalls;
    [JsonField("function_call")] public JsonValue FunctionCall;
    [JsonField("images")] public JsonValue Images;
    [JsonField("audio")] public JsonValue Audio;
    [JsonField("annotations")] public JsonValue Annotations;

    /// <summary>It says something: not only a role, not only empty strings.</summary>
    public readonly bool HasContent =>
        Content.IsNonEmptyString || Content.Kind == JsonKind.Array && Content.Length > 2
        || ReasoningContent.IsNonEmptyString || Reasoning.IsNonEmptyString || Refusal.IsNonEmptyString
        || ToolCalls.Kind == JsonKind.Array && ToolCalls.Length > 2
        || FunctionCall.Kind == JsonKind.Object
        || Images.Kind == JsonKind.Array && Images.Length > 2
        || Audio.Kind == JsonKind.Object && Audio.Length > 2;

    public readonly bool HasToolCalls => ToolCalls.Kind == JsonKind.Array && ToolCalls.Length > 2;
}

/// <summary><c>usage</c></summary>
[JsonFields]
public partial struct UsageFields
{
    [JsonField("prompt_tokens")] public JsonValue PromptTokens;
    [JsonField("completion_tokens")] public JsonValue CompletionTokens;
    [JsonField("total_tokens")] public JsonValue TotalTokens;
    [JsonField("prompt_tokens_details")] public PromptDetailFields PromptDetails;
    [JsonField("completion_tokens_details")] public CompletionDetailFields CompletionDetails;
    [JsonField("prompt_cache_hit_tokens")] public JsonValue DeepSeekCached;
    [JsonField("cached_tokens")] public JsonValue TogetherCached;
}

[JsonFields]
public partial struct PromptDetailFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("cached_tokens")] public JsonValue CachedTokens;
    [JsonField("cache_write_tokens")] public JsonValue CacheWriteTokens;
}

[JsonFields]
public partial struct CompletionDetailFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("reasoning_tokens")] public JsonValue ReasoningTokens;
}

// Where the members of a chat-completion chunk, or of a whole answer, stand.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>A chunk or an answer; both have the same top level. What is not named here is relayed as it is.</summary>
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

    // Lists of sources (see Sources): xAI's and Perplexity's.
    [JsonField("citations")] public JsonValue Citations;
    [JsonField("search_results")] public JsonValue SearchResults;

    // The vendors' own bookkeeping (providers.md E), nothing of the answer: it goes no further (C17).
    [JsonField("prompt_filter_results")] public JsonValue PromptFilterResults; // Azure
    [JsonField("obfuscation")] public JsonValue Obfuscation;                   // OpenAI's padding
    [JsonField("p")] public JsonValue Padding;                                 // Mistral's
    [JsonField("provider")] public JsonValue ServedBy;                         // OpenRouter
    [JsonField("time_info")] public JsonValue TimeInfo;                        // Cerebras
    [JsonField("prompt")] public JsonValue Prompt;                             // Together, always empty
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
    [JsonField("logprobs")] public JsonValue Logprobs;

    [JsonField("content_filter_results")] public JsonValue ContentFilterResults; // Azure
    [JsonField("content_filter_offsets")] public JsonValue ContentFilterOffsets;
    [JsonField("native_finish_reason")] public JsonValue NativeFinishReason;     // OpenRouter
    [JsonField("text")] public JsonValue Text;                                   // Together, beside the same text in the delta
    [JsonField("seed")] public JsonValue Seed;
    [JsonField("stop_reason")] public JsonValue StopReason;                      // vLLM
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
    [JsonField("executed_tools")] public JsonValue ExecutedTools; // Groq's list of sources

    [JsonField("name")] public JsonValue Name;        // DeepInfra
    [JsonField("channel")] public JsonValue Channel;  // Groq
    [JsonField("token_id")] public JsonValue TokenId; // Together
    [JsonField("index")] public JsonValue Index;      // some models behind Mistral

    /// <summary>It says something: not only a role, not only empty strings.</summary>
    public readonly bool HasContent =>
        Content.IsNonEmptyString || ReasoningContent.IsNonEmptyString || Reasoning.IsNonEmptyString || HasToolCalls
        || IsFilled(Content) || Refusal.IsNonEmptyString || IsFilled(Images) || IsFilled(Audio) || IsFilled(ReasoningDetails)
        || FunctionCall.Kind == JsonKind.Object;

    public readonly bool HasToolCalls => ToolCalls.Kind == JsonKind.Array && ToolCalls.Length > 2;

    private static bool IsFilled(in JsonValue value) => value.Kind is JsonKind.Array or JsonKind.Object && value.Length > 2;
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

// Where the members of a request stand, in whichever dialect: what the router reads, checks or edits. All else is only carried.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// Fields of <c>POST /v1/chat/completions</c>, OpenAI's own and the router's options; and those of the other two dialects that decide how a call is routed.
/// Most names are the same in all three, so that one scan serves them all.
/// </summary>
[JsonFields]
public partial struct ChatRequestFields
{
    /// <summary>The second occurrence of a repeated member: which one a provider would read is anybody's guess, so it is refused.</summary>
    [JsonField("*duplicate")] public JsonValue Duplicate;

    [JsonField("model")] public JsonValue Model;
    [JsonField("messages")] public JsonValue Messages;
    [JsonField("stream")] public JsonValue Stream;
    [JsonField("stream_options")] public StreamOptionsFields StreamOptions;
    [JsonField("max_tokens")] public JsonValue MaxTokens;
    [JsonField("max_completion_tokens")] public JsonValue MaxCompletionTokens;
    [JsonField("max_new_tokens")] public JsonValue MaxNewTokens;
    [JsonField("temperature")] public JsonValue Temperature;
    [JsonField("top_p")] public JsonValue TopP;
    [JsonField("top_k")] public JsonValue TopK; // Anthropic's, Gemini's and many servers'
    [JsonField("frequency_penalty")] public JsonValue FrequencyPenalty;
    [JsonField("presence_penalty")] public JsonValue PresencePenalty;
    [JsonField("repetition_penalty")] public JsonValue RepetitionPenalty;
    [JsonField("stop")] public JsonValue Stop;
    [JsonField("n")] public JsonValue N;
    [JsonField("seed")] public JsonValue Seed;
    [JsonField("logit_bias")] public JsonValue LogitBias;
    [JsonField("logprobs")] public JsonValue Logprobs;
    [JsonField("top_logprobs")] public JsonValue TopLogprobs;
    [JsonField("reasoning_effort")] public JsonValue ReasoningEffort;
    [JsonField("thinking")] public JsonValue Thinking; // Anthropic's own, and DeepSeek's
    [JsonField("response_format")] public JsonValue ResponseFormat;
    [JsonField("tools")] public JsonValue Tools;
    [JsonField("tool_choice")] public JsonValue ToolChoice;
    [JsonField("parallel_tool_calls")] public JsonValue ParallelToolCalls;
    [JsonField("functions")] public JsonValue Functions;        // OpenAI's older words for tools
    [JsonField("function_call")] public JsonValue FunctionCall; // and for tool_choice
    [JsonField("modalities")] public JsonValue Modalities;
    [JsonField("audio")] public JsonValue Audio;
    [JsonField("prediction")] public JsonValue Prediction;
    [JsonField("user")] public JsonValue User;
    [JsonField("store")] public JsonValue Store;
    [JsonField("service_tier")] public JsonValue ServiceTier;
    [JsonField("safety_identifier")] public JsonValue SafetyIdentifier;
    [JsonField("prompt_cache_key")] public JsonValue PromptCacheKey;
    [JsonField("prompt_cache_retention")] public JsonValue PromptCacheRetention;
    [JsonField("prompt_cache_options")] public JsonValue PromptCacheOptions;
    [JsonField("verbosity")] public JsonValue Verbosity;
    [JsonField("moderation")] public JsonValue Moderation;

    // Of Messages alone.
    [JsonField("system")] public JsonValue System;
    [JsonField("stop_sequences")] public JsonValue StopSequences;
    [JsonField("output_config")] public JsonValue OutputConfig;
    [JsonField("thread")] public JsonValue Thread;

    // Of Responses alone.
    [JsonField("input")] public JsonValue Input;
    [JsonField("instructions")] public JsonValue Instructions;
    [JsonField("max_output_tokens")] public JsonValue MaxOutputTokens;
    [JsonField("text")] public JsonValue Text;
    [JsonField("previous_response_id")] public JsonValue PreviousResponseId;
    [JsonField("background")] public JsonValue Background;

    // The router's own. None of these goes on, but for what a vendor defines itself: see OpenAIRequest.
    [JsonField("metadata")] public JsonValue Metadata;
    [JsonField("models")] public JsonValue Models;
    [JsonField("ignore")] public JsonValue Ignore;
    [JsonField("sort")] public JsonValue Sort;
    [JsonField("fallback")] public JsonValue Fallback;
    [JsonField("reasoning")] public JsonValue Reasoning;
    [JsonField("provider")] public JsonValue Provider;
    [JsonField("prompt_variables")] public JsonValue PromptVariables;
    [JsonField("web_search")] public JsonValue WebSearch;
    [JsonField("web_search_options")] public JsonValue WebSearchOptions;
    [JsonField("compression")] public JsonValue Compression;
    [JsonField("image_config")] public JsonValue ImageConfig;
    [JsonField("extra_body")] public ExtraBodyFields ExtraBody;

    /// <summary>Reads another object over these fields: a member that it has replaces what was known, all else stays.</summary>
    public void Overlay(ref JsonScanner scanner) => ReadObject(ref scanner, ref this, -1);
}

/// <summary><c>stream_options</c></summary>
[JsonFields]
public partial struct StreamOptionsFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("include_usage")] public JsonValue IncludeUsage;
    [JsonField("include_obfuscation")] public JsonValue IncludeObfuscation;
}

/// <summary>The router's options inside a literal <c>extra_body</c>, where they beat those at the root.</summary>
[JsonFields]
public partial struct ExtraBodyFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("metadata")] public JsonValue Metadata;
    [JsonField("models")] public JsonValue Models;
    [JsonField("ignore")] public JsonValue Ignore;
    [JsonField("sort")] public JsonValue Sort;
    [JsonField("fallback")] public JsonValue Fallback;
    [JsonField("reasoning")] public JsonValue Reasoning;
    [JsonField("provider")] public JsonValue Provider;
    [JsonField("prompt_variables")] public JsonValue PromptVariables;
    [JsonField("web_search")] public JsonValue WebSearch;
    [JsonField("web_search_options")] public JsonValue WebSearchOptions;
    [JsonField("compression")] public JsonValue Compression;
    [JsonField("image_config")] public JsonValue ImageConfig;
}

// Where the members of a Responses request stand: what the router reads, checks or edits. All else is only carried.
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>Fields of <c>POST /v1/responses</c> (providers.md A2), OpenAI's own and the router's options.</summary>
[JsonFields]
public partial struct ResponsesRequestFields
{
    /// <summary>The second occurrence of a repeated member: which one a provider would read is anybody's guess, so it is refused.</summary>
    [JsonField("*duplicate")] public JsonValue Duplicate;

    [JsonField("model")] public JsonValue Model;
    [JsonField("input")] public JsonValue Input;
    [JsonField("instructions")] public JsonValue Instructions;
    [JsonField("stream")] public JsonValue Stream;
    [JsonField("stream_options")] public JsonValue StreamOptions;
    [JsonField("max_output_tokens")] public JsonValue MaxOutputTokens;
    [JsonField("max_tool_calls")] public JsonValue MaxToolCalls;
    [JsonField("temperature")] public JsonValue Temperature;
    [JsonField("top_p")] public JsonValue TopP;
    [JsonField("top_logprobs")] public JsonValue TopLogprobs;
    [JsonField("tools")] public JsonValue Tools;
    [JsonField("tool_choice")] public JsonValue ToolChoice;
    [JsonField("parallel_tool_calls")] public JsonValue ParallelToolCalls;
    [JsonField("text")] public ResponsesTextFields Text;
    [JsonField("include")] public JsonValue Include;
    [JsonField("truncation")] public JsonValue Truncation;
    [JsonField("background")] public JsonValue Background;
    [JsonField("previous_response_id")] public JsonValue PreviousResponseId;
    [JsonField("conversation")] public JsonValue Conversation;
    [JsonField("prompt")] public JsonValue Prompt;
    [JsonField("user")] public JsonValue User;
    [JsonField("store")] public JsonValue Store;
    [JsonField("service_tier")] public JsonValue ServiceTier;
    [JsonField("safety_identifier")] public JsonValue SafetyIdentifier;
    [JsonField("prompt_cache_key")] public JsonValue PromptCacheKey;
    [JsonField("prompt_cache_retention")] public JsonValue PromptCacheRetention;
    [JsonField("prompt_cache_options")] public JsonValue PromptCacheOptions;

    // OpenAI's own, and the router's: strings go on, the rest is for conditions here; exclude and max_tokens of reasoning are the router's.
    [JsonField("metadata")] public JsonValue Metadata;
    [JsonField("reasoning")] public JsonValue Reasoning;

    // The router's own. None of these goes on.
    [JsonField("models")] public JsonValue Models;
    [JsonField("ignore")] public JsonValue Ignore;
    [JsonField("sort")] public JsonValue Sort;
    [JsonField("fallback")] public JsonValue Fallback;
    [JsonField("provider")] public JsonValue Provider;
    [JsonField("prompt_variables")] public JsonValue PromptVariables;
    [JsonField("web_search")] public JsonValue WebSearch;
    [JsonField("web_search_options")] public JsonValue WebSearchOptions;
    [JsonField("compression")] public JsonValue Compression;
    [JsonField("image_config")] public JsonValue ImageConfig;
    [JsonField("modalities")] public JsonValue Modalities;
    [JsonField("extra_body")] public ExtraBodyFields ExtraBody;

    // No words of this API's: what a named router says in chat's. They count where the call goes to another dialect.
    [JsonField("stop")] public JsonValue Stop;
    [JsonField("seed")] public JsonValue Seed;
    [JsonField("logit_bias")] public JsonValue LogitBias;
    [JsonField("frequency_penalty")] public JsonValue FrequencyPenalty;
    [JsonField("presence_penalty")] public JsonValue PresencePenalty;
    [JsonField("repetition_penalty")] public JsonValue RepetitionPenalty;

    /// <summary>Where the effective members stand: "on conflict the literal extra_body wins key by key" (api.md 3), but for what the call is.</summary>
    public void OverlayExtraBody(ReadOnlySpan<byte> body)
    {
        if (ExtraBody.Self.Kind != JsonKind.Object)
            return;
        var root = this;
        var scanner = new JsonScanner(body, ExtraBody.Self.Start);
        ReadObject(ref scanner, ref this, -1);
        (Model, Input, Stream, StreamOptions, PreviousResponseId, ExtraBody) = (root.Model, root.Input, root.Stream, root.StreamOptions, root.PreviousResponseId, root.ExtraBody);
    }
}

/// <summary><c>text</c></summary>
[JsonFields]
public partial struct ResponsesTextFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("format")] public ResponsesFormatFields Format;
    [JsonField("verbosity")] public JsonValue Verbosity;
}

/// <summary><c>text.format</c>: flat where a chat request has another object in <c>json_schema</c>.</summary>
[JsonFields]
public partial struct ResponsesFormatFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("name")] public JsonValue Name;
    [JsonField("description")] public JsonValue Description;
    [JsonField("schema")] public JsonValue Schema;
    [JsonField("strict")] public JsonValue Strict;
}

// Where the members of a Messages request stand: what the router reads, checks or edits. All else is only carried.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>Fields of <c>POST /v1/messages</c> (providers.md B.1).</summary>
[JsonFields]
public partial struct MessagesRequestFields
{
    /// <summary>The second occurrence of a repeated member: which one a provider would read is anybody's guess, so it is refused.</summary>
    [JsonField("*duplicate")] public JsonValue Duplicate;

    [JsonField("model")] public JsonValue Model;
    [JsonField("messages")] public JsonValue Messages;
    [JsonField("system")] public JsonValue System;
    [JsonField("max_tokens")] public JsonValue MaxTokens;
    [JsonField("stream")] public JsonValue Stream;
    [JsonField("temperature")] public JsonValue Temperature;
    [JsonField("top_p")] public JsonValue TopP;
    [JsonField("top_k")] public JsonValue TopK;
    [JsonField("stop_sequences")] public JsonValue StopSequences;
    [JsonField("tools")] public JsonValue Tools;
    [JsonField("tool_choice")] public MessagesToolChoiceFields ToolChoice;
    [JsonField("thinking")] public MessagesThinkingFields Thinking;
    [JsonField("output_config")] public OutputConfigFields OutputConfig;
    [JsonField("output_format")] public OutputFormatFields OutputFormat; // the beta's word for output_config.format
    [JsonField("metadata")] public MessagesMetadataFields Metadata;
    [JsonField("service_tier")] public JsonValue ServiceTier;
    [JsonField("cache_control")] public JsonValue CacheControl;
    [JsonField("anthropic_version")] public JsonValue AnthropicVersion; // a cloud's callers have it here (providers.md B.8)
    [JsonField("thread")] public JsonValue Thread;

    // No words of Anthropic's: the router's option, and what a named router says in OpenAI's. They count where the call goes to another dialect.
    [JsonField("reasoning")] public JsonValue Reasoning;
    [JsonField("frequency_penalty")] public JsonValue FrequencyPenalty;
    [JsonField("presence_penalty")] public JsonValue PresencePenalty;
    [JsonField("logit_bias")] public JsonValue LogitBias;
    [JsonField("seed")] public JsonValue Seed;
    [JsonField("extra_body")] public JsonValue ExtraBody;

    /// <summary>"On conflict the literal extra_body wins key by key" (api.md 3), but for what the call is.</summary>
    public void OverlayExtraBody(ReadOnlySpan<byte> body)
    {
        if (ExtraBody.Kind != JsonKind.Object)
            return;
        var root = this;
        var scanner = new JsonScanner(body, ExtraBody.Start);
        ReadObject(ref scanner, ref this, -1);
        (Model, Messages, System, Stream, Metadata) = (root.Model, root.Messages, root.System, root.Stream, root.Metadata);
    }
}

[JsonFields]
public partial struct MessagesToolChoiceFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("name")] public JsonValue Name;
    [JsonField("disable_parallel_tool_use")] public JsonValue DisableParallel;
}

[JsonFields]
public partial struct MessagesThinkingFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("budget_tokens")] public JsonValue BudgetTokens;
    [JsonField("display")] public JsonValue Display;
}

[JsonFields]
public partial struct OutputConfigFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("effort")] public JsonValue Effort;
    [JsonField("format")] public OutputFormatFields Format;
}

[JsonFields]
public partial struct OutputFormatFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("schema")] public JsonValue Schema;
}

[JsonFields]
public partial struct MessagesMetadataFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("user_id")] public JsonValue UserId;
}

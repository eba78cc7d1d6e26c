// A named router as it is written and stored: the canonical shape (api.md 5), spelled as it is served.
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InworldRouter.ControlPlane.Routers.Model;

/// <summary>
/// Null stands for "not said" everywhere. What makes a document valid is for the rules to say; the types only hold it. Nothing changes a document that
/// has been read; its members have setters because System.Text.Json boxes every value of one that has none, and ten thousand are read at a start.
/// </summary>
public sealed record RouterDocument
{
    [JsonPropertyName("name")] public string? Name { get; set; }
    [JsonPropertyName("displayName")] public string? DisplayName { get; set; }
    [JsonPropertyName("defaults")] public RouterDefaults? Defaults { get; set; }
    [JsonPropertyName("routes")] public IReadOnlyList<ConditionalRoute>? Routes { get; set; }
    [JsonPropertyName("defaultRoute")] public RouteDocument? DefaultRoute { get; set; }

    // From here on: the plain facade's own (PlainDocument.cs). The routes above already say what rules to webSearch ask for.
    [JsonPropertyName("description")] public string? Description { get; set; }
    [JsonPropertyName("rules")] public IReadOnlyList<PlainRule>? Rules { get; set; }
    [JsonPropertyName("defaultModel")] public string? DefaultModel { get; set; }
    [JsonPropertyName("cache")] public CacheDocument? Cache { get; set; }
    [JsonPropertyName("promptCompression")] public SwitchDocument? PromptCompression { get; set; }
    [JsonPropertyName("webSearch")] public SwitchDocument? WebSearch { get; set; }

    /// <summary>The name, as the plain facade calls it; read, never kept.</summary>
    [JsonPropertyName("id")] public string? Id { get; set; }
}

/// <summary>What holds for variants that say nothing themselves.</summary>
public sealed record RouterDefaults
{
    [JsonPropertyName("message_templates")] public IReadOnlyList<MessageTemplate>? MessageTemplates { get; set; }
    [JsonPropertyName("text_generation_config")] public GenerationConfig? GenerationConfig { get; set; }
}

public sealed record ConditionalRoute
{
    [JsonPropertyName("route")] public RouteDocument? Route { get; set; }
    [JsonPropertyName("condition")] public RouteCondition? Condition { get; set; }
}

public sealed record RouteCondition
{
    [JsonPropertyName("cel_expression")] public string? CelExpression { get; set; }
}

public sealed record RouteDocument
{
    [JsonPropertyName("route_id")] public string? RouteId { get; set; }
    [JsonPropertyName("variants")] public IReadOnlyList<WeightedVariant>? Variants { get; set; }
}

public sealed record WeightedVariant
{
    [JsonPropertyName("variant")] public VariantDocument? Variant { get; set; }

    /// <summary>Percent, 0 to 100, decimals allowed; those of a route sum to 100.</summary>
    [JsonPropertyName("weight")] public double? Weight { get; set; }
}

public sealed record VariantDocument
{
    [JsonPropertyName("variant_id")] public string? VariantId { get; set; }
    [JsonPropertyName("model_id")] public string? ModelId { get; set; }
    [JsonPropertyName("model_selection")] public ModelSelection? ModelSelection { get; set; }
    [JsonPropertyName("text_generation_config")] public GenerationConfig? GenerationConfig { get; set; }
    [JsonPropertyName("message_templates")] public IReadOnlyList<MessageTemplate>? MessageTemplates { get; set; }

    /// <summary><c>true</c>, <c>{}</c> or <c>{engine, max_results, max_steps}</c>, as in a request.</summary>
    [JsonPropertyName("web_search")] public JsonElement? WebSearch { get; set; }

    /// <summary>An object that goes on as it is.</summary>
    [JsonPropertyName("web_search_options")] public JsonElement? WebSearchOptions { get; set; }

    [JsonPropertyName("compression")] public CompressionDocument? Compression { get; set; }
    [JsonPropertyName("fallback")] public FallbackDocument? Fallback { get; set; }
}

public sealed record ModelSelection
{
    [JsonPropertyName("models")] public IReadOnlyList<string>? Models { get; set; }
    [JsonPropertyName("sort")] public IReadOnlyList<SortDocument>? Sort { get; set; }
    [JsonPropertyName("ignore")] public IReadOnlyList<string>? Ignore { get; set; }
    [JsonPropertyName("provider")] public ProviderDocument? Provider { get; set; }
}

/// <summary>The members of <see cref="VariantDocument.WebSearch"/> when it is an object.</summary>
public sealed record WebSearchDocument
{
    /// <summary><c>exa</c>, <c>google</c> or <c>native</c>.</summary>
    [JsonPropertyName("engine")] public string? Engine { get; set; }

    /// <summary>1 to 20.</summary>
    [JsonPropertyName("max_results")] public long? MaxResults { get; set; }

    /// <summary>1 to 5.</summary>
    [JsonPropertyName("max_steps")] public long? MaxSteps { get; set; }
}

/// <summary>The long spelling; the short one (<c>"price"</c>) is read too.</summary>
public sealed record SortDocument
{
    /// <summary><c>SORT_METRIC_PRICE</c> and so on.</summary>
    [JsonPropertyName("metric")] public string? Metric { get; set; }

    /// <summary><c>SORT_DIRECTION_ASCENDING</c>, <c>SORT_DIRECTION_DESCENDING</c>; unsaid or <c>_UNSPECIFIED</c> = the metric's usual one.</summary>
    [JsonPropertyName("direction")] public string? Direction { get; set; }
}

public sealed record ProviderDocument
{
    [JsonPropertyName("order")] public IReadOnlyList<string>? Order { get; set; }
    [JsonPropertyName("allow_fallbacks")] public bool? AllowFallbacks { get; set; }
}

/// <summary>Parameters for a request that does not give its own; ranges as in a request (api.md 3).</summary>
public sealed record GenerationConfig
{
    [JsonPropertyName("max_tokens")] public long? MaxTokens { get; set; }
    [JsonPropertyName("top_p")] public double? TopP { get; set; }
    [JsonPropertyName("temperature")] public double? Temperature { get; set; }
    [JsonPropertyName("repetition_penalty")] public double? RepetitionPenalty { get; set; }
    [JsonPropertyName("frequency_penalty")] public double? FrequencyPenalty { get; set; }
    [JsonPropertyName("presence_penalty")] public double? PresencePenalty { get; set; }
    [JsonPropertyName("stop_sequences")] public IReadOnlyList<string>? StopSequences { get; set; }
    [JsonPropertyName("seed")] public long? Seed { get; set; }
    [JsonPropertyName("logit_bias")] public IReadOnlyList<LogitBiasDocument>? LogitBias { get; set; }
    [JsonPropertyName("reasoning")] public ReasoningDocument? Reasoning { get; set; }
}

public sealed record LogitBiasDocument
{
    [JsonPropertyName("token_id")] public string? TokenId { get; set; }
    [JsonPropertyName("bias_value")] public double? BiasValue { get; set; }
}

public sealed record ReasoningDocument
{
    /// <summary>As in a request; <c>unspecified</c> = not said.</summary>
    [JsonPropertyName("effort")] public string? Effort { get; set; }
    [JsonPropertyName("max_tokens")] public long? MaxTokens { get; set; }
    [JsonPropertyName("exclude")] public bool? Exclude { get; set; }
}

/// <summary>A message that stands before the request's own; <c>{{name}}</c> in its texts is a prompt variable.</summary>
public sealed record MessageTemplate
{
    [JsonPropertyName("role")] public string? Role { get; set; }
    [JsonPropertyName("content")] public string? Content { get; set; }
    [JsonPropertyName("content_items")] public IReadOnlyList<ContentItem>? ContentItems { get; set; }
    [JsonPropertyName("tool_calls")] public IReadOnlyList<TemplateToolCall>? ToolCalls { get; set; }
    [JsonPropertyName("tool_call_id")] public string? ToolCallId { get; set; }
}

public sealed record ContentItem
{
    [JsonPropertyName("text")] public string? Text { get; set; }
}

public sealed record TemplateToolCall
{
    [JsonPropertyName("id")] public string? Id { get; set; }
    [JsonPropertyName("name")] public string? Name { get; set; }

    /// <summary>The arguments as JSON text.</summary>
    [JsonPropertyName("args")] public string? Args { get; set; }
}

public sealed record CompressionDocument
{
    /// <summary>0 to 1.</summary>
    [JsonPropertyName("aggressiveness")] public double? Aggressiveness { get; set; }
}

public sealed record FallbackDocument
{
    /// <summary>A duration of at least 300 ms.</summary>
    [JsonPropertyName("ttft_timeout")] public string? TtftTimeout { get; set; }
}

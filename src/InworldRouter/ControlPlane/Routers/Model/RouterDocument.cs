// A named router as it is written and stored: the canonical shape (api.md 5), spelled as it is served.
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InworldRouter.ControlPlane.Routers.Model;

/// <summary>Null stands for "not said" everywhere. What makes a document valid is for the rules to say; the types only hold it.</summary>
public sealed record RouterDocument
{
    [JsonPropertyName("name")] public string? Name { get; init; }
    [JsonPropertyName("displayName")] public string? DisplayName { get; init; }
    [JsonPropertyName("defaults")] public RouterDefaults? Defaults { get; init; }
    [JsonPropertyName("routes")] public IReadOnlyList<ConditionalRoute>? Routes { get; init; }
    [JsonPropertyName("defaultRoute")] public RouteDocument? DefaultRoute { get; init; }

    // From here on: the plain facade's own (PlainDocument.cs). The routes above already say what rules to webSearch ask for.
    [JsonPropertyName("description")] public string? Description { get; init; }
    [JsonPropertyName("rules")] public IReadOnlyList<PlainRule>? Rules { get; init; }
    [JsonPropertyName("defaultModel")] public string? DefaultModel { get; init; }
    [JsonPropertyName("cache")] public CacheDocument? Cache { get; init; }
    [JsonPropertyName("promptCompression")] public SwitchDocument? PromptCompression { get; init; }
    [JsonPropertyName("webSearch")] public SwitchDocument? WebSearch { get; init; }

    /// <summary>The name, as the plain facade calls it; read, never kept.</summary>
    [JsonPropertyName("id")] public string? Id { get; init; }
}

/// <summary>What holds for variants that say nothing themselves.</summary>
public sealed record RouterDefaults
{
    [JsonPropertyName("message_templates")] public IReadOnlyList<MessageTemplate>? MessageTemplates { get; init; }
    [JsonPropertyName("text_generation_config")] public GenerationConfig? GenerationConfig { get; init; }
}

public sealed record ConditionalRoute
{
    [JsonPropertyName("route")] public RouteDocument? Route { get; init; }
    [JsonPropertyName("condition")] public RouteCondition? Condition { get; init; }
}

public sealed record RouteCondition
{
    [JsonPropertyName("cel_expression")] public string? CelExpression { get; init; }
}

public sealed record RouteDocument
{
    [JsonPropertyName("route_id")] public string? RouteId { get; init; }
    [JsonPropertyName("variants")] public IReadOnlyList<WeightedVariant>? Variants { get; init; }
}

public sealed record WeightedVariant
{
    [JsonPropertyName("variant")] public VariantDocument? Variant { get; init; }

    /// <summary>Percent, 0 to 100, decimals allowed; those of a route sum to 100.</summary>
    [JsonPropertyName("weight")] public double? Weight { get; init; }
}

public sealed record VariantDocument
{
    [JsonPropertyName("variant_id")] public string? VariantId { get; init; }
    [JsonPropertyName("model_id")] public string? ModelId { get; init; }
    [JsonPropertyName("model_selection")] public ModelSelection? ModelSelection { get; init; }
    [JsonPropertyName("text_generation_config")] public GenerationConfig? GenerationConfig { get; init; }
    [JsonPropertyName("message_templates")] public IReadOnlyList<MessageTemplate>? MessageTemplates { get; init; }

    /// <summary><c>true</c>, <c>{}</c> or <c>{engine, max_results, max_steps}</c>, as in a request.</summary>
    [JsonPropertyName("web_search")] public JsonElement? WebSearch { get; init; }

    /// <summary>An object that goes on as it is.</summary>
    [JsonPropertyName("web_search_options")] public JsonElement? WebSearchOptions { get; init; }

    [JsonPropertyName("compression")] public CompressionDocument? Compression { get; init; }
    [JsonPropertyName("fallback")] public FallbackDocument? Fallback { get; init; }
}

public sealed record ModelSelection
{
    [JsonPropertyName("models")] public IReadOnlyList<string>? Models { get; init; }
    [JsonPropertyName("sort")] public IReadOnlyList<SortDocument>? Sort { get; init; }
    [JsonPropertyName("ignore")] public IReadOnlyList<string>? Ignore { get; init; }
    [JsonPropertyName("provider")] public ProviderDocument? Provider { get; init; }
}

/// <summary>The members of <see cref="VariantDocument.WebSearch"/> when it is an object.</summary>
public sealed record WebSearchDocument
{
    /// <summary><c>exa</c>, <c>google</c> or <c>native</c>.</summary>
    [JsonPropertyName("engine")] public string? Engine { get; init; }

    /// <summary>1 to 20.</summary>
    [JsonPropertyName("max_results")] public long? MaxResults { get; init; }

    /// <summary>1 to 5.</summary>
    [JsonPropertyName("max_steps")] public long? MaxSteps { get; init; }
}

/// <summary>The long spelling; the short one (<c>"price"</c>) is read too.</summary>
public sealed record SortDocument
{
    /// <summary><c>SORT_METRIC_PRICE</c> and so on.</summary>
    [JsonPropertyName("metric")] public string? Metric { get; init; }

    /// <summary><c>SORT_DIRECTION_ASCENDING</c>, <c>SORT_DIRECTION_DESCENDING</c>; unsaid or <c>_UNSPECIFIED</c> = the metric's usual one.</summary>
    [JsonPropertyName("direction")] public string? Direction { get; init; }
}

public sealed record ProviderDocument
{
    [JsonPropertyName("order")] public IReadOnlyList<string>? Order { get; init; }
    [JsonPropertyName("allow_fallbacks")] public bool? AllowFallbacks { get; init; }
}

/// <summary>Parameters for a request that does not give its own; ranges as in a request (api.md 3).</summary>
public sealed record GenerationConfig
{
    [JsonPropertyName("max_tokens")] public long? MaxTokens { get; init; }
    [JsonPropertyName("top_p")] public double? TopP { get; init; }
    [JsonPropertyName("temperature")] public double? Temperature { get; init; }
    [JsonPropertyName("repetition_penalty")] public double? RepetitionPenalty { get; init; }
    [JsonPropertyName("frequency_penalty")] public double? FrequencyPenalty { get; init; }
    [JsonPropertyName("presence_penalty")] public double? PresencePenalty { get; init; }
    [JsonPropertyName("stop_sequences")] public IReadOnlyList<string>? StopSequences { get; init; }
    [JsonPropertyName("seed")] public long? Seed { get; init; }
    [JsonPropertyName("logit_bias")] public IReadOnlyList<LogitBiasDocument>? LogitBias { get; init; }
    [JsonPropertyName("reasoning")] public ReasoningDocument? Reasoning { get; init; }
}

public sealed record LogitBiasDocument
{
    [JsonPropertyName("token_id")] public string? TokenId { get; init; }
    [JsonPropertyName("bias_value")] public double? BiasValue { get; init; }
}

public sealed record ReasoningDocument
{
    /// <summary>As in a request; <c>unspecified</c> = not said.</summary>
    [JsonPropertyName("effort")] public string? Effort { get; init; }
    [JsonPropertyName("max_tokens")] public long? MaxTokens { get; init; }
    [JsonPropertyName("exclude")] public bool? Exclude { get; init; }
}

/// <summary>A message that stands before the request's own; <c>{{name}}</c> in its texts is a prompt variable.</summary>
public sealed record MessageTemplate
{
    [JsonPropertyName("role")] public string? Role { get; init; }
    [JsonPropertyName("content")] public string? Content { get; init; }
    [JsonPropertyName("content_items")] public IReadOnlyList<ContentItem>? ContentItems { get; init; }
    [JsonPropertyName("tool_calls")] public IReadOnlyList<TemplateToolCall>? ToolCalls { get; init; }
    [JsonPropertyName("tool_call_id")] public string? ToolCallId { get; init; }
}

public sealed record ContentItem
{
    [JsonPropertyName("text")] public string? Text { get; init; }
}

public sealed record TemplateToolCall
{
    [JsonPropertyName("id")] public string? Id { get; init; }
    [JsonPropertyName("name")] public string? Name { get; init; }

    /// <summary>The arguments as JSON text.</summary>
    [JsonPropertyName("args")] public string? Args { get; init; }
}

public sealed record CompressionDocument
{
    /// <summary>0 to 1.</summary>
    [JsonPropertyName("aggressiveness")] public double? Aggressiveness { get; init; }
}

public sealed record FallbackDocument
{
    /// <summary>A duration of at least 300 ms.</summary>
    [JsonPropertyName("ttft_timeout")] public string? TtftTimeout { get; init; }
}

// Where the members of the router's option objects stand.
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Ingress;

/// <summary><c>provider</c></summary>
[JsonFields]
public partial struct ProviderOptionFields
{
    [JsonField("order")] public JsonValue Order;
    [JsonField("allow_fallbacks")] public JsonValue AllowFallbacks;
}

/// <summary><c>fallback</c></summary>
[JsonFields]
public partial struct FallbackOptionFields
{
    [JsonField("ttft_timeout")] public JsonValue TtftTimeout;
}

/// <summary><c>reasoning</c></summary>
[JsonFields]
public partial struct ReasoningOptionFields
{
    [JsonField("effort")] public JsonValue Effort;
    [JsonField("max_tokens")] public JsonValue MaxTokens;
    [JsonField("exclude")] public JsonValue Exclude;
}

/// <summary>One element of <c>logit_bias</c> in its array form.</summary>
[JsonFields]
public partial struct LogitBiasFields
{
    [JsonField("token_id")] public JsonValue TokenId;
    [JsonField("bias_value")] public JsonValue BiasValue;
}

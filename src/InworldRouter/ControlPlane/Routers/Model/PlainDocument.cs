// What the plain facade /v1/routers adds to a router (api.md 5, 10 "S0 rules"): kept as sent, mapped onto the canonical members.
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InworldRouter.ControlPlane.Routers.Model;

/// <summary>With a condition: a route. Else, with or without a weight: a variant of the default route.</summary>
public sealed record PlainRule
{
    /// <summary><c>"CEL"</c> or <c>{"cel_expression": "CEL"}</c>, echoed as it was sent.</summary>
    [JsonPropertyName("condition")] public JsonElement? Condition { get; set; }

    /// <summary>Left out: the router's defaultModel.</summary>
    [JsonPropertyName("model")] public string? Model { get; set; }

    /// <summary>Percent, among the rules of the same condition.</summary>
    [JsonPropertyName("weight")] public double? Weight { get; set; }

    [JsonPropertyName("provider")] public ProviderDocument? Provider { get; set; }
}

/// <summary>The exact response cache of a router.</summary>
public sealed record CacheDocument
{
    [JsonPropertyName("enabled")] public bool? Enabled { get; set; }
    [JsonPropertyName("ttlSeconds")] public long? TtlSeconds { get; set; }
}

/// <summary>Something that is on or off.</summary>
public sealed record SwitchDocument
{
    [JsonPropertyName("enabled")] public bool? Enabled { get; set; }
}

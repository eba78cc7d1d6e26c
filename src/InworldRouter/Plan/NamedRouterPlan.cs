// A named router, compiled: conditions ready to run, weights ready to pick from, templates and parameters as bytes.
using InworldRouter.DataPlane.Routing;

namespace InworldRouter.Plan;

/// <param name="Routes">In order; the first whose condition is true is taken.</param>
/// <param name="Default">For when none is; null = such a call is refused.</param>
public sealed record NamedRouterPlan(string Name, RoutePlan[] Routes, RoutePlan? Default);

public sealed class RoutePlan
{
    public required string Id { get; init; }

    /// <summary>Null = always.</summary>
    public required ConditionPlan? Condition { get; init; }

    public required VariantPlan[] Variants { get; init; }

    /// <summary>Weights summed up in order: entry i is the end of variant i's share of [0, 100). The last share that is not empty has no end.</summary>
    public required double[] Shares { get; init; }

    /// <summary><c>name + "\n" + route_id + "\n"</c> in UTF-8: what is hashed before the user (api.md 5).</summary>
    public required byte[] StickyPrefix { get; init; }
}

/// <summary>What a call becomes. Null and empty mean that the variant says nothing: the request's own word or the general default holds.</summary>
public sealed class VariantPlan
{
    public required string Id { get; init; }

    /// <summary>As <c>model</c> in a request: an id, a bare name or <c>auto</c>.</summary>
    public required string Model { get; init; }

    public string[]? Models { get; init; }

    public SortOrder Sort { get; init; }

    public string[]? Ignore { get; init; }

    public ProviderChoice? Provider { get; init; }

    public TimeSpan? TtftTimeout { get; init; }

    /// <summary><c>reasoning.exclude</c>, which is the router's own business and not sent on.</summary>
    public bool ExcludeReasoning { get; init; }

    /// <summary>Parameters for a request that does not give its own.</summary>
    public ParameterPlan[] Parameters { get; init; } = [];

    /// <summary>Messages that stand before the request's own.</summary>
    public PromptPlan? Prompt { get; init; }
}

/// <param name="Order">Empty = not given.</param>
public sealed record ProviderChoice(string[] Order, bool AllowFallbacks);

public enum ParameterKind : byte
{
    MaxTokens,
    TopP,
    Temperature,
    RepetitionPenalty,
    FrequencyPenalty,
    PresencePenalty,
    Stop,
    Seed,
    LogitBias,
    Reasoning,
    WebSearch,
    WebSearchOptions,
}

/// <param name="Member"><c>"name":value</c> as it is written into a request.</param>
public sealed record ParameterPlan(ParameterKind Kind, byte[] Member);

/// <summary>Messages as JSON text, joined by commas, with holes for variables.</summary>
/// <param name="Parts">Literal text, and the variable that follows it.</param>
public sealed record PromptPlan(PromptPart[] Parts);

/// <param name="Text">JSON text that is copied.</param>
/// <param name="Variable">The name, UTF-8, of the variable whose value comes next, inside of a JSON string; null = none.</param>
/// <param name="AsWritten">What stood in the template in the variable's place, escaped.</param>
/// <param name="InJson">The string is itself JSON (a tool call's arguments): a text is escaped for both.</param>
public readonly record struct PromptPart(byte[] Text, byte[]? Variable, byte[]? AsWritten, bool InJson);

// What is known about one model at one provider before it is ever called.
using System.Collections.Immutable;

namespace InworldRouter.Providers.Catalog;

/// <summary>One row of the built-in catalog: a model as one provider serves it. Null means that no source says.</summary>
public sealed record ModelFacts
{
    /// <summary>Provider and upstream name: <c>groq/openai/gpt-oss-120b</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The part of <see cref="Id"/> before the first slash.</summary>
    public required string ProviderId { get; init; }

    /// <summary>The name that the provider's API takes: the part of <see cref="Id"/> after the first slash.</summary>
    public required string UpstreamName { get; init; }

    /// <summary>The one bare name that this model has at all providers: <c>gpt-oss-120b</c>.</summary>
    public required string CanonicalName { get; init; }

    /// <summary>Bare names, lower case, that call this row; each names one model and stands once per provider. Empty: full id only.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Other full ids that mean this row.</summary>
    public ImmutableArray<string> IdAliases { get; init; } = [];

    /// <summary>Who made the model.</summary>
    public required string Creator { get; init; }

    /// <summary>First day of the month of release.</summary>
    public DateOnly Released { get; init; }

    /// <summary>Its end or rerouting is announced; it can still be called.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>The customer chooses the upstream's name (Azure deployments); the row only knows the model behind the usual one.</summary>
    public bool IsMappingOnly { get; init; }

    /// <summary>Tokens of prompt and answer together.</summary>
    public int? ContextTokens { get; init; }

    public int? MaxOutputTokens { get; init; }

    public ModelModalities Input { get; init; }

    public ModelModalities Output { get; init; }

    public ModelCapabilities Capabilities { get; init; }

    /// <summary>False for a model that nobody has described: it may be able to do more than <see cref="Capabilities"/> says.</summary>
    public bool HasKnownCapabilities { get; init; } = true;

    public ReasoningEfforts ReasoningEfforts { get; init; }

    public TokenPrice Price { get; init; }

    /// <summary>Ascending by <see cref="PriceTier.AboveInputTokens"/>; the last that the prompt exceeds prices the whole request.</summary>
    public ImmutableArray<PriceTier> PriceTiers { get; init; } = [];

    public ModelScores Scores { get; init; }

    public SpeedPrior Speed { get; init; }

    /// <summary>Tags of SOURCES.md, separated by spaces.</summary>
    public required string Sources { get; init; }
}

// What is known of a model from its name alone: the rules of the family it belongs to.
namespace InworldRouter.Providers.Catalog;

/// <summary>One row of families.json. Where <see cref="ModelFacts"/> say something of the same, they are of the model itself and win.</summary>
public sealed record ModelFamily
{
    /// <summary>A model whose name says nothing: no rule is known to hold for it.</summary>
    public static ModelFamily None { get; } = new() { Prefix = "" };

    /// <summary>What its names begin with; the first, where there are several.</summary>
    public required string Prefix { get; init; }

    public ModelTraits Traits { get; init; }

    /// <summary>The levels that its API takes; <c>Unknown</c> where the family <see cref="IsKnown"/>: it takes no such parameter.</summary>
    public ReasoningEfforts ReasoningEfforts { get; init; }

    /// <summary>Tokens of one answer, reasoning included.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Tokens that it can be told to think; null when it takes no such number.</summary>
    public ThinkingBudget? ThinkingBudget { get; init; }

    public bool IsKnown => Prefix.Length > 0;

    /// <summary>It can think before it answers.</summary>
    public bool Reasons => (Traits & (ModelTraits.AdaptiveThinking | ModelTraits.BudgetThinking | ModelTraits.LevelThinking
        | ModelTraits.ThinksByDefault | ModelTraits.AlwaysThinks | ModelTraits.ReasonsOnRequest)) != 0;

    /// <summary>All of <paramref name="traits"/> hold.</summary>
    public bool Has(ModelTraits traits) => (Traits & traits) == traits;
}

/// <summary>The least and the most tokens of thinking that can be asked for. Zero, where it turns thinking off, is not counted among them.</summary>
public readonly record struct ThinkingBudget(int Min, int Max);

// A row of the families' file, as plain values.
using InworldRouter.Generators.Incremental;

namespace InworldRouter.Generators.Models;

/// <summary>Tokens.</summary>
internal sealed record BudgetModel(int Min, int Max);

/// <summary>Flags are the names of the enum's members, in the order of the file. What is only for readers of the file (sources, notes) is not here.</summary>
internal sealed record FamilyRow(string Prefix, EquatableArray<string> OtherPrefixes) : ICatalogRow
{
    public EquatableArray<string> Traits { get; init; }

    public EquatableArray<string> ReasoningEfforts { get; init; }

    public int? MaxOutputTokens { get; init; }

    public BudgetModel? ThinkingBudget { get; init; }

    public string Title => Prefix;

    public IEnumerable<string> Names => [Prefix, .. OtherPrefixes];
}

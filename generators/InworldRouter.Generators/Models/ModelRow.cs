// A row of the model catalog's file, as plain values.
using InworldRouter.Generators.Incremental;

namespace InworldRouter.Generators.Models;

/// <summary>USD per million tokens; null is not known.</summary>
internal sealed record PriceModel(double? Input, double? Output, double? CacheRead, double? CacheWrite);

internal sealed record PriceTierModel(int AboveInputTokens, PriceModel Price);

/// <summary>Flags are the names of the enum's members, in the order of the file.</summary>
internal sealed record ModelRow(string Id, string CanonicalName, string Creator, int Year, int Month, string Sources) : ICatalogRow
{
    public EquatableArray<string> Aliases { get; init; }

    public EquatableArray<string> IdAliases { get; init; }

    public bool IsDeprecated { get; init; }

    public bool IsMappingOnly { get; init; }

    public int? ContextTokens { get; init; }

    public int? MaxOutputTokens { get; init; }

    public EquatableArray<string> Input { get; init; }

    public EquatableArray<string> Output { get; init; }

    public EquatableArray<string> Capabilities { get; init; }

    public EquatableArray<string> ReasoningEfforts { get; init; }

    public PriceModel? Price { get; init; }

    public EquatableArray<PriceTierModel> PriceTiers { get; init; }

    public double? Intelligence { get; init; }

    public double? Math { get; init; }

    public double? Coding { get; init; }

    public double? TtftMilliseconds { get; init; }

    public double? TokensPerSecond { get; init; }

    public string? SpeedBasis { get; init; }

    public string Title => Id;

    /// <summary>A full id stands once at all, a bare name once per provider.</summary>
    public IEnumerable<string> Names => [Id, .. IdAliases, .. Aliases.Select(alias => $"{alias} at {ProviderId}")];

    public string ProviderId => Id.Substring(0, Id.IndexOf('/'));

    public string UpstreamName => Id.Substring(Id.IndexOf('/') + 1);
}

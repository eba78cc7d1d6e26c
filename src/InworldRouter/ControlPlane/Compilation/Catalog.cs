// What is known before anything is configured: the providers with their dialects, and the models.
using System.Collections.Frozen;
using System.Collections.Immutable;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Providers;
using InworldRouter.Providers.Catalog;

namespace InworldRouter.ControlPlane.Compilation;

public sealed class Catalog(FrozenDictionary<string, Provider> providers, ImmutableArray<ModelFacts> models)
{
    /// <summary>The provider that stands for any server of the OpenAI dialect: no vendor's peculiarities.</summary>
    private const string AnyServer = "openai-compatible";

    /// <summary>What this program was built with.</summary>
    public static Catalog BuiltIn { get; } = new(ProviderCatalog.ById, ModelCatalog.All);

    public ImmutableArray<ModelFacts> Models => models;

    /// <summary>Providers that need nothing but a key (or an address), by id.</summary>
    public IEnumerable<KeyValuePair<string, Provider>> WellKnown => providers.Where(p => p.Key != AnyServer).OrderBy(p => p.Key, StringComparer.Ordinal);

    /// <summary>A vendor is known by name, though it may take an adapter that this version lacks.</summary>
    public bool Names(string providerId) => providers.ContainsKey(providerId) || models.Any(m => m.ProviderId == providerId);

    public Provider? ById(string providerId) => providers.GetValueOrDefault(providerId);

    /// <summary>What speaks to a provider: its own adapter, or the general one of the dialect that the configuration names.</summary>
    /// <returns>Null when there is none.</returns>
    public Provider? Adapter(string providerId, string? dialect)
    {
        if (dialect is null or DialectNames.OpenAI && providers.TryGetValue(providerId, out var own))
            return own;
        return dialect == DialectNames.OpenAI ? providers.GetValueOrDefault(AnyServer) ?? providers.GetValueOrDefault(DialectNames.OpenAI) : null;
    }
}

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

    /// <summary>OpenAI's other door, for any server that has it.</summary>
    private const string AnyResponsesServer = "openai-responses";

    /// <summary>What this program was built with.</summary>
    public static Catalog BuiltIn { get; } = new(ProviderCatalog.ById, ModelCatalog.All);

    public ImmutableArray<ModelFacts> Models => models;

    /// <summary>Providers that need nothing but a key (or an address), by id.</summary>
    public IEnumerable<KeyValuePair<string, Provider>> WellKnown => providers.Where(p => p.Key is not (AnyServer or AnyResponsesServer)).OrderBy(p => p.Key, StringComparer.Ordinal);

    /// <summary>A vendor is known by name, though it may take an adapter that this version lacks.</summary>
    public bool Names(string providerId) => providers.ContainsKey(providerId) || models.Any(m => m.ProviderId == providerId);

    /// <summary>The dialects that this version can speak to a server that is not well known.</summary>
    public IEnumerable<string> Dialects => DialectNames.All.Where(dialect => Adapter("", new ProviderConfig { Dialect = dialect }) is not null);

    public Provider? ById(string providerId) => providers.GetValueOrDefault(providerId);

    /// <summary>What speaks to a provider: its own adapter, or the general one of the dialect that the configuration names.</summary>
    /// <returns>Null when there is none.</returns>
    public Provider? Adapter(string providerId, ProviderConfig provider)
    {
        var dialect = provider.Dialect;
        if ((dialect is null || dialect == DialectOf(providerId)) && providers.TryGetValue(providerId, out var own))
            return own;
        return dialect switch
        {
            DialectNames.OpenAI => ById(AnyServer) ?? ById("openai"),
            DialectNames.OpenAIResponses => ById(AnyResponsesServer),
            DialectNames.Anthropic => ById("anthropic"),
            // Of Google's two doors the one that has projects, when there is anything of one.
            DialectNames.Gemini => ById(provider is { Project: null, Location: null, Credentials: null } ? "google-ai-studio" : "google-vertex"),
            _ => null,
        };
    }

    // What a well-known provider speaks by itself: "may be repeated on a well-known id" (configuration.md).
    private static string DialectOf(string providerId) => providerId switch
    {
        "anthropic" => DialectNames.Anthropic,
        "google-ai-studio" or "google-vertex" => DialectNames.Gemini,
        AnyResponsesServer => DialectNames.OpenAIResponses,
        _ => DialectNames.OpenAI,
    };
}

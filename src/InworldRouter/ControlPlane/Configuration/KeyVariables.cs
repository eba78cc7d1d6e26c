// The configuration without a file: every provider whose usual environment variable is set, or all of them on a simulator.
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.Providers;

namespace InworldRouter.ControlPlane.Configuration;

public static class KeyVariables
{
    /// <summary>Enables each well-known provider that the environment has a key for; with none, says how to go on.</summary>
    /// <param name="file">The file that was looked for.</param>
    public static RouterConfig? Read(Catalog catalog, string file, Func<string, string?> environment, ConfigProblems problems)
    {
        var providers = new Dictionary<string, ProviderConfig>(StringComparer.Ordinal);
        foreach (var (id, provider) in catalog.WellKnown)
        {
            if (provider.Defaults.IsCloud && ServiceAccountVariables.Read(environment) is { } account)
                providers.Add(id, account);
            // One that needs an address besides cannot be enabled by a key.
            if (provider.Defaults.BaseUrl is not null && provider.Defaults.KeyVariables.Select(environment).FirstOrDefault(v => !string.IsNullOrWhiteSpace(v)) is { } key)
                providers.Add(id, new ProviderConfig { ApiKey = key.Trim() });
        }
        if (providers.Count > 0)
            return new RouterConfig { Providers = providers };
        problems.Add(
            file,
            "there is no such file, and no environment variable holds the key of a provider",
            $"set one ({string.Join(", ", Variables(catalog))}), write the file, or try --demo");
        return null;
    }

    /// <summary>Every well-known provider, with the simulator in its place: its root for those whose own address is a root, <c>/v1</c> of it for all others.</summary>
    /// <param name="simulator">The simulator's root, without <c>/v1</c>.</param>
    public static RouterConfig Demo(Catalog catalog, Uri simulator) => new()
    {
        Providers = catalog.WellKnown.ToDictionary(
            p => p.Key,
            p => new ProviderConfig { ApiKey = "demo", BaseUrl = IsRoot(p.Value.Defaults) ? simulator : new Uri(simulator, "/v1") },
            StringComparer.Ordinal),
    };

    // "baseUrl includes /v1 for the OpenAI dialects and is the host's root for Anthropic and Gemini" (configuration.md).
    private static bool IsRoot(ProviderDefaults defaults) => defaults.IsCloud || defaults.BaseUrl is { AbsolutePath: "/" };

    private static IEnumerable<string> Variables(Catalog catalog) =>
        catalog.WellKnown.Where(p => p.Value.Defaults.BaseUrl is not null).Select(p => p.Value.Defaults.KeyVariables).Where(v => v.Length > 0).Select(v => v[0]);
}

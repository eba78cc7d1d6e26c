// Providers can be spoken to, reached and paid.
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Providers;

namespace InworldRouter.ControlPlane.Validation;

internal static class ProviderRules
{
    public static void Check(IReadOnlyDictionary<string, ProviderConfig>? providers, Catalog catalog, ConfigProblems problems)
    {
        if (providers is not { Count: > 0 })
        {
            problems.Add("providers", "there is no provider", "add one, such as \"openai\": { \"apiKey\": \"${OPENAI_API_KEY}\" }");
            return;
        }
        foreach (var (id, provider) in providers)
        {
            var path = SettingPath.Member("providers", id);
            if (!IsProviderId(id))
                problems.Add(path, "this id cannot stand before the slash of a model", "use lower-case letters, digits, \"-\", \"_\" and \".\"");
            else if (Adapter(id, provider, path, catalog, problems) is { } adapter)
            {
                CheckAccess(provider, adapter.Defaults, path, problems);
                CloudRules.Check(provider, adapter.Defaults, path, problems);
            }
            CheckKeys(provider, path, problems);
            for (var i = 0; i < provider.Models?.Count; i++)
            {
                if (provider.Models[i] is { } name && (name.Length == 0 || name.Any(char.IsControl)))
                    problems.Add(SettingPath.Element(path + ".models", i), "this is no name of a model", "write it as the provider spells it, without its id before it");
            }
        }
    }

    private static Provider? Adapter(string id, ProviderConfig provider, string path, Catalog catalog, ConfigProblems problems)
    {
        // A dialect that could not be read has been reported; what it would have led to is not known.
        if (problems.Contains(path + ".dialect"))
            return null;
        if (catalog.Adapter(id, provider) is { } adapter)
            return adapter;
        if (provider.Dialect is { } dialect)
            problems.Add(path + ".dialect", $"this version has no adapter for the dialect \"{dialect}\"", $"expected {string.Join(" or ", catalog.Dialects)}");
        else if (catalog.Names(id))
            problems.Add(path, "this version has no adapter for this provider's own dialect", $"remove it, or set dialect {DialectNames.OpenAI} and the baseUrl of its OpenAI-compatible API");
        else
        {
            var nearest = NearestName.Find(id, catalog.WellKnown.Select(p => p.Key));
            var hint = nearest is null ? "" : $" (or did you mean \"{nearest}\"?)";
            problems.Add(path + ".dialect", "this provider is not well known, so that its dialect must be set", $"set \"dialect\": \"{DialectNames.OpenAI}\" and its baseUrl{hint}");
        }
        return null;
    }

    private static void CheckAccess(ProviderConfig provider, ProviderDefaults defaults, string path, ConfigProblems problems)
    {
        if (provider.BaseUrl is null && defaults is { BaseUrl: null, IsCloud: false })
            problems.Add(path + ".baseUrl", "this provider has no address of its own", "set it, such as http://127.0.0.1:11434/v1");
        // A key that is set but empty is a provider switched off: ${GROQ_API_KEY:-}. A server of one's own may run without keys.
        if (defaults is { NeedsKey: true, IsCloud: false } && provider is { BaseUrl: null, ApiKey: null, ApiKeys: null })
            problems.Add(path + ".apiKey", "the provider has no key", $"set it{(defaults.KeyVariables is [var variable, ..] ? $", usually to ${{{variable}}}" : "")}");
    }

    private static void CheckKeys(ProviderConfig provider, string path, ConfigProblems problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        CheckKey(provider.ApiKey, path + ".apiKey");
        for (var i = 0; i < provider.ApiKeys?.Count; i++)
            CheckKey(provider.ApiKeys[i], SettingPath.Element(path + ".apiKeys", i));

        void CheckKey(string? key, string keyPath)
        {
            if (string.IsNullOrEmpty(key))
                return;
            if (!HeaderText.IsCredential(key))
                problems.Add(keyPath, "the key has spaces, line ends or other characters that no HTTP header can carry", "use visible ASCII characters only");
            else if (!seen.Add(key))
                problems.Add(keyPath, "the key is repeated", "keep one of them");
        }
    }

    private static bool IsProviderId(string id) =>
        id.Length > 0 && char.IsAsciiLetterOrDigit(id[0]) && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');
}

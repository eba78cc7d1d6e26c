// Providers as configured → providers as called: adapter, address, key header lines, times.
using System.Collections.Frozen;
using System.Text;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Plan;
using InworldRouter.Providers;

namespace InworldRouter.ControlPlane.Compilation;

internal static class ProviderCompiler
{
    /// <summary>The providers that can be called, in the configuration's order.</summary>
    public static ProviderPlan[] Compile(RouterConfig config, Catalog catalog, LiveState state)
    {
        var plans = new List<ProviderPlan>();
        foreach (var (id, provider) in config.Providers ?? new Dictionary<string, ProviderConfig>())
        {
            var adapter = catalog.Adapter(id, provider.Dialect) ?? throw new InvalidOperationException($"no adapter for {id}");
            string[] secrets = [.. Enumerable.Concat([provider.ApiKey], provider.ApiKeys ?? []).OfType<string>().Where(key => key.Length > 0)];
            // Switched off: its key is set, but to nothing.
            if (secrets.Length == 0 && provider.BaseUrl is null && adapter.Defaults.NeedsKey)
                continue;
            var baseUrl = WithoutEndSlash(provider.BaseUrl ?? adapter.Defaults.BaseUrl ?? throw new InvalidOperationException($"no address of {id}"));
            plans.Add(new ProviderPlan
            {
                Id = id,
                Dialect = adapter,
                BaseUrl = baseUrl,
                Endpoint = state.Endpoint(baseUrl),
                Keys = secrets.Length == 0
                    ? [new ApiKeyPlan([], state.Cooldown(KeyName(id, "")), "")]
                    : [.. secrets.Select(key => new ApiKeyPlan(HeaderLine(adapter.Defaults.Credential, key), state.Cooldown(KeyName(id, key)), key))],
                Timeouts = Timeouts(provider.Timeouts, config.Timeouts),
                MaxConcurrency = provider.MaxConcurrency ?? 0,
                Gauge = state.Gauge(id),
            });
        }
        return [.. plans];
    }

    /// <summary>Well-known providers that are not among <paramref name="plans"/> → what would enable them.</summary>
    public static FrozenDictionary<string, string> Missing(ProviderPlan[] plans, Catalog catalog) =>
        catalog.WellKnown
            .Where(known => !Array.Exists(plans, plan => plan.Id == known.Key))
            .ToFrozenDictionary(known => known.Key, known => Remedy(known.Key, known.Value.Defaults), StringComparer.Ordinal);

    private static string Remedy(string id, ProviderDefaults defaults)
    {
        var setting = defaults.BaseUrl is null ? $"providers.{id}.baseUrl" : $"providers.{id}.apiKey";
        if (defaults.BaseUrl is null && defaults.NeedsKey)
            setting += $" and providers.{id}.apiKey";
        return defaults.KeyVariables is [var variable, ..] ? $"{setting} (environment variable {variable})" : setting;
    }

    private static byte[] HeaderLine(CredentialStyle style, string key) => Encoding.ASCII.GetBytes(style switch
    {
        CredentialStyle.Bearer => $"Authorization: Bearer {key}\r\n",
        CredentialStyle.ApiKeyHeader => $"api-key: {key}\r\n",
        CredentialStyle.XApiKeyHeader => $"x-api-key: {key}\r\n",
        CredentialStyle.GoogleApiKeyHeader => $"x-goog-api-key: {key}\r\n",
        _ => throw new InvalidOperationException($"no header for {style}"),
    });

    // A reload must find a key's cooldown again without its name giving the key away: the hash is keyed by a secret of this process. (No
    // cryptographic one: its library alone would take milliseconds of the start.)
    private static string KeyName(string providerId, string key) => $"{providerId}#{string.GetHashCode(key):x8}";

    private static TimeoutsPlan Timeouts(TimeoutsConfig? own, RouterTimeoutsConfig? general) => new(
        own?.Connect ?? general?.Connect ?? TimeoutsPlan.Default.Connect,
        own?.FirstToken ?? general?.FirstToken ?? TimeoutsPlan.Default.FirstToken,
        own?.Idle ?? general?.Idle ?? TimeoutsPlan.Default.Idle,
        own?.Total ?? general?.Total ?? TimeoutsPlan.Default.Total);

    private static Uri WithoutEndSlash(Uri url) => url.AbsolutePath is [_, .., '/'] ? new Uri(url.AbsoluteUri.TrimEnd('/')) : url;
}

// Providers as configured → providers as called: adapter, address, key header lines, times.
using System.Collections.Frozen;
using System.Text;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.DataPlane.Credentials;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Credentials;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.ControlPlane.Compilation;

internal static class ProviderCompiler
{
    /// <summary>The providers that can be called, in the configuration's order.</summary>
    public static ProviderPlan[] Compile(RouterConfig config, Catalog catalog, LiveState state)
    {
        var plans = new List<ProviderPlan>();
        foreach (var (id, provider) in config.Providers ?? new Dictionary<string, ProviderConfig>())
        {
            var adapter = catalog.Adapter(id, provider) ?? throw new InvalidOperationException($"no adapter for {id}");
            string[] secrets = [.. Enumerable.Concat([provider.ApiKey], provider.ApiKeys ?? []).OfType<string>().Where(key => key.Length > 0)];
            var cloud = adapter.Defaults.IsCloud ? CloudSettings.Of(provider) : null;
            // Switched off: its key is set, but to nothing.
            if (secrets.Length == 0 && cloud?.Account is null && provider.BaseUrl is null && adapter.Defaults.NeedsKey)
                continue;
            var baseUrl = Configured(provider.BaseUrl, adapter.Defaults.RootSegments) ?? adapter.Defaults.BaseUrl ?? adapter.Defaults.BaseUrlFor?.Invoke(cloud!.Location)
                ?? throw new InvalidOperationException($"no address of {id}");
            plans.Add(new ProviderPlan
            {
                Id = id,
                Dialect = adapter,
                BaseUrl = baseUrl,
                Endpoint = state.Endpoint(baseUrl),
                Keys = secrets.Length == 0
                    ? [new ApiKeyPlan([], state.Cooldown(KeyName(id, "")), "") { Tokens = Tokens(cloud?.Account, provider, state) }]
                    : [.. secrets.Select(key => new ApiKeyPlan(HeaderLine(adapter.Defaults.Credential, key), state.Cooldown(KeyName(id, key)), key))],
                Account = cloud is { Project: { } project } ? new CloudAccount(project, cloud.Location) : null,
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
        if (defaults.IsCloud)
            return $"providers.{id}.credentials (environment variable {ServiceAccountVariables.File})";
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

    private static AccessTokens? Tokens(ServiceAccount? account, ProviderConfig provider, LiveState state) =>
        account is null ? null : state.AccessTokens(KeyName(account.ClientEmail, provider.Credentials!), account);

    // A reload must find a key's cooldown again without its name giving the key away: the hash is keyed by a secret of this process. (No
    // cryptographic one: its library alone would take milliseconds of the start.)
    private static string KeyName(string providerId, string key) => $"{providerId}#{string.GetHashCode(key):x8}";

    private static TimeoutsPlan Timeouts(TimeoutsConfig? own, RouterTimeoutsConfig? general) => new(
        own?.Connect ?? general?.Connect ?? TimeoutsPlan.Default.Connect,
        own?.FirstToken ?? general?.FirstToken ?? TimeoutsPlan.Default.FirstToken,
        own?.Idle ?? general?.Idle ?? TimeoutsPlan.Default.Idle,
        own?.Total ?? general?.Total ?? TimeoutsPlan.Default.Total);

    // "baseUrl … is the host's root for Anthropic and Gemini (a trailing /v1, /v1beta is tolerated there)" (configuration.md).
    private static Uri? Configured(Uri? url, string[] rootSegments)
    {
        if (url is null)
            return null;
        var address = url.AbsoluteUri.TrimEnd('/');
        var version = rootSegments.FirstOrDefault(segment => url.AbsolutePath.TrimEnd('/').EndsWith('/' + segment, StringComparison.Ordinal));
        return new Uri(version is null ? address : address[..^(version.Length + 1)]);
    }
}

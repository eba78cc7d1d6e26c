// Turns a checked configuration into the plan that calls are served by.
using System.Collections.Frozen;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Compilation;

/// <summary>Compiles what <see cref="Validation.ConfigRules"/> had nothing against; anything else is a bug and throws.</summary>
public sealed class PlanCompiler(Catalog catalog, LiveState state)
{
    private const long DefaultMaxBodyBytes = 64L << 20;
    private const int DefaultMaxConcurrentRequests = 10_000;
    private const int DefaultMaxQueue = 1000;

    // api.md 3.3: "a small share of calls (1 %, configurable, 0 = off)".
    private const double DefaultExplore = 0.01;

    private static readonly TimeSpan DefaultShutdown = TimeSpan.FromSeconds(30);

    private long _version;

    public RouterPlan Compile(RouterConfig config, ListenAddresses listen)
    {
        var providers = ProviderCompiler.Compile(config, catalog, state);
        return new RouterPlan
        {
            Version = Interlocked.Increment(ref _version),
            Callers = CallerCompiler.Compile(config.Auth, listen, state),
            Providers = providers.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal),
            MissingProviders = ProviderCompiler.Missing(providers, catalog),
            Models = ModelCompiler.Compile(config, providers, catalog, state),
            Aliases = new AliasTable((config.Aliases ?? new Dictionary<string, string?>()).Select(a => KeyValuePair.Create(a.Key, a.Value!))),
            AdHocModels = state.AdHocModels,
            Routing = new RoutingPlan(config.Routing?.Explore ?? DefaultExplore),
            Limits = new LimitsPlan(
                config.Limits?.MaxBodyBytes?.Bytes ?? DefaultMaxBodyBytes,
                config.Limits?.MaxConcurrentRequests ?? DefaultMaxConcurrentRequests,
                config.Limits?.MaxQueue ?? DefaultMaxQueue,
                config.Limits?.AllowPrivateImageHosts ?? false),
            ShutdownGrace = config.Timeouts?.Shutdown ?? DefaultShutdown,
            RequestLog = config.Telemetry?.RequestLog == "stdout",
        };
    }
}

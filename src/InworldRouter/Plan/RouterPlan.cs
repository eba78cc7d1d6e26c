// Everything the data plane reads: compiled from the configuration, immutable, replaced whole.
using System.Collections.Frozen;

namespace InworldRouter.Plan;

/// <summary>One version of the routing tables. A call pins the plan it began with.</summary>
public sealed class RouterPlan
{
    /// <summary>Counts the plans published by this process, from 1.</summary>
    public required long Version { get; init; }

    public required CallerTable Callers { get; init; }

    /// <summary>The providers that can be called, by id.</summary>
    public required FrozenDictionary<string, ProviderPlan> Providers { get; init; }

    /// <summary>Known providers without a credential → the setting and the environment variable that would enable them.</summary>
    public required FrozenDictionary<string, string> MissingProviders { get; init; }

    public required ModelTable Models { get; init; }

    /// <summary>What callers may say instead of a model's or router's name.</summary>
    public AliasTable Aliases { get; init; } = AliasTable.Empty;

    /// <summary>For ids of known providers that are not in <see cref="Models"/>.</summary>
    public required AdHocModels AdHocModels { get; init; }

    /// <summary>The named routers; published apart from all else.</summary>
    public NamedRouterTable Routers { get; private set; } = NamedRouterTable.Empty;

    public required RoutingPlan Routing { get; init; }

    public required LimitsPlan Limits { get; init; }

    /// <summary>How long running answers get after SIGTERM.</summary>
    public required TimeSpan ShutdownGrace { get; init; }

    /// <summary>One JSON line per call goes to standard output.</summary>
    public required bool RequestLog { get; init; }

    /// <summary>This plan with other named routers.</summary>
    public RouterPlan With(NamedRouterTable routers)
    {
        var plan = (RouterPlan)MemberwiseClone();
        plan.Routers = routers;
        return plan;
    }
}

/// <param name="Explore">Share of calls, 0 to 1, that go to a stale member of the pool (api.md 3.3).</param>
public sealed record RoutingPlan(double Explore);

/// <param name="MaxBodyBytes">Largest request body, in bytes, after decompression.</param>
/// <param name="MaxConcurrentRequests">Calls in progress at once.</param>
/// <param name="MaxQueue">Calls that may wait for a place beyond that.</param>
/// <param name="AllowPrivateImageHosts">Files that messages name may be fetched from this machine and its neighbours.</param>
public sealed record LimitsPlan(long MaxBodyBytes, int MaxConcurrentRequests, int MaxQueue, bool AllowPrivateImageHosts = false);

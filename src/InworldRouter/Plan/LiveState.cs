// What outlives plans: connections, access tokens, measurements, cooldowns and spent limits, kept by name so that a reload forgets nothing.
using System.Collections.Concurrent;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Auth;
using InworldRouter.DataPlane.Credentials;
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Providers.Credentials;

namespace InworldRouter.Plan;

/// <summary>Asked by the compiler only, never by a call: plans hold what they need of it.</summary>
public sealed class LiveState(TimeProvider time)
{
    private static readonly TimeSpan UpkeepInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, UpstreamEndpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AccessTokens> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ModelStatistics> _statistics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Cooldown> _cooldowns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrencyGauge> _gauges = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CallerLimits> _limits = new(StringComparer.Ordinal);

    public TimeProvider Time => time;

    /// <summary>Models called without being described; every plan has the same.</summary>
    public AdHocModels AdHocModels { get; } = new(time);

    /// <summary>The connections to a base URL's host; paths do not matter.</summary>
    public UpstreamEndpoint Endpoint(Uri baseUrl) =>
        _endpoints.GetOrAdd(baseUrl.GetLeftPart(UriPartial.Authority), _ => new UpstreamEndpoint(baseUrl, time));

    /// <param name="name">The account with a hash of its key: never the key itself.</param>
    public AccessTokens AccessTokens(string name, ServiceAccount account) => _tokens.GetOrAdd(name, _ => new AccessTokens(account, time));

    public ModelStatistics Statistics(string modelId) => _statistics.GetOrAdd(modelId, _ => new ModelStatistics(time));

    /// <param name="name">A model id, or a provider id with a hash of the key: never the key itself.</param>
    public Cooldown Cooldown(string name) => _cooldowns.GetOrAdd(name, _ => new Cooldown(time));

    public ConcurrencyGauge Gauge(string providerId) => _gauges.GetOrAdd(providerId, _ => new ConcurrencyGauge());

    public CallerLimits Limits(string keyName) => _limits.GetOrAdd(keyName, _ => new CallerLimits(time));

    /// <summary>Now and then closes connections that have rested too long.</summary>
    public ITimer StartUpkeep() => time.CreateTimer(
        static state =>
        {
            foreach (var endpoint in ((LiveState)state!)._endpoints.Values)
                endpoint.CloseStale();
        },
        this,
        UpkeepInterval,
        UpkeepInterval);
}

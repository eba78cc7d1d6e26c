// A provider as configured: its dialect, where it is reached, with which keys and within which times.
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Credentials;
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Plan;

public sealed class ProviderPlan
{
    /// <summary>As it stands before the slash of a model id.</summary>
    public required string Id { get; init; }

    public required Provider Dialect { get; init; }

    public required Uri BaseUrl { get; init; }

    /// <summary>The connections to it; they outlive plans that do not change the address.</summary>
    public required UpstreamEndpoint Endpoint { get; init; }

    /// <summary>At least one: a server without keys has one that is empty.</summary>
    public required ApiKeyPlan[] Keys { get; init; }

    /// <summary>The project and location that calls are made on; null where there are none.</summary>
    public CloudAccount? Account { get; init; }

    public required TimeoutsPlan Timeouts { get; init; }

    /// <summary>Calls in progress at once; 0 = no limit.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>Calls in progress, over all plans.</summary>
    public required ConcurrencyGauge Gauge { get; init; }
}

/// <summary>One credential, ready to be written: its header lines as bytes, and the cooldown that it has earned.</summary>
/// <param name="HeaderLines">Complete lines, each ending in CR LF; empty without a key.</param>
/// <param name="Cooldown">Shared by all plans that have this key.</param>
/// <param name="Secret">For removing the key from texts that go out; never logged.</param>
public sealed record ApiKeyPlan(byte[] HeaderLines, Cooldown Cooldown, string Secret)
{
    /// <summary>For a service account, which has no lines and no secret of its own: each attempt takes the token that is good then.</summary>
    public AccessTokens? Tokens { get; init; }

    /// <summary>The same key for one attempt, with what is sent.</summary>
    public ApiKeyPlan With(AccessToken token) => this with { HeaderLines = token.HeaderLines, Secret = token.Text };

    public override string ToString() => "ApiKeyPlan(***)";
}

/// <param name="Connect">TCP and TLS.</param>
/// <param name="FirstToken">Streams: from sending the request to the first content.</param>
/// <param name="Idle">Streams: the longest silence after the first content.</param>
/// <param name="Total">Every attempt, from beginning to end.</param>
public sealed record TimeoutsPlan(TimeSpan Connect, TimeSpan FirstToken, TimeSpan Idle, TimeSpan Total)
{
    /// <summary>The documented defaults (configuration.md).</summary>
    public static readonly TimeoutsPlan Default = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30));
}

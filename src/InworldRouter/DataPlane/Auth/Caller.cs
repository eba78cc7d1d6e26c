// One configured key: what it may do, which models it may reach, what it has left.
using System.Collections.Frozen;

namespace InworldRouter.DataPlane.Auth;

[Flags]
public enum Permissions
{
    None = 0,
    Inference = 1,
    RoutersRead = 2,
    RoutersWrite = 4,
    Admin = 8,
    All = 15,
}

public sealed class Caller
{
    /// <summary>The key's name in the configuration: what logs and metrics show.</summary>
    public required string Name { get; init; }

    public required Permissions Permissions { get; init; }

    /// <summary>Null = every model.</summary>
    public required AllowList? Models { get; init; }

    /// <summary>Null = no limits. Outlives plans that keep the key's name.</summary>
    public required CallerLimits? Limits { get; init; }

    public bool May(Permissions needed) => (Permissions & needed) == needed;
}

/// <summary>Which models a key may reach: exact ids, <c>provider/*</c>, <c>inworld/name</c> (api.md 10).</summary>
public sealed class AllowList(FrozenSet<string> ids, FrozenSet<string> providers)
{
    public bool Allows(string providerId, string modelId) => ids.Contains(modelId) || providers.Contains(providerId);

    public bool AllowsRouter(string name) => ids.Contains("inworld/" + name) || providers.Contains("inworld");
}

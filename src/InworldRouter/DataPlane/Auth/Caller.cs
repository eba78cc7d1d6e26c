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

/// <summary>The permissions' names in the configuration.</summary>
public static class PermissionWords
{
    public const string Inference = "inference";
    public const string RoutersRead = "routers.read";
    public const string RoutersWrite = "routers.write";
    public const string Admin = "admin";

    /// <summary>The name of one permission.</summary>
    public static string Of(Permissions one) => one switch
    {
        Permissions.Inference => Inference,
        Permissions.RoutersRead => RoutersRead,
        Permissions.RoutersWrite => RoutersWrite,
        Permissions.Admin => Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(one), one, "not one permission"),
    };

    /// <summary>The permission of a name that <see cref="Of"/> gives.</summary>
    public static Permissions Parse(string word) => word switch
    {
        Inference => Permissions.Inference,
        RoutersRead => Permissions.RoutersRead,
        RoutersWrite => Permissions.RoutersWrite,
        Admin => Permissions.Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "no permission"),
    };
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

    /// <summary>What <see cref="Limits"/> are measured against; it comes anew with each plan.</summary>
    public required CallerAllowance Allowance { get; init; }

    public bool May(Permissions needed) => (Permissions & needed) == needed;
}

/// <summary>Which models a key may reach: exact ids, <c>provider/*</c>, <c>inworld/name</c> (api.md 10).</summary>
public sealed class AllowList(FrozenSet<string> ids, FrozenSet<string> providers)
{
    public bool Allows(string providerId, string modelId) => ids.Contains(modelId) || providers.Contains(providerId);

    public bool AllowsRouter(string name) => ids.Contains("inworld/" + name) || providers.Contains("inworld");
}

// Keys as configured → callers by every form in which their credential may come.
using System.Collections.Frozen;
using System.Text;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.DataPlane.Auth;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Compilation;

internal static class CallerCompiler
{
    public static CallerTable Compile(AuthConfig? auth, ListenAddresses listen, LiveState state)
    {
        var keys = auth?.Keys ?? [];
        var byCredential = new Dictionary<string, Caller>(StringComparer.Ordinal);
        var callers = keys.Select(key => (Secret: key.Key!, Caller: Caller(key, state))).ToList();
        foreach (var (secret, caller) in callers)
            byCredential.Add(secret, caller);
        // Second: what one key is written out must not be taken from it by what another encodes to.
        foreach (var (secret, caller) in callers)
        {
            foreach (var form in EncodedForms(secret))
                byCredential.TryAdd(form, caller);
        }
        return new CallerTable
        {
            ByCredential = byCredential.ToFrozenDictionary(CredentialComparer.Instance),
            Anonymous = auth?.Anonymous == true || keys.Count == 0 ? Anonymous(keys.Count == 0 && IsLocal(listen)) : null,
        };
    }

    // api.md 2: "(b) base64-decoded id:secret, (c) decoded key: with an empty password, (d) the same with missing = padding". A key may
    // itself be such an encoding, written with or without its padding.
    private static IEnumerable<string> EncodedForms(string secret)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        var withoutPassword = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret + ":"));
        yield return basic;
        yield return basic.TrimEnd('=');
        yield return withoutPassword;
        yield return withoutPassword.TrimEnd('=');
        if (secret.TrimEnd('=') is { Length: > 0 } unpadded)
        {
            yield return unpadded;
            yield return unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '=');
        }
    }

    private static Caller Caller(KeyConfig key, LiveState state) => new()
    {
        Name = key.Name!,
        Permissions = key.Permissions is { } words ? words.OfType<string>().Aggregate(Permissions.None, (all, word) => all | PermissionWords.Parse(word)) : Permissions.Inference,
        Models = AllowList(key.Models),
        Limits = key.Limits is null ? null : state.Limits(key.Name!),
        Allowance = key.Limits is { } limits ? Allowance(limits) : CallerAllowance.Unlimited,
    };

    // On a machine of one's own nothing is forbidden; to the network, calling models is what has been opened and no more.
    private static Caller Anonymous(bool isLocal) => new()
    {
        Name = "anonymous",
        Permissions = isLocal ? Permissions.All : Permissions.Inference,
        Models = null,
        Limits = null,
        Allowance = CallerAllowance.Unlimited,
    };

    private static AllowList? AllowList(IReadOnlyList<string?>? patterns)
    {
        if (patterns is null || patterns.Contains("*"))
            return null;
        var ids = patterns.OfType<string>().Where(p => !p.EndsWith("/*", StringComparison.Ordinal));
        var providers = patterns.OfType<string>().Where(p => p.EndsWith("/*", StringComparison.Ordinal)).Select(p => p[..^2]);
        return new AllowList(ids.ToFrozenSet(StringComparer.Ordinal), providers.ToFrozenSet(StringComparer.Ordinal));
    }

    private static CallerAllowance Allowance(KeyLimitsConfig limits) => new(limits.RequestsPerMinute ?? 0, limits.TokensPerMinute ?? 0, limits.BudgetUsd ?? -1, limits.BudgetPeriod switch
    {
        "hour" => BudgetPeriod.Hour,
        "day" => BudgetPeriod.Day,
        "week" => BudgetPeriod.Week,
        "month" or null => BudgetPeriod.Month,
        var other => throw new InvalidOperationException($"no budget period {other}"),
    });

    private static bool IsLocal(ListenAddresses listen) => listen.Urls.All(url => ListenAddresses.Parse(url) is { } address && ListenAddresses.IsLocal(address));
}

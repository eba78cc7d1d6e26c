// Headers → caller.
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;
using Microsoft.Extensions.Primitives;

namespace InworldRouter.DataPlane.Auth;

public enum AuthOutcome : byte
{
    /// <summary>A configured key, or nobody where nobody needs one.</summary>
    Known,

    /// <summary>There is no credential, and one is needed: 401.</summary>
    Missing,

    /// <summary>There is one that nobody has: 401.</summary>
    Unknown,
}

public static class CallerAuth
{
    private const string ApiKeyHeader = "x-api-key";

    /// <summary>Stage 2: sets the exchange's caller.</summary>
    /// <returns>Null, or the refusal: 401 for a missing or unknown key, 403 for one without the permission.</returns>
    public static RouterError? Authenticate(Exchange exchange, Permissions needed)
    {
        var refusal = Authenticate(exchange.Plan, exchange.Http.Request.Headers, needed, out var caller);
        if (caller is not null)
            exchange.Caller = caller;
        return refusal;
    }

    /// <inheritdoc cref="Authenticate(Exchange, Permissions)"/>
    /// <param name="caller">Set where the key is known, whether it may or not.</param>
    public static RouterError? Authenticate(RouterPlan plan, IHeaderDictionary headers, Permissions needed, out Caller? caller)
    {
        if (Identify(plan.Callers, headers, out caller) != AuthOutcome.Known)
            return RouterError.Unauthorized;
        return caller!.May(needed) ? null : RouterError.Forbidden($"The key '{caller.Name}' does not have the permission {PermissionWords.Of(needed)}.");
    }

    /// <summary>
    /// "Take the credential after a case-insensitive Basic or Bearer, or from x-api-key" (api.md 2). Clients that send both mean
    /// the same by both, so either will do. Nothing is allocated or decoded: the table knows every form of every key.
    /// </summary>
    public static AuthOutcome Identify(CallerTable callers, IHeaderDictionary headers, out Caller? caller)
    {
        var authorization = Credential(headers.Authorization);
        var apiKey = Single(headers[ApiKeyHeader]).Trim(' ');
        // Where no key is configured, whatever a client sends in its place is as good as nothing: SDKs cannot send none.
        if (callers.ByCredential.Count == 0 && callers.Anonymous is not null)
        {
            caller = callers.Anonymous;
            return AuthOutcome.Known;
        }
        var lookup = callers.ByCredential.GetAlternateLookup<ReadOnlySpan<char>>();
        if ((authorization.Length > 0 && lookup.TryGetValue(authorization, out caller)) || (apiKey.Length > 0 && lookup.TryGetValue(apiKey, out caller)))
            return AuthOutcome.Known;
        caller = null;
        if (headers.Authorization.Count > 0 || apiKey.Length > 0)
            return AuthOutcome.Unknown;
        caller = callers.Anonymous;
        return caller is null ? AuthOutcome.Missing : AuthOutcome.Known;
    }

    /// <summary>What follows the scheme; empty when there is no scheme that we know.</summary>
    private static ReadOnlySpan<char> Credential(StringValues header)
    {
        var value = Single(header).TrimStart(' ');
        var end = value.IndexOf(' ');
        if (end < 0)
            return default;
        var scheme = value[..end];
        return scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            ? value[(end + 1)..].Trim(' ')
            : default;
    }

    // Of two credentials in one header neither counts: which one a proxy before us looked at cannot be known.
    private static ReadOnlySpan<char> Single(StringValues header) => header.Count == 1 ? header.ToString() : default;
}

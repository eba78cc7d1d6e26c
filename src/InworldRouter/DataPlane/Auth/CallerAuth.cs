// Who is calling: the credential of the request's headers, looked up.
using InworldRouter.DataPlane.Egress;

namespace InworldRouter.DataPlane.Auth;

public static class CallerAuth
{
    public static RouterError? Authenticate(Exchange exchange, Permissions needed)
    {
        var callers = exchange.Plan.Callers;
        var headers = exchange.Http.Request.Headers;
        var credential = headers.Authorization.Count > 0 ? headers.Authorization.ToString().AsSpan() : headers["x-api-key"].ToString().AsSpan();
        var space = credential.IndexOf(' ');
        credential = credential[(space + 1)..].Trim();
        var caller = callers.Anonymous;
        if (!credential.IsEmpty && callers.ByCredential.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(credential, out var known))
            caller = known;
        if (caller is null)
            return RouterError.Unauthorized;
        exchange.Caller = caller;
        return caller.May(needed) ? null : RouterError.Forbidden($"The key '{caller.Name}' may not do this.");
    }
}

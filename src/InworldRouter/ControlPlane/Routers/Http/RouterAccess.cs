// Who may read and change which routers.
using InworldRouter.DataPlane.Auth;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Http;

/// <summary>
/// Reading needs routers.read, changing routers.write, and admin is both. A key with a list of models sees and changes those routers that it may call: "List
/// routers available to your API key" (S4), and what names a router in one list means it in all. An admin's list is for its calls only.
/// </summary>
internal static class RouterAccess
{
    /// <param name="needed">Any of them will do.</param>
    public static RouterRefusal? Refuse(RouterPlan plan, HttpRequest request, Permissions needed, out Caller? caller)
    {
        if (CallerAuth.Identify(plan.Callers, request.Headers, out caller) is not AuthOutcome.Known and var outcome)
        {
            var what = outcome == AuthOutcome.Missing ? "The request has no API key" : "The API key is not known here";
            return new RouterRefusal(401, 16, $"{what}: send yours as \"Authorization: Bearer <key>\", \"Basic <key>\" or \"x-api-key: <key>\".", []);
        }
        if ((caller!.Permissions & (needed | Permissions.Admin)) != 0)
            return null;
        var words = Enum.GetValues<Permissions>().Where(p => p is not (Permissions.None or Permissions.All) && needed.HasFlag(p)).Select(PermissionWords.Of);
        return new RouterRefusal(403, 7, $"The key '{caller.Name}' does not have the permission {string.Join(" or ", words)}.", []);
    }

    public static bool MayUse(Caller caller, string name) => caller.May(Permissions.Admin) || (caller.Models?.AllowsRouter(name) ?? true);

    public static RouterRefusal OutsideList(Caller caller, string name) =>
        new(403, 7, $"The key '{caller.Name}' may not change the router '{name}': its models do not include inworld/{name}.", []);
}

// What came of a change to a router.
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers;

/// <param name="Router">As it is now, or was when it was deleted; null when refused.</param>
/// <param name="Refusal">Null when done.</param>
public readonly record struct RouterWrite(NamedRouter? Router, RouterRefusal? Refusal)
{
    public static implicit operator RouterWrite(NamedRouter router) => new(router, null);

    public static implicit operator RouterWrite(RouterRefusal refusal) => new(null, refusal);
}

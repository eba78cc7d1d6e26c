// A router that the operator keeps as a file: in force, and read-only through the API.
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Files;

/// <param name="Place">The folder's and the file's name, as problems and refusals say it: <c>routers/support.json</c>.</param>
/// <param name="Json">Canonical.</param>
public sealed record RouterFile(string Name, string Place, ReadOnlyMemory<byte> Json)
{
    public NamedRouter Named(Func<NamedRouter, NamedRouterPlan> compile) => new(Name, StoredRouter.VersionOf(Json.Span), Json, isReadOnly: true, compile);
}

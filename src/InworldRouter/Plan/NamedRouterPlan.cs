// A named router, compiled: conditions ready to run, weights ready to pick from, templates and parameters as bytes.
namespace InworldRouter.Plan;

public sealed class NamedRouterPlan
{
    public required string Name { get; init; }
}

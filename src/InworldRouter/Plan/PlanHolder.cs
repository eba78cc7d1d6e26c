// The one place where the current plan stands: written by the control plane, read once per call.
namespace InworldRouter.Plan;

public sealed class PlanHolder(RouterPlan first)
{
    private volatile RouterPlan _current = first;

    public RouterPlan Current => _current;

    public void Publish(RouterPlan plan) => _current = plan;
}

// The one place where the current plan stands: written by the control plane, read once per call.
namespace InworldRouter.Plan;

/// <summary>Two things change at different times, the configuration and the saved routers; either is published with what is current of the other.</summary>
public sealed class PlanHolder(RouterPlan first)
{
    private readonly Lock _writing = new();
    private volatile RouterPlan _current = first;

    public RouterPlan Current => _current;

    /// <summary>A new configuration; the named routers stay.</summary>
    public void Publish(RouterPlan plan)
    {
        lock (_writing)
            _current = plan.With(_current.Routers);
    }

    /// <summary>Other named routers; all else stays.</summary>
    public void Publish(NamedRouterTable routers)
    {
        lock (_writing)
            _current = _current.With(routers);
    }
}

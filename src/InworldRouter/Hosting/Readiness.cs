// Whether new work is welcome: /readyz tells load balancers, and turns before anything else does when the router stops.
namespace InworldRouter.Hosting;

public sealed class Readiness
{
    private volatile bool _stopping;

    public bool IsReady => !_stopping;

    public void Stop() => _stopping = true;
}

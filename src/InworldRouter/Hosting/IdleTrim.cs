// Gives memory back to the system when a burst is over.
using InworldRouter.DataPlane;

namespace InworldRouter.Hosting;

/// <summary>
/// The collector runs when something is allocated. A router that has nothing to do allocates nothing, and would sit on the memory of its busiest
/// moment for ever; a collection while no call is in progress disturbs nobody.
/// </summary>
public sealed class IdleTrim(ActiveCalls active)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // A start that has read thousands of routers leaves as much behind as a burst.
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(1);

    // What an idle router holds anyway, doubled.
    private const long Worthwhile = 16L * 1024 * 1024;

    private long _collectedAt;

    public ITimer Start(TimeProvider time) => time.CreateTimer(static state => ((IdleTrim)state!).Trim(), this, AfterStart, Interval);

    private void Trim()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (active.Count > 0 || allocated - _collectedAt < Worthwhile)
            return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _collectedAt = allocated;
    }
}

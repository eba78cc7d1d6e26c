// Counts calls in progress against a limit, without a lock and without overshoot.
namespace InworldRouter.DataPlane.Attempts;

public sealed class ConcurrencyGauge
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a place. The place is taken before it is counted, so two calls never share the last one (C80).</summary>
    /// <param name="limit">0 = no limit.</param>
    public bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref _count) <= limit || limit == 0)
            return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}

// Counts on one thread what another waits for, without allocating.
namespace InworldRouter.Tests;

internal sealed class Counter
{
    private static readonly long Limit = 20 * System.Diagnostics.Stopwatch.Frequency;
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Add(long more) => Interlocked.Add(ref _count, more);

    public void WaitFor(long count)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (Count < count)
        {
            spin.SpinOnce(sleep1Threshold: -1);
            if (System.Diagnostics.Stopwatch.GetTimestamp() - began > Limit)
                throw new TimeoutException($"{Count} of {count}");
        }
    }
}

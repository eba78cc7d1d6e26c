// Durations in fixed buckets, recorded without a lock.
namespace InworldRouter.Telemetry;

/// <param name="bounds">Upper bounds in seconds, ascending; one bucket more is for what is beyond the last.</param>
public sealed class Histogram(double[] bounds)
{
    // The router's own part of a call: tens of microseconds when all is well, see toolchain.md; a pause of the collector is a few
    // milliseconds, and anything beyond a second is a fault.
    public static readonly double[] OverheadBounds =
        [0.00002, 0.00005, 0.0001, 0.0002, 0.0003, 0.0005, 0.00075, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

    // Fast hosts answer within 100 ms, reasoning models within a minute (speed priors of the catalog), and firstToken ends it at 2m.
    public static readonly double[] TtftBounds = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 30, 60, 120];

    private readonly long[] _counts = new long[bounds.Length + 1];
    private long _ticks;

    public ReadOnlySpan<double> Bounds => bounds;

    /// <summary>Seconds of all together.</summary>
    public double Sum => TimeSpan.FromTicks(Volatile.Read(ref _ticks)).TotalSeconds;

    /// <summary>Samples in a bucket, without those of the buckets below it.</summary>
    public long this[int bucket] => Volatile.Read(ref _counts[bucket]);

    public void Record(TimeSpan duration)
    {
        var seconds = duration.TotalSeconds;
        var bucket = 0;
        while (bucket < bounds.Length && seconds > bounds[bucket])
            bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Interlocked.Add(ref _ticks, duration.Ticks);
    }
}

// Counts of latencies in log-linear buckets, as HdrHistogram has them: any percentile to within 1 %, in constant memory.
using System.Numerics;

namespace InworldRouter.LoadTest.Engine;

/// <summary>Nanoseconds from 0 to 2^62. Recording is safe from any thread.</summary>
internal sealed class LatencyHistogram
{
    // 128 buckets for each power of two: a bucket is at most 1/128 of its values wide.
    private const int PrecisionBits = 7;

    private readonly long[] _counts = new long[(64 - PrecisionBits) << PrecisionBits];
    private long _total;

    public long Count => Volatile.Read(ref _total);

    public void Record(TimeSpan latency) => Record((long)latency.TotalNanoseconds);

    public void Record(long nanoseconds)
    {
        Interlocked.Increment(ref _counts[IndexOf(Math.Max(0, nanoseconds))]);
        Interlocked.Increment(ref _total);
    }

    /// <summary>The value that so many percent of the recorded ones do not exceed, in nanoseconds; NaN when nothing was recorded.</summary>
    public double Percentile(double percent)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(Count * percent / 100));
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return MiddleOf(i);
        }
        return double.NaN;
    }

    private static int IndexOf(long value)
    {
        // Below 2^(bits+1) the buckets are one wide and the index is the value.
        var shift = Math.Max(0, 63 - PrecisionBits - BitOperations.LeadingZeroCount((ulong)value | 1));
        return (shift << PrecisionBits) + (int)(value >> shift);
    }

    private static double MiddleOf(int index)
    {
        var shift = Math.Max(0, (index >> PrecisionBits) - 1);
        var least = (long)(index - (shift << PrecisionBits)) << shift;
        return least + ((1L << shift) - 1) / 2.0;
    }
}

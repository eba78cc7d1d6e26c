// What the router held at one moment of a soak, and how it grew from the first quarter to the last.
using InworldRouter.LoadTest.Engine;

namespace InworldRouter.LoadTest.Soak;

internal readonly record struct SoakSample(TimeSpan At, long ResidentBytes, int Handles, int Threads)
{
    public static SoakSample Take(ProcessMeter meter, TimeSpan at) => new(at, meter.ResidentBytes, meter.Handles, meter.Threads);
}

/// <summary>Of a quarter's samples the median memory and the fewest handles and threads: a burst is not growth, and what leaks is never given back.</summary>
internal readonly record struct SoakGrowth(SoakSample First, SoakSample Last)
{
    // A collector that settles moves the resident set by some megabytes; a leak of 100 bytes a call is 30 MB in ten minutes at 500/s.
    private const double MostMemory = 1.10;
    private const long FreeBytes = 8_000_000;

    // Pooled connections and pool threads that a burst has left behind.
    private const int FreeHandles = 32;
    private const int FreeThreads = 8;

    public bool IsWithinLimits =>
        Last.ResidentBytes <= First.ResidentBytes * MostMemory + FreeBytes
        && Last.Handles <= First.Handles + FreeHandles
        && Last.Threads <= First.Threads + FreeThreads;

    public static SoakGrowth Of(IReadOnlyList<SoakSample> samples)
    {
        var quarter = Math.Max(1, samples.Count / 4);
        return new(Typical(samples.Take(quarter)), Typical(samples.TakeLast(quarter)));
    }

    private static SoakSample Typical(IEnumerable<SoakSample> samples)
    {
        var all = samples.ToArray();
        return new(all[0].At, all.Select(s => s.ResidentBytes).Order().ElementAt(all.Length / 2), all.Min(s => s.Handles), all.Min(s => s.Threads));
    }
}

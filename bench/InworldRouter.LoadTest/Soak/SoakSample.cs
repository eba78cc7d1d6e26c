// What the router held at one moment of a soak, and how it grew from the first quarter to the last.
using InworldRouter.LoadTest.Engine;

namespace InworldRouter.LoadTest.Soak;

internal readonly record struct SoakSample(TimeSpan At, long ResidentBytes, int Handles, int Threads)
{
    public static SoakSample Take(ProcessMeter meter, TimeSpan at) => new(at, meter.ResidentBytes, meter.Handles, meter.Threads);
}

/// <summary>Medians of a quarter's samples: a burst in one of them is not growth.</summary>
internal readonly record struct SoakGrowth(SoakSample First, SoakSample Last)
{
    // A collector that settles moves the resident set by some megabytes; a leak of 100 bytes a call is 30 MB in ten minutes at 500/s.
    private const double MostMemory = 1.10;
    private const long FreeBytes = 8_000_000;

    // Pooled connections and pool threads come and go with the load.
    private const int FreeHandles = 32;
    private const int FreeThreads = 8;

    public bool IsWithinLimits =>
        Last.ResidentBytes <= First.ResidentBytes * MostMemory + FreeBytes
        && Last.Handles <= First.Handles + FreeHandles
        && Last.Threads <= First.Threads + FreeThreads;

    public static SoakGrowth Of(IReadOnlyList<SoakSample> samples)
    {
        var quarter = Math.Max(1, samples.Count / 4);
        return new(Median(samples.Take(quarter)), Median(samples.TakeLast(quarter)));
    }

    private static SoakSample Median(IEnumerable<SoakSample> samples)
    {
        var all = samples.ToArray();
        var middle = all.Length / 2;
        return new(all[middle].At, all.Select(s => s.ResidentBytes).Order().ElementAt(middle),
            all.Select(s => s.Handles).Order().ElementAt(middle), all.Select(s => s.Threads).Order().ElementAt(middle));
    }
}

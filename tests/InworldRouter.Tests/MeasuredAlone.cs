// Tests that measure the whole process: nothing else runs beside them.
namespace InworldRouter.Tests;

[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone
{
    /// <summary>Managed bytes per round that the whole process allocates in its best of some tries; the first only warms up.</summary>
    public static long PerRound(int rounds, Action<int> run)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            run(rounds);
            least = attempt == 0 ? least : Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        return least / rounds;
    }
}

// What a piece of code allocates on this thread once it is warm.
namespace InworldRouter.Cel.Tests;

internal static class Allocation
{
    /// <summary>Managed bytes that a hundred rounds allocate, after a hundred for the buffers to grow and the code to be compiled.</summary>
    public static long Of(Action round)
    {
        Repeat(round);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(round);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(Action round)
    {
        for (var i = 0; i < 100; i++)
            round();
    }
}

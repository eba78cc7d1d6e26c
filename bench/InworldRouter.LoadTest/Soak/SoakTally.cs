// What the calls of a soak came to: right, wrong, and the first wrong ones word for word.
using System.Collections.Concurrent;

namespace InworldRouter.LoadTest.Soak;

internal sealed class SoakTally
{
    // Enough to see a pattern, few enough to read.
    private const int Kept = 20;

    private long _right, _wrong;

    public long Right => Volatile.Read(ref _right);

    public long Wrong => Volatile.Read(ref _wrong);

    public ConcurrentQueue<string> FirstWrong { get; } = [];

    public void Add(SoakCall call, string? wrong)
    {
        if (wrong is null)
        {
            Interlocked.Increment(ref _right);
        }
        else if (Interlocked.Increment(ref _wrong) <= Kept)
        {
            FirstWrong.Enqueue($"{call.Model}{(call.Stream ? ", stream" : "")}: {wrong}");
        }
    }
}

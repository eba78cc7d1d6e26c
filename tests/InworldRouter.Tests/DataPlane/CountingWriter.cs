// Where an answer goes of which only the number of its flushes matters; allocates nothing.
using System.IO.Pipelines;

namespace InworldRouter.Tests.DataPlane;

internal sealed class CountingWriter : PipeWriter
{
    private readonly byte[] _room = new byte[64 * 1024];

    public Counter Flushes { get; } = new();

    public Counter Bytes { get; } = new();

    public override void Advance(int bytes) => Bytes.Add(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _room;

    public override Span<byte> GetSpan(int sizeHint = 0) => _room;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Flushes.Add(1);
        return new(new FlushResult(isCanceled: false, isCompleted: false));
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}

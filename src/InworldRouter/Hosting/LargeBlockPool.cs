// The memory of the server's connections, in blocks large enough to take a prompt in a few reads.
using System.Buffers;
using System.Collections.Concurrent;

namespace InworldRouter.Hosting;

/// <summary>
/// Kestrel's own pool has blocks of 4 KB, so a request of 100 KB takes 25 system calls, each with a turn through two pipes: measured, three
/// quarters of what such a call costs. A connection holds a block only while bytes are in it.
/// </summary>
public sealed class LargeBlockPool : MemoryPool<byte>
{
    private const int BlockSize = 32 * 1024;

    // Beyond this many idle blocks (8 MB) they are left to the collector.
    private const int Retained = 256;

    private readonly ConcurrentStack<Block> _idle = new();
    private int _count;

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        if (!_idle.TryPop(out var block))
            return new Block(this);
        Interlocked.Decrement(ref _count);
        return block;
    }

    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _count) <= Retained)
            _idle.Push(block);
        else
            Interlocked.Decrement(ref _count);
    }

#if NET10_0_OR_GREATER
    internal sealed class Factory : Microsoft.AspNetCore.Connections.IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(Microsoft.AspNetCore.Connections.MemoryPoolOptions? options) => new LargeBlockPool();
    }
#endif

    private sealed class Block(LargeBlockPool pool) : IMemoryOwner<byte>
    {
        // Pinned once and for all: the socket pins what it reads into.
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);

        public Memory<byte> Memory => _bytes;

        public void Dispose() => pool.Return(this);
    }
}

// The server's blocks: kept for the next connection, but only so many.
using System.Buffers;
using InworldRouter.Hosting;

namespace InworldRouter.Tests.Hosting;

public sealed class LargeBlockPoolTests
{
    [Fact]
    public void ABlockGivenBack_IsTheNextOneRented()
    {
        using var pool = new LargeBlockPool();
        var block = pool.Rent();
        block.Dispose();

        Assert.Same(block, pool.Rent(100));
        Assert.Equal(32 * 1024, block.Memory.Length);
    }

    [Fact]
    public void MoreThanABlock_CannotBeRented()
    {
        using var pool = new LargeBlockPool();

        Assert.Equal(32 * 1024, pool.MaxBufferSize);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(32 * 1024 + 1));
        pool.Rent(32 * 1024).Dispose();
    }

    [Fact]
    public void C98_OnlySoManyAreKept()
    {
        using var pool = new LargeBlockPool();
        var first = Enumerable.Range(0, 1000).Select(_ => pool.Rent()).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var block in first.Cast<IMemoryOwner<byte>>())
            block.Dispose();

        Assert.Equal(256, Enumerable.Range(0, 1000).Count(_ => first.Contains(pool.Rent())));
    }

    [Fact]
    public void ManyAtOnce_NeverShareABlock()
    {
        using var pool = new LargeBlockPool();
        var inUse = new System.Collections.Concurrent.ConcurrentDictionary<IMemoryOwner<byte>, bool>();

        Parallel.For(0, 20_000, _ =>
        {
            var block = pool.Rent();
            Assert.True(inUse.TryAdd(block, true));
            Assert.True(inUse.TryRemove(block, out var _));
            block.Dispose();
        });
    }
}

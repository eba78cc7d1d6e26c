// The growing buffer: contents survive growth, edges hold, an idle buffer is small.
using System.Text;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Wire.Tests.Buffers;

public sealed class PooledBufferTests
{
    [Fact]
    public void Writes_OfEveryKind_StandOneAfterAnother()
    {
        using var buffer = new PooledBuffer();
        buffer.Write((byte)'a');
        buffer.Write("bc"u8);
        buffer.WriteText("größe💬");
        buffer.WriteNumber(-42);
        "xyz"u8.CopyTo(buffer.GetSpan(3));
        buffer.Advance(3);
        "!"u8.CopyTo(buffer.GetMemory(1).Span);
        buffer.Advance(1);
        Assert.Equal("abcgröße💬-42xyz!", Encoding.UTF8.GetString(buffer.Written));
        Assert.True(buffer.WrittenMemory.Span.SequenceEqual(buffer.Written));
    }

    [Fact]
    public void Growth_KeepsWhatWasWritten()
    {
        using var buffer = new PooledBuffer();
        var random = new Random(1);
        var expected = new List<byte>();
        var piece = new byte[700];
        while (expected.Count < 300_000)
        {
            var length = random.Next(piece.Length);
            random.NextBytes(piece.AsSpan(0, length));
            buffer.Write(piece.AsSpan(0, length));
            expected.AddRange(piece.AsSpan(0, length));
        }
        Assert.True(buffer.Written.SequenceEqual(expected.ToArray()));
    }

    [Fact]
    public void Truncate_AndConsume_CutEitherEnd()
    {
        using var buffer = new PooledBuffer();
        buffer.Write("0123456789"u8);
        buffer.Truncate(8);
        buffer.Consume(3);
        Assert.Equal("34567", Encoding.UTF8.GetString(buffer.Written));
        buffer.Consume(5);
        Assert.True(buffer.IsEmpty);
        buffer.Write("x"u8);
        Assert.Equal("x", Encoding.UTF8.GetString(buffer.Written));
    }

    [Fact]
    public void Edges_AreRefused()
    {
        using var buffer = new PooledBuffer();
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(1));
        buffer.Write("ab"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(1_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Truncate(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Consume(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Consume(-1));
    }

    [Fact]
    public void Reset_KeepsAnOrdinaryArray_AndGivesALargeOneBack()
    {
        using var buffer = new PooledBuffer();
        buffer.GetSpan(PooledBuffer.KeptCapacity);
        buffer.Reset();
        Assert.InRange(Capacity(buffer), PooledBuffer.KeptCapacity, PooledBuffer.KeptCapacity);
        buffer.Write(new byte[PooledBuffer.KeptCapacity + 1]);
        buffer.Reset();
        Assert.True(buffer.IsEmpty);
        Assert.InRange(Capacity(buffer), 1, PooledBuffer.KeptCapacity);
    }

    [Fact]
    public void Dispose_MayBeFollowedByUse()
    {
        var buffer = new PooledBuffer();
        buffer.Write("a"u8);
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.IsEmpty);
        buffer.Write("b"u8);
        Assert.Equal("b", Encoding.UTF8.GetString(buffer.Written));
        buffer.Dispose();
    }

    [Fact]
    public void WarmBuffer_AllocatesNothing()
    {
        using var buffer = new PooledBuffer();
        var large = new byte[100_000];
        Assert.Equal(0, Allocation.Of(() =>
        {
            buffer.Write("data"u8);
            buffer.WriteText("größe");
            buffer.WriteNumber(7);
            buffer.Write(large);
            buffer.Reset();
        }));
    }

    private static int Capacity(PooledBuffer buffer) => buffer.Length + buffer.GetSpan().Length;
}

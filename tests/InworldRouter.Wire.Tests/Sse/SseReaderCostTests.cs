// What reading costs, counted in bytes looked at, moves and allocations, never in time.
using System.Runtime.InteropServices;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Wire.Tests.Sse;

public sealed class SseReaderCostTests
{
    [Fact]
    public void C01_LongLineInSmallPieces_IsLookedAtOnce()
    {
        const int Length = 8 * 1024 * 1024;
        const int Piece = 1024;
        using var reader = new SseReader();
        reader.Write("data: "u8);
        Assert.False(reader.TryRead(out _));
        var looked = 0L;
        var arrays = 0;
        byte[]? last = null;
        var piece = new byte[Piece];
        piece.AsSpan().Fill((byte)'x');
        for (var sent = 0; sent < Length; sent += Piece)
        {
            MemoryMarshal.TryGetArray<byte>(reader.GetMemory(Piece), out var segment);
            if (segment.Array != last)
                arrays++;
            last = segment.Array;
            reader.Write(piece);
            looked += reader.UnseenBytes;
            Assert.False(reader.TryRead(out _));
            Assert.Equal(0, reader.UnseenBytes);
        }
        reader.Write("\n\n"u8);
        Assert.True(reader.TryRead(out var found));
        Assert.Equal(Length, found.Data.Length);
        Assert.Equal(Length, looked);
        // Doubling: 2 KB to 16 MB.
        Assert.InRange(arrays, 1, 14);
    }

    [Fact]
    public void SteadyStream_AllocatesNothing()
    {
        using var reader = new SseReader();
        byte[] events = [.. "event: delta\ndata: {\"choices\":[{\"delta\":{\"content\":\" word\"}}]}\n\n: ping\n\ndata: a\ndata: b\n\n"u8];
        var read = 0;
        var allocated = Allocation.Of(() =>
        {
            for (var at = 0; at < events.Length; at += 7)
            {
                var piece = events.AsSpan(at, Math.Min(7, events.Length - at));
                piece.CopyTo(reader.GetMemory().Span);
                reader.Advance(piece.Length);
                while (reader.TryRead(out _))
                    read++;
            }
        });
        Assert.Equal(400, read);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void ReusedReader_AllocatesNothing()
    {
        using var reader = new SseReader();
        var data = 0;
        var allocated = Allocation.Of(() =>
        {
            reader.Reset();
            reader.Write("data: one\n\ndata: two"u8);
            while (reader.TryRead(out var found))
                data += found.Data.Length;
            while (reader.TryReadLast(out var found))
                data += found.Data.Length;
        });
        Assert.Equal(200 * 6, data);
        Assert.Equal(0, allocated);
    }
}

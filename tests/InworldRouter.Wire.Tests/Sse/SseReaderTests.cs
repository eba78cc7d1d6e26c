// Framing: whatever the line ends and wherever the stream is cut, the events are the same.
using System.Text;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Wire.Tests.Sse;

public sealed class SseReaderTests
{
    // Everything that a provider may send, with | for a line end.
    private const string Everything =
        "\uFEFF: hello||event: message_start|data: {\"a\":1}|id: 7||data: one|data:two|data||: ping||id: 9||retry: 10|"
        + "data: größer 💬 |event: late||event: dropped||data|| data: no field||event: replaced|data: after|event: kept|data: a much longer line of data that is"
        + " joined over where the type stands||data: [DONE]||data: unterminated";

    private static readonly Received[] Said =
    [
        new("message_start", "{\"a\":1}"),
        new("", "one\ntwo\n"),
        new("late", "größer 💬 "),
        new("kept", "after\na much longer line of data that is joined over where the type stands"),
        new("", "[DONE]"),
        new("", "unterminated"),
    ];

    public static TheoryData<string> LineEnds => ["\n", "\r\n", "\r"];

    [Theory]
    [MemberData(nameof(LineEnds))]
    public void C01_EventsInOnePiece_AreRead(string lineEnd) => Assert.Equal(Said, Received.InPieces(Stream(lineEnd), int.MaxValue));

    [Theory]
    [MemberData(nameof(LineEnds))]
    public void C01_EventsByteByByte_AreTheSame(string lineEnd) => Assert.Equal(Said, Received.InPieces(Stream(lineEnd), 1));

    [Theory]
    [MemberData(nameof(LineEnds))]
    public void C01_C02_EventsSplitAtEveryByte_AreTheSame(string lineEnd)
    {
        var stream = Stream(lineEnd);
        for (var at = 0; at <= stream.Length; at++)
            Assert.Equal(Said, Received.InPieces(stream, at, int.MaxValue));
    }

    [Fact]
    public void C01_MixedLineEnds_AreRead() =>
        Assert.Equal([new("a", "1\n2"), new("", "3")], Received.InPieces("event:a\rdata:1\r\ndata:2\n\r\ndata:3\r\r"u8, 1));

    [Fact]
    public void C01_LineFeedAfterCarriageReturn_IsNoBlankLine_EvenInTheNextPiece()
    {
        using var reader = new SseReader();
        Assert.Empty(Drain(reader, "data: a\r"u8));
        Assert.Empty(Drain(reader, "\n"u8));
        Assert.Equal(["a"], Drain(reader, "\r"u8));
        Assert.Empty(Drain(reader, "\n"u8));
        Assert.Empty(Drain(reader, "data: b\n"u8));
        Assert.Equal(["b"], Drain(reader, "\n"u8));
    }

    [Fact]
    public void C01_EventIsGiven_WithItsBlankLine_NotLater()
    {
        using var reader = new SseReader();
        Assert.Empty(Drain(reader, "data: a\n"u8));
        Assert.Equal(["a"], Drain(reader, "\n"u8));
        Assert.Equal(0, reader.PendingBytes);
    }

    [Theory]
    [InlineData("data: a", "a")]
    [InlineData("data: a\n", "a")]
    [InlineData("data: a\r\n", "a")]
    [InlineData("data: a\nevent: x", "a")]
    [InlineData("data: a\nda", "a")]
    [InlineData("data: a\ndata: b", "a\nb")]
    [InlineData("data: a\ndata", "a\n")]
    public void C01_UnterminatedLastEvent_IsFlushed_Once(string stream, string data)
    {
        using var reader = new SseReader();
        Assert.Empty(Drain(reader, Encoding.UTF8.GetBytes(stream)));
        Assert.True(reader.TryReadLast(out var found));
        Assert.Equal(data, Encoding.UTF8.GetString(found.Data));
        Assert.False(reader.TryReadLast(out _));
        Assert.Equal(0, reader.PendingBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(": comment")]
    [InlineData("event: x")]
    [InlineData("id: 1\n")]
    [InlineData("data")]
    [InlineData("\uFEFF")]
    public void C01_NothingSaid_NothingFlushed(string stream) => Assert.Empty(Received.InPieces(Encoding.UTF8.GetBytes(stream), 1));

    [Fact]
    public void C04_Comments_AreCounted_NeverRead_NorKept()
    {
        using var reader = new SseReader();
        for (var i = 0; i < 10_000; i++)
            Assert.Empty(Drain(reader, ": OPENROUTER PROCESSING\n\n"u8));
        Assert.Equal(10_000, reader.Comments);
        Assert.Equal(SseReader.KeptCapacity, Capacity(reader));
        Assert.Equal(["x"], Drain(reader, ":\ndata: x\n: y\n\n"u8));
        Assert.Equal(10_002, reader.Comments);
    }

    [Fact]
    public void IgnoredFields_WithoutBlankLines_AreNotKept()
    {
        using var reader = new SseReader();
        for (var i = 0; i < 10_000; i++)
            Assert.Empty(Drain(reader, "retry: 3000\nid: 12345\n"u8));
        Assert.Equal(SseReader.KeptCapacity, Capacity(reader));
    }

    [Fact]
    public void ByteOrderMark_IsStrippedOnce()
    {
        Assert.Equal([new("", "a")], Received.InPieces("\uFEFFdata: a\n\n\uFEFFdata: b\n\n"u8, 2));
        Assert.Equal([new("", "\uFEFFa")], Received.InPieces("data: \uFEFFa\n\n"u8, 2));
    }

    [Fact]
    public void Reset_LeavesNothingBehind()
    {
        using var reader = new SseReader { MaxEventBytes = 20_000 };
        byte[] half = [.. "\uFEFF: c\n\nevent: t\ndata: half "u8, .. new byte[30_000], .. "\r"u8];
        Drain(reader, half);
        Assert.True(reader.Overflowed);
        reader.Reset();
        Assert.False(reader.Overflowed);
        Assert.Equal(0, reader.Comments);
        Assert.Equal(0, reader.PendingBytes);
        Assert.Equal([new("", "a")], Received.InPieces(reader, "\uFEFF\n\ndata: a\n\n"u8, 1));
        reader.Reset();
        Assert.Equal([new("", "b")], Received.InPieces(reader, "\uFEFFdata: b"u8, 3));
        Assert.Equal(SseReader.KeptCapacity, Capacity(reader));
    }

    [Fact]
    public void Overflow_IsOfOneEvent_NotOfManyAtOnce()
    {
        using var reader = new SseReader { MaxEventBytes = 100 };
        byte[] many = [.. Enumerable.Repeat("data: 0123456789\n\n"u8.ToArray(), 50).SelectMany(e => e)];
        Assert.Equal(50, Drain(reader, many).Count);
        Assert.False(reader.Overflowed);
        Drain(reader, Encoding.ASCII.GetBytes("data: " + new string('x', 95)));
        Assert.True(reader.Overflowed);
    }

    [Fact]
    public void RandomStreams_InRandomPieces_AreWhatTheStandardSays()
    {
        string[] words = ["data: ", "data:", "data", "event: ", "event", "id: 1", ": c", ":", "a", "ü", "💬", " ", "\n", "\n", "\r", "\r\n", "\n\n", "\uFEFF"];
        var random = new Random(20261120);
        for (var round = 0; round < 3000; round++)
        {
            var stream = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => words[random.Next(words.Length)])));
            // The naive reading strips every leading mark; the stream has at most one.
            if (stream.AsSpan().StartsWith("\uFEFF\uFEFF"u8))
                continue;
            int[] pieces = [.. Enumerable.Range(0, stream.Length + 1).Select(_ => random.Next(1, 9))];
            Assert.Equal(Received.Naive(stream), Received.InPieces(stream, pieces));
        }
    }

    [Fact]
    public void RandomBytes_NeverThrow()
    {
        var random = new Random(4711);
        byte[] favoured = [.. "data:event\r\n\r\n\n\n: "u8];
        for (var round = 0; round < 2000; round++)
        {
            var stream = new byte[random.Next(200)];
            random.NextBytes(stream);
            for (var i = 0; i < stream.Length; i++)
                stream[i] = random.Next(2) == 0 ? favoured[random.Next(favoured.Length)] : stream[i];
            Assert.Equal(Received.InPieces(stream, int.MaxValue), Received.InPieces(stream, random.Next(1, 20)));
        }
    }

    private static byte[] Stream(string lineEnd) => Encoding.UTF8.GetBytes(Everything.Replace("|", lineEnd, StringComparison.Ordinal));

    private static List<string> Drain(SseReader reader, ReadOnlySpan<byte> bytes)
    {
        reader.Write(bytes);
        var data = new List<string>();
        while (reader.TryRead(out var found))
            data.Add(Encoding.UTF8.GetString(found.Data));
        return data;
    }

    private static int Capacity(SseReader reader) => reader.PendingBytes + reader.GetMemory().Length;
}

// The chunked transfer coding: the same bytes out, however they came in; nonsense is refused.
using System.Text;
using InworldRouter.DataPlane.Upstream;

namespace InworldRouter.Tests.DataPlane.Upstream;

public sealed class ChunkedBodyTests
{
    public static readonly TheoryData<string, string> Bodies = new()
    {
        { "5\r\nHello\r\n0\r\n\r\n", "Hello" },
        { "5\r\nHello\r\n7\r\n, world\r\n0\r\n\r\n", "Hello, world" },
        { "00000c\r\nHello, world\r\n000\r\n\r\n", "Hello, world" },
        { "A\r\n0123456789\r\n0\r\n\r\n", "0123456789" },
        { "5;name=value\r\nHello\r\n6 ; x=\"y\"\r\n world\r\n0;last\r\n\r\n", "Hello world" },
        { "5\r\nHello\r\n0\r\nX-Trailer: a\r\nAnother: b\r\n\r\n", "Hello" },
        { "5\nHello\n0\n\n", "Hello" },
        { "7\r\n1\r\n2\r\n3\r\n0\r\n\r\n", "1\r\n2\r\n3" },
        { "0\r\n\r\n", "" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void EverySplit_GivesTheSameBytes(string wire, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes(wire);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
                Assert.Equal((expected, true), Decode([bytes[..first], bytes[first..second], bytes[second..]], destination: 64));
        }
        Assert.Equal((expected, true), Decode([.. bytes.Select(b => new[] { b })], destination: 64));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void ASmallDestination_IsFilledAgainAndAgain(int size) =>
        Assert.Equal(("Hello, world", true), Decode([Encoding.ASCII.GetBytes("5\r\nHello\r\n7\r\n, world\r\n0\r\n\r\n")], size));

    [Theory]
    [MemberData(nameof(Bodies))]
    public void DecodedInPlace_IsTheSame(string wire, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes(wire);
        var chunks = default(ChunkedBody);

        var written = chunks.Read(bytes, bytes, out var used);

        Assert.Equal(expected, Encoding.ASCII.GetString(bytes, 0, written));
        Assert.Equal(bytes.Length, used);
        Assert.True(chunks.IsComplete);
    }

    [Fact]
    public void WhatFollowsTheLastChunk_IsLeft()
    {
        var chunks = default(ChunkedBody);
        var body = "1\r\nx\r\n0\r\n\r\n"u8;

        chunks.Read([.. body, .. "HTTP/1.1 200 OK"u8], new byte[64], out var used);

        Assert.Equal(body.Length, used);
        Assert.True(chunks.IsComplete);
    }

    [Fact]
    public void AnUnfinishedLine_IsLeftForTheNextTime()
    {
        var chunks = default(ChunkedBody);

        Assert.Equal(1, chunks.Read("1\r\nx\r\n1f"u8, new byte[64], out var used));
        Assert.Equal(6, used);
        Assert.False(chunks.IsComplete);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("x\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("+1\r\n")]
    [InlineData("0x5\r\n")]
    [InlineData("5,\r\nHello")]
    [InlineData(" 5\r\nHello")]
    [InlineData("ffffffffffffffff\r\n")]
    [InlineData("10000000000000000\r\n")]
    [InlineData("5\r\nHello, world\r\n")]
    [InlineData("5\r\nHello\r\r\n")]
    [InlineData("<html>\n")]
    public void C64_Nonsense_IsRefused(string wire) =>
        Assert.Throws<UpstreamProtocolException>(() => Decode([Encoding.ASCII.GetBytes(wire)], destination: 64));

    [Fact]
    public void ALineThatDoesNotEnd_IsRefused()
    {
        Decode([[.. "1;"u8, .. new byte[4094]]], destination: 64);
        Assert.Throws<UpstreamProtocolException>(() => Decode([[.. "1;"u8, .. new byte[4095]]], destination: 64));
        Assert.Throws<UpstreamProtocolException>(() => Decode([[.. "0\r\n"u8, .. new byte[4097]]], destination: 64));
    }

    // As the connection uses it: what is not used is kept, and comes again with what follows.
    private static (string Text, bool IsComplete) Decode(byte[][] pieces, int destination)
    {
        var chunks = default(ChunkedBody);
        var text = new StringBuilder();
        var room = new byte[destination];
        byte[] kept = [];
        foreach (var piece in pieces)
        {
            kept = [.. kept, .. piece];
            while (true)
            {
                var written = chunks.Read(kept, room, out var used);
                kept = kept[used..];
                text.Append(Encoding.ASCII.GetString(room, 0, written));
                if (written == 0)
                    break;
            }
        }
        return (text.ToString(), chunks.IsComplete);
    }
}

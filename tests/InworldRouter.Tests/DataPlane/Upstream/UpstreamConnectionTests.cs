// One connection to a provider, over a real socket: bodies however they are framed and cut, and when it may be used again.
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using InworldRouter.DataPlane.Upstream;

namespace InworldRouter.Tests.DataPlane.Upstream;

public sealed class UpstreamConnectionTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    private readonly LoopbackServer _server = new();
    private readonly ManualTime _time = new();
    private readonly UpstreamEndpoint _endpoint;
    private readonly ResponseHead _head = new();

    public UpstreamConnectionTests() => _endpoint = new UpstreamEndpoint(_server.Url, _time);

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nHello", false, "Hello", true)]
    [InlineData("Content-Length: 0\r\n\r\n", false, "", true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nHe\r\n3\r\nllo\r\n0\r\n\r\n", false, "Hello", true)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n5\r\nHello\r\n0\r\n\r\n", false, "Hello", true)]
    [InlineData("\r\nHello", true, "Hello", false)]
    [InlineData("Content-Length: 5\r\nConnection: close\r\n\r\nHello", false, "Hello", false)]
    [InlineData("Content-Length: 5\r\n\r\nHello, world", false, "Hello", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", false, "Hello", false)]
    public async Task ABody_EndsAsItsHeadSays_InOnePieceOrByteByByte(string rest, bool closes, string expected, bool isReusable)
    {
        foreach (var size in (int[])[int.MaxValue, 1])
        {
            var (connection, peer) = await ConnectedAsync();
            var sending = SendInPiecesAsync(peer, Encoding.ASCII.GetBytes(Ok + rest), size, closes);

            Assert.Equal(expected, await AnswerAsync(connection));
            await sending;

            // What came after the answer may not have arrived before its end was seen: the next call asks the socket too.
            Assert.Equal(isReusable, connection.CanBeReused && connection.IsStillOpen());
            connection.Dispose();
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public async Task C67_StatusesWithoutABody_HaveNone(string answer)
    {
        var (connection, peer) = await ConnectedAsync();
        await peer.SendAsync(answer);

        Assert.Equal("", await AnswerAsync(connection));
        Assert.True(connection.CanBeReused);
    }

    [Fact]
    public async Task InterimAnswers_ArePassedOver()
    {
        var (connection, peer) = await ConnectedAsync();
        await peer.SendAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
        await peer.SendAsync(Ok + "Content-Length: 2\r\n\r\nHi");

        Assert.Equal("Hi", await AnswerAsync(connection));
        Assert.Equal(200, _head.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHell")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHell")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n")]
    public async Task C64_AnAnswerCutShort_IsNotAnAnswer(string answer)
    {
        var (connection, peer) = await ConnectedAsync();
        await peer.SendAsync(answer);
        peer.Finish();

        await Assert.ThrowsAsync<EndOfStreamException>(() => AnswerAsync(connection));
        Assert.False(connection.CanBeReused);
    }

    [Fact]
    public async Task C64_ChunkFramingThatIsNone_IsRefused()
    {
        var (connection, peer) = await ConnectedAsync();
        await peer.SendAsync(Ok + "Transfer-Encoding: chunked\r\n\r\nHello");

        await Assert.ThrowsAsync<UpstreamProtocolException>(async () =>
        {
            var answer = AnswerAsync(connection);
            await peer.SendAsync("\r\n");
            await answer;
        });
    }

    [Fact]
    public async Task C64_MuchRubbishBehindTheLastChunk_IsNotTheAnswers()
    {
        var (connection, peer) = await ConnectedAsync();
        await peer.SendAsync(Ok + "Transfer-Encoding: chunked\r\n\r\n");
        await connection.ReadHeadAsync(_head).Soon();
        var room = new byte[256 * 1024];
        var reading = connection.ReadBodyAsync(room).Soon();
        await peer.SendAsync((byte[])[.. "5\r\nHello\r\n0\r\n\r\n"u8, .. new byte[20_000]]);

        Assert.Equal("Hello", Encoding.ASCII.GetString(room, 0, await reading));
        Assert.Equal(0, await connection.ReadBodyAsync(room).Soon());
        Assert.False(connection.CanBeReused);
    }

    [Fact]
    public async Task AHeadWithoutEnd_IsRefused()
    {
        var (connection, peer) = await ConnectedAsync();
        await peer.SendAsync(Ok + $"X: {new string('x', 40_000)}");

        await Assert.ThrowsAsync<UpstreamProtocolException>(() => connection.ReadHeadAsync(_head).Soon());
    }

    [Fact]
    public async Task ALongHead_IsRead()
    {
        var (connection, peer) = await ConnectedAsync();
        await peer.SendAsync(Ok + $"X: {new string('x', 30_000)}\r\nContent-Length: 2\r\n\r\nHi");

        Assert.Equal("Hi", await AnswerAsync(connection));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task C09_CompressedBodies_AreRead_AlsoByteByByte(string coding)
    {
        var plain = string.Concat(Enumerable.Range(0, 200).Select(i => $"data: {{\"n\":{i}}}\n\n"));
        var bytes = Compressed(plain, coding);
        foreach (var size in (int[])[int.MaxValue, 1])
        {
            var (connection, peer) = await ConnectedAsync();
            var head = Encoding.ASCII.GetBytes($"{Ok}Content-Encoding: {coding}\r\nContent-Length: {bytes.Length}\r\n\r\n");
            var sending = SendInPiecesAsync(peer, [.. head, .. bytes], size, closes: false);

            Assert.Equal(plain, await AnswerAsync(connection));
            await sending;
        }
    }

    [Fact]
    public async Task C09_ACompressedEvent_IsReadWhenItWasFlushed()
    {
        var (connection, peer) = await ConnectedAsync();
        await peer.SendAsync(Ok + "Content-Encoding: gzip\r\n\r\n");
        await connection.ReadHeadAsync(_head).Soon();
        var body = new UpstreamBody(connection, _head.Coding);
        using var compressed = new MemoryStream();
        await using var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true);
        var room = new byte[100];
        for (var i = 0; i < 3; i++)
        {
            compressed.SetLength(0);
            await gzip.WriteAsync("data: x\n\n"u8.ToArray(), TestContext.Current.CancellationToken);
            await gzip.FlushAsync(TestContext.Current.CancellationToken);
            await peer.SendAsync(compressed.ToArray());

            Assert.Equal(9, await body.ReadAsync(room).Soon());
        }
    }

    [Fact]
    public async Task C09_ACodingThatNobodyAskedFor_IsRefused()
    {
        var (connection, peer) = await ConnectedAsync();
        await peer.SendAsync(Ok + "Content-Encoding: zstd\r\nContent-Length: 2\r\n\r\nHi");

        await Assert.ThrowsAsync<UpstreamProtocolException>(() => AnswerAsync(connection));
    }

    [Fact]
    public async Task C84_AbortFromAnotherThread_EndsAPendingRead_AndTheProviderSeesIt()
    {
        var (connection, peer) = await ConnectedAsync();
        var reading = connection.ReadHeadAsync(_head).Soon();

        await Task.Run(connection.Abort, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => reading);
        Assert.True(error is SocketException or ObjectDisposedException, error.ToString());
        await peer.GoneAsync();
        Assert.False(connection.CanBeReused);
        connection.Abort();
        connection.Dispose();
    }

    [Fact]
    public async Task ARequest_GoesOut_AsItIs()
    {
        var (connection, peer) = await ConnectedAsync();
        var body = new string('x', 2_000_000);
        var sending = connection.SendAsync(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nContent-Length: {body.Length}\r\n\r\n{body}")).Soon();

        await peer.ReadRequestAsync();
        await sending;
        Assert.Equal(body, peer.RequestBody);
        // Until now it must not be collected, which would cut it.
        connection.Dispose();
    }

    private static async Task SendInPiecesAsync(LoopbackPeer peer, byte[] bytes, int size, bool closes)
    {
        for (var at = 0; at < bytes.Length; at += Math.Min(size, bytes.Length - at))
            await peer.SendAsync(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        if (closes)
            peer.Finish();
    }

    private static byte[] Compressed(string text, string coding)
    {
        using var bytes = new MemoryStream();
        using (Stream stream = coding switch
        {
            "gzip" => new GZipStream(bytes, CompressionLevel.Optimal),
            "br" => new BrotliStream(bytes, CompressionLevel.Optimal),
            _ => new ZLibStream(bytes, CompressionLevel.Optimal),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        return bytes.ToArray();
    }

    private async Task<(UpstreamConnection Connection, LoopbackPeer Peer)> ConnectedAsync()
    {
        var connection = UpstreamEndpoint.Open();
        await _endpoint.ConnectAsync(connection).Soon();
        return (connection, await _server.AcceptAsync());
    }

    private async Task<string> AnswerAsync(UpstreamConnection connection)
    {
        await connection.ReadHeadAsync(_head).Soon();
        var body = new UpstreamBody(connection, _head.Coding);
        using var text = new MemoryStream();
        var room = new byte[1000];
        while (await body.ReadAsync(room).Soon() is > 0 and var read)
            text.Write(room, 0, read);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}

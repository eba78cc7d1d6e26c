// Request bodies: whole, in pieces, compressed, too large, broken, and not there.
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Ingress;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InworldRouter.Tests.DataPlane.Ingress;

public sealed class PooledBodyTests : IDisposable
{
    private const long Limit = 100_000;

    private readonly PooledBody _body = new();

    public void Dispose() => _body.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99_999)]
    [InlineData(100_000)]
    public async Task C96_UpToTheLimit_ABodyIsRead_WithAndWithoutItsLength(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        foreach (var said in (long?[])[length, null])
        {
            _body.Reset();
            Assert.Null(await ReadAsync(bytes, said));
            Assert.Equal(bytes, _body.Span);
            Assert.Equal(length, _body.Length);
            Assert.Equal(bytes, _body.Memory.ToArray());
        }
    }

    [Fact]
    public async Task C96_BeyondTheLimit_TheAnswerIs413_BeforeAByteIsReadWhenTheLengthSaysSo()
    {
        var announced = Request(new NeverReader(), contentLength: Limit + 1);
        AssertTooLarge(await _body.ReadAsync(announced, Limit).Soon());
        AssertTooLarge(await ReadAsync(new byte[Limit + 1], null));
        Assert.InRange(_body.Length, 0, Limit);
    }

    [Fact]
    public async Task C98_ALengthThatIsOnlyAnnounced_TakesNoMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = _body.ReadAsync(Request(new NeverReader(), contentLength: 60_000_000), 64_000_000);

        Assert.False(reading.IsCompleted);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("identity")]
    public async Task C95_ACompressedBody_IsReadPlain(string coding)
    {
        Assert.SkipWhen(coding == "zstd" && !ZstdStream.IsAvailable, "libzstd.so.1 is not installed here");
        var text = string.Concat(Enumerable.Repeat("Hello, world. ", 1000));

        Assert.Null(await ReadAsync(Compressed(text, coding), null, coding));
        Assert.Equal(text, Encoding.UTF8.GetString(_body.Span));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task C95_ABombIsDefusedAtTheLimit(string coding)
    {
        Assert.SkipWhen(coding == "zstd" && !ZstdStream.IsAvailable, "libzstd.so.1 is not installed here");
        var bomb = Compressed(new string('0', 50_000_000), coding);
        Assert.InRange(bomb.Length, 0, Limit);

        AssertTooLarge(await ReadAsync(bomb, bomb.Length, coding));
        Assert.InRange(_body.Length, 0, 2 * Limit);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task C95_BrokenCompression_Is400_WithTheCoding(string coding)
    {
        Assert.SkipWhen(coding == "zstd" && !ZstdStream.IsAvailable, "libzstd.so.1 is not installed here");
        var error = (await ReadAsync("{\"model\":\"this is no compressed body at all\"}"u8.ToArray(), null, coding))!;

        Assert.Equal((400, "invalid_request_error"), (error.Status, error.Type));
        Assert.Contains($"not valid {coding}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task C95_ACompressedBodyCutShort_IsNotTakenForAWhole(string coding)
    {
        Assert.SkipWhen(coding == "zstd" && !ZstdStream.IsAvailable, "libzstd.so.1 is not installed here");
        var whole = Compressed($$"""{"model":"a/m","messages":[{{string.Join(',', Enumerable.Range(0, 5000))}}]}""", coding);
        // The last bytes are checksums, without which the JSON is there all the same.
        for (var length = 1; length < whole.Length - 16; length += 97)
        {
            var http = new DefaultHttpContext();
            http.Request.Body = new MemoryStream(whole[..length]);
            http.Request.Headers.ContentEncoding = coding;
            using var exchange = new InworldRouter.DataPlane.Exchange(TimeProvider.System);

            var error = await exchange.Body.ReadAsync(http.Request, Limit).Soon() ?? CallReader.Read(exchange);

            Assert.Equal(400, error?.Status);
        }
    }

    [Theory]
    [InlineData("lzma")]
    [InlineData("gzip, br")]
    [InlineData("*")]
    public async Task C95_ACodingThatIsNotKnown_Is415_AndSaysWhichAre(string coding)
    {
        var error = (await ReadAsync("x"u8.ToArray(), null, coding))!;

        Assert.Equal(415, error.Status);
        Assert.Contains("gzip, br, deflate, zstd or none", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StatusCodes.Status413PayloadTooLarge, 413)]
    [InlineData(StatusCodes.Status400BadRequest, 400)]
    [InlineData(StatusCodes.Status408RequestTimeout, 408)]
    public async Task WhatTheServerFindsWrong_IsTold(int found, int expected)
    {
        var error = await _body.ReadAsync(Request(new NeverReader(new BadHttpRequestException("Bad chunk", found))), Limit).Soon();

        Assert.Equal(expected, error!.Status);
    }

    [Fact]
    public async Task C84_ACallerThatLeavesWhileItSpeaks_HasLeft()
    {
        foreach (var cause in (Exception[])[new OperationCanceledException(), new IOException("reset")])
            Assert.Equal(499, (await _body.ReadAsync(Request(new NeverReader(cause)), Limit).Soon())!.Status);
    }

    [Fact]
    public async Task ABody_IsReadAsItComes()
    {
        var pipe = new Pipe();
        var reading = _body.ReadAsync(Request(pipe.Reader), Limit).Soon();
        for (var i = 0; i < 100; i++)
            await pipe.Writer.WriteAsync("0123456789"u8.ToArray(), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();

        Assert.Null(await reading);
        Assert.Equal(string.Concat(Enumerable.Repeat("0123456789", 100)), Encoding.ASCII.GetString(_body.Span));
    }

    [Fact]
    public async Task Released_TheBytesAreGone_AndTheLengthIsKnown()
    {
        await ReadAsync("Hello"u8.ToArray(), 5);
        _body.Release();

        Assert.Equal((0, 5), (_body.Span.Length, _body.Length));
        _body.Reset();
        Assert.Equal(0, _body.Length);
    }

    private static void AssertTooLarge(RouterError? error)
    {
        Assert.Equal((413, "request_too_large"), (error!.Status, error.Code));
        Assert.Contains($"{Limit} bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("limits.maxBodyBytes", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Compressed(string text, string coding)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        using var bytes = new MemoryStream();
        switch (coding.ToLowerInvariant())
        {
            case "gzip" or "x-gzip":
                using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
                    gzip.Write(plain);
                break;
            case "br":
                using (var brotli = new BrotliStream(bytes, CompressionLevel.Fastest))
                    brotli.Write(plain);
                break;
            case "deflate":
                using (var zlib = new ZLibStream(bytes, CompressionLevel.Optimal))
                    zlib.Write(plain);
                break;
            case "zstd":
                return Zstd.Compress(plain);
            default:
                return plain;
        }
        return bytes.ToArray();
    }

    private static HttpRequest Request(PipeReader reader, long? contentLength = null, string? coding = null)
    {
        var http = new DefaultHttpContext();
        http.Features.Set<IRequestBodyPipeFeature>(new BodyPipe(reader));
        http.Request.Body = reader.AsStream();
        http.Request.ContentLength = contentLength;
        http.Request.Headers.ContentEncoding = coding;
        return http.Request;
    }

    private Task<RouterError?> ReadAsync(byte[] bytes, long? contentLength, string? coding = null) =>
        _body.ReadAsync(Request(PipeReader.Create(new MemoryStream(bytes)), contentLength, coding), Limit).Soon();

    private sealed class BodyPipe(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }

    // A caller that says nothing more, or of whom the server says why.
    private sealed class NeverReader(Exception? cause = null) : PipeReader
    {
        public override void AdvanceTo(SequencePosition consumed)
        {
        }

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
        }

        public override void CancelPendingRead()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            cause is null ? new(new TaskCompletionSource<ReadResult>().Task) : ValueTask.FromException<ReadResult>(cause);

        public override bool TryRead(out ReadResult result)
        {
            result = default;
            return false;
        }
    }
}

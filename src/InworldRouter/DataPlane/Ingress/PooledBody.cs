// A request's body as one contiguous span in a rented array, read to a limit.
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Ingress;

public sealed class PooledBody : IDisposable
{
    // A length is only a promise: for more than this, bytes must have come. Otherwise a thousand callers that announce 64 MB and send nothing
    // would take all the memory there is.
    private const int LargestReserved = 1024 * 1024;

    private PooledBuffer _bytes = new();
    private PooledBuffer _other = new();

    public ReadOnlySpan<byte> Span => _bytes.Written;

    public ReadOnlyMemory<byte> Memory => _bytes.WrittenMemory;

    /// <summary>Bytes of the body, also after <see cref="Release"/>.</summary>
    public int Length { get; private set; }

    /// <summary>Reads the whole body, decompressed if it says that it is compressed (C95).</summary>
    /// <param name="limit">Largest body, in bytes, after decompression.</param>
    /// <returns>Null, or the refusal.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RouterError?> ReadAsync(HttpRequest request, long limit)
    {
        if (request.ContentLength > limit)
            return RouterError.TooLarge(limit);
        var refusal = await ReadAnyAsync(request, limit);
        Length = _bytes.Length;
        return refusal;
    }

    /// <summary>The body with these edits; places in the old one mean nothing any more.</summary>
    public void Rewrite(JsonPatch edits)
    {
        edits.Apply(_bytes.Written, _other);
        (_bytes, _other) = (_other, _bytes);
        _other.Reset();
        Length = _bytes.Length;
    }

    /// <summary>Gives the bytes back while the call goes on without them.</summary>
    public void Release() => _bytes.Dispose();

    public void Reset()
    {
        _bytes.Reset();
        Length = 0;
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _other.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RouterError?> ReadAnyAsync(HttpRequest request, long limit)
    {
        var coding = request.Headers.ContentEncoding;
        try
        {
            if (coding.Count > 0 && !coding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
                return await ReadCompressedAsync(request.Body, coding.ToString(), limit);
            if (request.ContentLength is { } length)
                _bytes.GetSpan((int)Math.Min(length, LargestReserved));
            return await ReadPlainAsync(request.BodyReader, limit);
        }
        catch (BadHttpRequestException wrong) when (wrong.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return RouterError.TooLarge(limit);
        }
        catch (Exception gone) when (gone is OperationCanceledException || (gone is IOException && gone is not BadHttpRequestException))
        {
            return RouterError.ClientLeft;
        }
        catch (BadHttpRequestException wrong)
        {
            return new RouterError(wrong.StatusCode, "invalid_request_error", $"The request body could not be read: {wrong.Message}");
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RouterError?> ReadPlainAsync(PipeReader reader, long limit)
    {
        while (true)
        {
            var read = await reader.ReadAsync();
            var piece = read.Buffer;
            if (_bytes.Length + piece.Length > limit)
            {
                reader.AdvanceTo(piece.End);
                return RouterError.TooLarge(limit);
            }
            foreach (var segment in piece)
                _bytes.Write(segment.Span);
            reader.AdvanceTo(piece.End);
            if (read.IsCompleted || read.IsCanceled)
                return null;
        }
    }

    // The limit holds for what comes out: a few kilobytes of zeros may become gigabytes.
    private async ValueTask<RouterError?> ReadCompressedAsync(Stream body, string coding, long limit)
    {
        using var plain = Open(body, coding);
        if (plain is null)
            return new RouterError(415, "invalid_request_error", $"Content-Encoding \"{coding}\" is not supported here; send gzip, br, deflate, zstd or none.");
        try
        {
            while (true)
            {
                var read = await plain.ReadAsync(_bytes.GetMemory(16 * 1024));
                if (read == 0)
                    return null;
                _bytes.Advance(read);
                if (_bytes.Length > limit)
                    return RouterError.TooLarge(limit);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException)
        {
            return RouterError.Invalid(null, $"The request body is not valid {coding}: {broken.Message}");
        }
    }

    private static Stream? Open(Stream body, string coding) => coding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        "zstd" => ZstdStream.IsAvailable ? new ZstdStream(body) : null,
        _ => null,
    };
}

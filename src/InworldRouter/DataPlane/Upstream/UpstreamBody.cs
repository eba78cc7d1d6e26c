// The body of an upstream's answer, its transfer coding and content coding removed.
using System.IO.Compression;

namespace InworldRouter.DataPlane.Upstream;

/// <summary>
/// We ask for no compression, since it would only delay a stream; a front end that compresses all the same is understood (C09).
/// </summary>
public readonly struct UpstreamBody
{
    private readonly Stream? _decoded;

    public UpstreamBody(UpstreamConnection connection, BodyCoding coding)
    {
        Connection = connection;
        _decoded = coding switch
        {
            BodyCoding.Identity => null,
            BodyCoding.Gzip => new GZipStream(new Raw(connection), CompressionMode.Decompress),
            BodyCoding.Deflate => new ZLibStream(new Raw(connection), CompressionMode.Decompress),
            BodyCoding.Brotli => new BrotliStream(new Raw(connection), CompressionMode.Decompress),
            BodyCoding.Unknown => throw new UpstreamProtocolException("the answer has a Content-Encoding that nobody asked for"),
            _ => throw new ArgumentOutOfRangeException(nameof(coding)),
        };
    }

    public UpstreamConnection Connection { get; }

    /// <returns>0 at the end.</returns>
    public ValueTask<int> ReadAsync(Memory<byte> destination) =>
        _decoded is null ? Connection.ReadBodyAsync(destination) : _decoded.ReadAsync(destination);

    // What the decoders read from.
    private sealed class Raw(UpstreamConnection connection) : ForwardStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => connection.ReadBodyAsync(buffer);
    }
}

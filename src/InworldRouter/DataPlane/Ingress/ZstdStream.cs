// Decompresses zstd through the system's libzstd, which .NET does not wrap yet; present in every Debian and Ubuntu image.
using System.Buffers;
using System.Runtime.InteropServices;

namespace InworldRouter.DataPlane.Ingress;

/// <summary>Read-only, forward-only. Without the library <see cref="IsAvailable"/> is false and the coding is refused with 415.</summary>
public sealed partial class ZstdStream : ForwardStream
{
    private const string Library = "libzstd.so.1";

    private readonly Stream _source;
    private readonly byte[] _input = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private nint _decoder = ZSTD_createDStream();
    private int _start;
    private int _end;
    private bool _frameOpen;

    public ZstdStream(Stream source) => _source = source;

    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, out _);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var written = Decode(buffer.Span);
            if (written > 0)
                return written;
            _start = 0;
            _end = await _source.ReadAsync(_input, cancellationToken);
            if (_end == 0)
                return _frameOpen ? throw new InvalidDataException("the zstd frame is cut short") : 0;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (_decoder != 0)
        {
            ZSTD_freeDStream(_decoder);
            _decoder = 0;
            ArrayPool<byte>.Shared.Return(_input);
        }
        base.Dispose(disposing);
    }

    private unsafe int Decode(Span<byte> destination)
    {
        if (_start == _end)
            return 0;
        fixed (byte* input = _input)
        fixed (byte* output = destination)
        {
            var from = new Buffer { Bytes = input, Size = (nuint)_end, Position = (nuint)_start };
            var to = new Buffer { Bytes = output, Size = (nuint)destination.Length };
            var left = ZSTD_decompressStream(_decoder, &to, &from);
            if (ZSTD_isError(left) != 0)
                throw new InvalidDataException("these bytes are no zstd frame");
            _start = (int)from.Position;
            // "0 when a frame is completely decoded and fully flushed" (zstd.h)
            _frameOpen = left != 0;
            return (int)to.Position;
        }
    }

    // ZSTD_inBuffer and ZSTD_outBuffer have the same shape (zstd.h).
    private unsafe struct Buffer
    {
        public byte* Bytes;
        public nuint Size;
        public nuint Position;
    }

    [LibraryImport(Library)]
    private static partial nint ZSTD_createDStream();

    [LibraryImport(Library)]
    private static partial nuint ZSTD_freeDStream(nint stream);

    [LibraryImport(Library)]
    private static unsafe partial nuint ZSTD_decompressStream(nint stream, Buffer* output, Buffer* input);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);
}

// A string's UTF-8, whichever form it has: in place where it is there, else transcoded into the caller's buffer or a pooled one.
using System.Buffers;
using System.Text;

namespace InworldRouter.Cel.Values;

internal ref struct Utf8View
{
    /// <summary>What callers put on their stack for it.</summary>
    public const int Scratch = 256;

    private byte[]? _rented;

    public ReadOnlySpan<byte> Bytes;

    public static Utf8View Of(in CelValue text, Span<byte> scratch)
    {
        if (text.HasUtf8)
            return new Utf8View { Bytes = text.Utf8Text };
        var utf16 = text.Utf16Text!;
        var view = default(Utf8View);
        var most = Encoding.UTF8.GetMaxByteCount(utf16.Length);
        if (most > scratch.Length)
            scratch = view._rented = ArrayPool<byte>.Shared.Rent(most);
        view.Bytes = scratch[..Encoding.UTF8.GetBytes(utf16, scratch)];
        return view;
    }

    public readonly void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }
}

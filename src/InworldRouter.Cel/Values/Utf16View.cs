// A string's UTF-16, for what works on that alone: .NET's regular expressions.
using System.Buffers;
using System.Text;

namespace InworldRouter.Cel.Values;

internal ref struct Utf16View
{
    private char[]? _rented;

    public ReadOnlySpan<char> Chars;

    public static Utf16View Of(in CelValue text)
    {
        if (text.Utf16Text is { } utf16)
            return new Utf16View { Chars = utf16 };
        var bytes = text.Utf8Text;
        var view = default(Utf16View);
        view._rented = ArrayPool<char>.Shared.Rent(Math.Max(bytes.Length, 1)); // UTF-16 never has more units than UTF-8 has bytes
        view.Chars = view._rented.AsSpan(0, Encoding.UTF8.GetChars(bytes, view._rented));
        return view;
    }

    public readonly void Dispose()
    {
        if (_rented is not null)
            ArrayPool<char>.Shared.Return(_rented);
    }
}

// A name as one segment of a path: whatever a caller calls a model, the path stays the one that was meant.
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Dialects;

public static class PathSegment
{
    /// <summary>
    /// Percent-encoded but for RFC 3986's "unreserved" characters and <c>@</c>, which versions of models have (<c>claude-haiku-4-5@20251001</c>). The
    /// colon is encoded too: Google's verbs begin with it.
    /// </summary>
    public static void Write(ReadOnlySpan<char> name, PooledBuffer output)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '-' or '.' or '_' or '~' or '@'))
            {
                output.Write((byte)rune.Value);
                continue;
            }
            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                output.Write((byte)'%');
                output.Write("0123456789ABCDEF"u8[b >> 4]);
                output.Write("0123456789ABCDEF"u8[b & 15]);
            }
        }
    }
}

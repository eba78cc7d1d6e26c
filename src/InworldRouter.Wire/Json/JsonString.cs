// The escapes of a JSON string undone, byte for byte, without a reader object and without an exception for odd input.
using System.Buffers;
using System.Text;

namespace InworldRouter.Wire.Json;

/// <summary>
/// RFC 8259, section 7. Half a surrogate pair (<c>"\ud83d"</c>), which the grammar allows and UTF-8 cannot say, becomes U+FFFD: System.Text.Json
/// throws there, and what a client sends must not.
/// </summary>
public static class JsonString
{
    /// <summary>Undoes the escapes of a well-formed string.</summary>
    /// <param name="inner">The bytes between the quotes.</param>
    /// <param name="plain">At least as long as <paramref name="inner"/>: no escape is shorter than what it stands for.</param>
    /// <returns>Bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> inner, Span<byte> plain)
    {
        var written = 0;
        while (true)
        {
            var run = inner.IndexOf((byte)'\\');
            if (run < 0)
            {
                inner.CopyTo(plain[written..]);
                return written + inner.Length;
            }
            inner[..run].CopyTo(plain[written..]);
            written += run;
            var escape = inner[run + 1];
            inner = inner[(run + 2)..];
            if (escape == 'u')
                written += Rune(ref inner).EncodeToUtf8(plain[written..]);
            else
                plain[written++] = Plain(escape);
        }
    }

    /// <summary>Whether the string, its escapes undone, is these bytes.</summary>
    public static bool UnescapedEquals(ReadOnlySpan<byte> inner, ReadOnlySpan<byte> text)
    {
        if (inner.IndexOf((byte)'\\') < 0)
            return inner.SequenceEqual(text);
        if (inner.Length < text.Length)
            return false;
        var plain = ArrayPool<byte>.Shared.Rent(inner.Length);
        var equal = plain.AsSpan(0, Unescape(inner, plain)).SequenceEqual(text);
        ArrayPool<byte>.Shared.Return(plain);
        return equal;
    }

    /// <summary>How many characters (code points) a well-formed string has, its escapes undone.</summary>
    /// <param name="inner">The bytes between the quotes.</param>
    public static int CountCharacters(ReadOnlySpan<byte> inner)
    {
        var count = 0;
        for (var i = 0; i < inner.Length; i++)
        {
            // Every byte but those that continue a character begins one.
            if ((inner[i] & 0xC0) == 0x80)
                continue;
            count++;
            if (inner[i] != '\\')
                continue;
            i++;
            if (inner[i] != 'u')
                continue;
            i += 4;
            // The second half of a surrogate pair is the same character.
            if (char.IsHighSurrogate(Hex(inner[(i - 3)..])) && inner.Length - i > 6 && inner[i + 1] == '\\' && inner[i + 2] == 'u' && char.IsLowSurrogate(Hex(inner[(i + 3)..])))
                i += 6;
        }
        return count;
    }

    /// <summary>The string as text, its escapes undone.</summary>
    public static string ToText(ReadOnlySpan<byte> inner)
    {
        if (inner.IndexOf((byte)'\\') < 0)
            return Encoding.UTF8.GetString(inner);
        var plain = ArrayPool<byte>.Shared.Rent(inner.Length);
        var text = Encoding.UTF8.GetString(plain, 0, Unescape(inner, plain));
        ArrayPool<byte>.Shared.Return(plain);
        return text;
    }

    private static byte Plain(byte escape) => escape switch
    {
        (byte)'b' => 8,
        (byte)'f' => 12,
        (byte)'n' => 10,
        (byte)'r' => 13,
        (byte)'t' => 9,
        _ => escape,
    };

    // Stands behind "\u". A pair of escapes is one character; the second is taken only when it completes the first.
    private static Rune Rune(ref ReadOnlySpan<byte> rest)
    {
        var first = Hex(rest);
        rest = rest[4..];
        if (System.Text.Rune.TryCreate(first, out var rune))
            return rune;
        if (rest.Length >= 6 && rest[0] == '\\' && rest[1] == 'u' && System.Text.Rune.TryCreate(first, Hex(rest[2..]), out rune))
        {
            rest = rest[6..];
            return rune;
        }
        return System.Text.Rune.ReplacementChar;
    }

    private static char Hex(ReadOnlySpan<byte> digits)
    {
        var code = 0;
        foreach (var digit in digits[..4])
            code = (code << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return (char)code;
    }
}

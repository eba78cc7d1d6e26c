// The text of a literal → its value.
using System.Globalization;
using System.Text;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Syntax;

internal static class LiteralReader
{
    /// <summary>A number; a minus before it belongs to it, so that the smallest int can be written.</summary>
    public static bool TryReadNumber(TokenKind kind, ReadOnlySpan<char> text, bool isNegative, out CelValue value, out string fault)
    {
        fault = "";
        value = default;
        if (kind == TokenKind.Float)
        {
            var number = double.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
            value = CelValue.Of(isNegative ? -number : number);
            if (double.IsFinite(number))
                return true;
            fault = $"the double {text} is out of range, at most 1.7976931348623157e308";
            return false;
        }

        var digits = kind == TokenKind.UInt ? text[..^1] : text;
        var isHex = digits.StartsWith("0x", StringComparison.Ordinal);
        var styles = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        var fits = ulong.TryParse(isHex ? digits[2..] : digits, styles, CultureInfo.InvariantCulture, out var bits);
        if (kind == TokenKind.UInt)
        {
            value = CelValue.Of(bits);
            if (fits && !isNegative)
                return true;
            fault = isNegative ? $"the uint {text} cannot be negative" : $"the uint {text} is out of range, at most 18446744073709551615u";
            return false;
        }
        value = CelValue.Of(isNegative ? unchecked(-(long)bits) : (long)bits);
        if (fits && bits <= (isNegative ? 1UL << 63 : long.MaxValue))
            return true;
        fault = $"the int {(isNegative ? "-" : "")}{text} is out of range, from -9223372036854775808 to 9223372036854775807; a uint is written {text}u";
        return false;
    }

    /// <param name="text">With prefix and quotes.</param>
    /// <param name="faultAt">Where in the text an escape is wrong.</param>
    public static bool TryReadString(ReadOnlySpan<char> text, out CelValue value, out string fault, out int faultAt)
    {
        value = default;
        fault = "";
        faultAt = 0;
        var isBytes = text[0] is 'b' or 'B';
        var at = isBytes ? 1 : 0;
        var isRaw = text[at] is 'r' or 'R';
        at += isRaw ? 1 : 0;
        var quotes = text.Length - at >= 6 && text[at + 1] == text[at] && text[at + 2] == text[at] ? 3 : 1;
        at += quotes;
        var content = text[at..^quotes];
        if (!isBytes && !content.ContainsAny('\\', '\r'))
        {
            value = CelValue.Constant(content.ToString());
            return HasNoLoneSurrogate(content, at, ref fault, ref faultAt);
        }

        var bytes = new List<byte>(content.Length);
        for (var i = 0; i < content.Length;)
        {
            if (content[i] == '\\' && !isRaw)
            {
                if (!TryUnescape(content, ref i, isBytes, bytes, out fault))
                {
                    faultAt = at + i;
                    return false;
                }
                continue;
            }
            if (content[i] == '\r')
            {
                // As the reference implementations do: every line ends in \n, however it was written.
                bytes.Add((byte)'\n');
                i += i + 1 < content.Length && content[i + 1] == '\n' ? 2 : 1;
                continue;
            }
            if (Rune.DecodeFromUtf16(content[i..], out var rune, out var length) != System.Buffers.OperationStatus.Done)
                return HasNoLoneSurrogate(content, at, ref fault, ref faultAt);
            Append(bytes, rune);
            i += length;
        }
        var plain = bytes.ToArray();
        value = isBytes ? CelValue.Bytes(plain) : CelValue.Constant(Encoding.UTF8.GetString(plain));
        return true;
    }

    private static bool HasNoLoneSurrogate(ReadOnlySpan<char> content, int offset, ref string fault, ref int faultAt)
    {
        for (var i = 0; i < content.Length; i++)
        {
            if (!char.IsSurrogate(content[i]))
                continue;
            if (char.IsHighSurrogate(content[i]) && i + 1 < content.Length && char.IsLowSurrogate(content[i + 1]))
            {
                i++;
                continue;
            }
            fault = "the source is not valid Unicode: half of a surrogate pair";
            faultAt = offset + i;
            return false;
        }
        return true;
    }

    /// <summary>One escape sequence, i at its backslash; i is then after it, or still there when it is wrong.</summary>
    private static bool TryUnescape(ReadOnlySpan<char> content, ref int i, bool isBytes, List<byte> bytes, out string fault)
    {
        fault = "";
        var c = i + 1 < content.Length ? content[i + 1] : '\0';
        var simple = c switch
        {
            '\\' or '?' or '"' or '\'' or '`' => c,
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => '\uFFFF',
        };
        if (simple != '\uFFFF')
        {
            bytes.Add((byte)simple);
            i += 2;
            return true;
        }
        // Escapes of x and of octal digits are code points in a string and octets in bytes.
        var (start, count, radix) = c switch
        {
            'x' or 'X' => (2, 2, 16),
            'u' => (2, 4, 16),
            'U' => (2, 8, 16),
            >= '0' and <= '7' => (1, 3, 8),
            _ => (0, 0, 0),
        };
        if (count == 0 || (isBytes && c is 'u' or 'U'))
        {
            fault = isBytes && c is 'u' or 'U'
                ? $"\\{c} is not allowed in bytes, which have no code points; use \\x"
                : $"'\\{c}' is not an escape sequence; a backslash is written \\\\ or stands in a raw string r\"…\"";
            return false;
        }
        if (!TryDigits(content, i + start, count, radix, out var code) || (radix == 8 && code > byte.MaxValue))
        {
            fault = radix == 8 ? "an octal escape has three digits, \\000 to \\377" : $"\\{c} is followed by {count} hexadecimal digits";
            return false;
        }
        var end = i + start + count;
        if (radix == 8 ? isBytes : c is 'x' or 'X' && isBytes)
        {
            bytes.Add((byte)code);
            i = end;
            return true;
        }
        // "Characters in other Unicode planes can be represented with surrogate pairs."
        if (c == 'u' && code is >= 0xD800 and < 0xDC00 && end + 1 < content.Length && content[end] == '\\' && content[end + 1] == 'u'
            && TryDigits(content, end + 2, 4, 16, out var low) && low is >= 0xDC00 and < 0xE000)
        {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            end += 6;
        }
        if (!Rune.IsValid(code))
        {
            fault = $"{content[i..end]} is not a Unicode code point";
            return false;
        }
        Append(bytes, new Rune(code));
        i = end;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> content, int start, int count, int radix, out uint code)
    {
        code = 0;
        if (start + count > content.Length)
            return false;
        foreach (var c in content.Slice(start, count))
        {
            if (!char.IsAsciiHexDigit(c) || (radix == 8 && c > '7'))
                return false;
            code = (code * (uint)radix) + (uint)(char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return true;
    }

    private static void Append(List<byte> bytes, Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
    }
}

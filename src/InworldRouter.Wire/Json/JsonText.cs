// Writes JSON scalars into a pooled buffer without a writer object: strings escaped, numbers as they are.
using System.Buffers;
using System.Text;
using System.Text.Unicode;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Wire.Json;

/// <summary>
/// The few JSON forms that the router writes by itself around bytes it only copies. Only what RFC 8259, section 7, demands is escaped ("quotation
/// mark, reverse solidus, and the control characters"): other text, emoji too, stays as it is, short and readable.
/// </summary>
public static class JsonText
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
    [
        (byte)'"', (byte)'\\', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
        17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    ]);

    /// <summary>A quoted, escaped string. Half a surrogate pair becomes U+FFFD.</summary>
    public static void WriteJsonString(this PooledBuffer output, ReadOnlySpan<char> text)
    {
        output.Write((byte)'"');
        // As UTF-8 first, in the output itself: nearly no string needs more than that.
        var from = output.Length;
        output.WriteText(text);
        var escape = output.Written[from..].IndexOfAny(Escaped);
        if (escape >= 0)
            EscapeTail(output, from + escape);
        output.Write((byte)'"');
    }

    /// <summary>A quoted, escaped string from UTF-8. Invalid bytes become U+FFFD.</summary>
    public static void WriteJsonString(this PooledBuffer output, ReadOnlySpan<byte> utf8)
    {
        output.Write((byte)'"');
        output.WriteEscaped(utf8);
        output.Write((byte)'"');
    }

    /// <summary>The escaped characters of a string, without quotes. Invalid bytes become U+FFFD.</summary>
    public static void WriteEscaped(this PooledBuffer output, ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            WriteRepaired(output, utf8);
            return;
        }
        while (true)
        {
            var run = utf8.IndexOfAny(Escaped);
            if (run < 0)
            {
                output.Write(utf8);
                return;
            }
            output.Write(utf8[..run]);
            WriteEscape(output, utf8[run]);
            utf8 = utf8[(run + 1)..];
        }
    }

    /// <summary>Data in base64, without quotes.</summary>
    public static void WriteBase64(this PooledBuffer output, ReadOnlySpan<byte> data)
    {
        System.Buffers.Text.Base64.EncodeToUtf8(data, output.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(data.Length)), out _, out var written);
        output.Advance(written);
    }

    /// <summary><c>,"name":</c> — or without the comma right after an opening brace.</summary>
    public static void WriteName(this PooledBuffer output, ReadOnlySpan<byte> name)
    {
        if (!output.IsEmpty && output.Written[^1] != '{')
            output.Write((byte)',');
        output.Write((byte)'"');
        output.Write(name);
        output.Write("\":"u8);
    }

    private static void EscapeTail(PooledBuffer output, int from)
    {
        var length = output.Length - from;
        var tail = ArrayPool<byte>.Shared.Rent(length);
        output.Written[from..].CopyTo(tail);
        output.Truncate(from);
        output.WriteEscaped(tail.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(tail);
    }

    private static void WriteEscape(PooledBuffer output, byte b)
    {
        switch (b)
        {
            case (byte)'"':
                output.Write("\\\""u8);
                break;
            case (byte)'\\':
                output.Write("\\\\"u8);
                break;
            case (byte)'\n':
                output.Write("\\n"u8);
                break;
            case (byte)'\r':
                output.Write("\\r"u8);
                break;
            case (byte)'\t':
                output.Write("\\t"u8);
                break;
            case (byte)'\b':
                output.Write("\\b"u8);
                break;
            case (byte)'\f':
                output.Write("\\f"u8);
                break;
            default:
                output.Write(b < 16 ? "\\u000"u8 : "\\u001"u8);
                output.Write("0123456789abcdef"u8[b & 15]);
                break;
        }
    }

    private static void WriteRepaired(PooledBuffer output, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var used);
            utf8 = utf8[used..];
            if (rune.Value < 0x80 && Escaped.Contains((byte)rune.Value))
                WriteEscape(output, (byte)rune.Value);
            else
                output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
        }
    }
}

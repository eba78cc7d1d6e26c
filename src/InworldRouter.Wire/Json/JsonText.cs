// Writes JSON scalars into a pooled buffer without a writer object: strings escaped, numbers as they are.
using System.Text;
using System.Text.Encodings.Web;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Wire.Json;

/// <summary>The few JSON forms that the router writes by itself around bytes it only copies.</summary>
public static class JsonText
{
    // Only what RFC 8259 demands is escaped: text stays readable in logs and diffs, and short.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>A quoted, escaped string.</summary>
    public static void WriteJsonString(this PooledBuffer output, ReadOnlySpan<char> text)
    {
        output.Write((byte)'"');
        if (Encoder is { } && text.IndexOfAnyExceptInRange(' ', '~') < 0 && text.IndexOfAny('"', '\\') < 0)
        {
            output.WriteText(text);
        }
        else
        {
            Span<byte> scratch = stackalloc byte[text.Length <= 128 ? text.Length * 3 : 0];
            var utf8 = scratch.Length > 0 ? scratch : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
            output.WriteEscaped(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        }
        output.Write((byte)'"');
    }

    /// <summary>A quoted, escaped string from UTF-8. Invalid bytes become U+FFFD.</summary>
    public static void WriteJsonString(this PooledBuffer output, ReadOnlySpan<byte> utf8)
    {
        output.Write((byte)'"');
        output.WriteEscaped(utf8);
        output.Write((byte)'"');
    }

    /// <summary>The escaped characters of a string, without quotes.</summary>
    public static void WriteEscaped(this PooledBuffer output, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            var span = output.GetSpan(Math.Min(utf8.Length, 4096) + 16);
            Encoder.EncodeUtf8(utf8, span, out var read, out var written);
            output.Advance(written);
            utf8 = utf8[read..];
            if (read == 0 && written == 0)
                throw new InvalidOperationException("the encoder made no progress");
        }
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
}

// What kind of file base64 data is: by its first bytes, which do not lie, else by what was said of it.
using System.Buffers;
using System.Buffers.Text;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects;

/// <summary>"media type sniffed" (C54): callers label screenshots .jpg that are png, and providers refuse the call for it.</summary>
public static class MediaTypes
{
    /// <param name="base64">As it stands in a JSON string; a slash may be escaped.</param>
    /// <returns>Empty when the bytes say nothing.</returns>
    public static ReadOnlySpan<byte> Sniff(ReadOnlySpan<byte> base64)
    {
        // The magic numbers in base64, as far as they are whole characters.
        return base64 switch
        {
            _ when base64.StartsWith("iVBORw0KGgo"u8) => "image/png"u8,
            _ when base64.StartsWith("/9j/"u8) || base64.StartsWith("\\/9j\\/"u8) => "image/jpeg"u8,
            _ when base64.StartsWith("R0lGOD"u8) => "image/gif"u8,
            _ when base64.StartsWith("UklGR"u8) => Riff(base64),
            _ when base64.StartsWith("JVBERi0"u8) => "application/pdf"u8,
            _ => default,
        };
    }

    /// <summary>What was said, in the usual spelling; empty when nothing was.</summary>
    public static ReadOnlySpan<byte> Known(scoped in JsonValue mediaType, ReadOnlySpan<byte> body)
    {
        if (!mediaType.IsPresent)
            return default;
        var inner = mediaType.Inner(body);
        if (inner.IndexOf((byte)'\\') >= 0)
        {
            var plain = new byte[inner.Length];
            inner = plain.AsSpan(0, JsonString.Unescape(inner, plain));
        }
        return inner.SequenceEqual("image/jpg"u8) ? "image/jpeg"u8 : inner;
    }

    /// <summary>Writes a part's data as a <c>data:</c> URL in a JSON string: what it is by its first bytes, else by what was said of it.</summary>
    /// <param name="otherwise">Its type when nobody knows.</param>
    public static void WriteDataUrl(in Part part, ReadOnlySpan<byte> otherwise, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var data = part.Data.Inner(body);
        var type = Sniff(data);
        if (type.IsEmpty)
            type = Known(part.MediaType, body);
        output.Write("\"data:"u8);
        output.Write(type.IsEmpty ? otherwise : type);
        output.Write(";base64,"u8);
        output.Write(data);
        output.Write((byte)'"');
    }

    /// <summary>The data itself.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> base64, out byte[] data)
    {
        var rented = ArrayPool<byte>.Shared.Rent(base64.Length);
        var plain = rented.AsSpan(0, JsonString.Unescape(base64, rented));
        var isGood = Base64.DecodeFromUtf8InPlace(plain, out var length) == OperationStatus.Done;
        data = isGood ? plain[..length].ToArray() : [];
        ArrayPool<byte>.Shared.Return(rented);
        return isGood;
    }

    // RIFF….WEBP and RIFF….WAVE: bytes 8 to 11, which base64 characters 11 to 15 hold.
    private static ReadOnlySpan<byte> Riff(ReadOnlySpan<byte> base64)
    {
        Span<byte> head = stackalloc byte[12];
        if (base64.Length < 16 || Base64.DecodeFromUtf8(base64[..16], head, out _, out _) != OperationStatus.Done)
            return default;
        return head[8..].SequenceEqual("WEBP"u8) ? "image/webp"u8 : head[8..].SequenceEqual("WAVE"u8) ? "audio/wav"u8 : default;
    }
}

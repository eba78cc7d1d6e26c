// What a file is: told by its first bytes, since servers often say something else.
using System.Buffers;
using System.Text;

namespace InworldRouter.Capabilities.Images;

public static class MediaTypes
{
    // RFC 6838, section 4.2: the letters of a subtype, and its greatest length with the type's before it. It goes into the vendor's JSON as it is.
    private static readonly SearchValues<char> TypeLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789!#$&-^_.+");

    private const int LongestType = 6 + 127;

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The type that the bytes show; null when they show none that models take.</summary>
    public static string? OfBytes(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.StartsWith(Png) => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        _ when bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => "audio/wav",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', _, _, _, _, ..] => OfBrand(bytes.Slice(8, 4)),
        _ when bytes.StartsWith("%PDF-"u8) => "application/pdf",
        _ when bytes.StartsWith("ID3"u8) => "audio/mpeg",
        // A frame of MPEG layer III without a tag before it: eleven bits of synchronisation, a version that is not the reserved one, the layer.
        [0xFF, var second, ..] when (second & 0xE6) == 0xE2 && (second & 0x18) != 0x08 => "audio/mpeg",
        _ => null,
    };

    /// <summary>A page, not a file: what servers send in a picture's place when they want a visitor to sign in, or not to link to it.</summary>
    public static bool IsHtml(string? said, ReadOnlySpan<byte> bytes)
    {
        if (said is "text/html" or "application/xhtml+xml")
            return true;
        var text = bytes.TrimStart((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n']);
        return StartsWith(text, "<!doctype html"u8) || StartsWith(text, "<html"u8);
    }

    /// <summary>A type that some model takes as data, though the bytes did not show it.</summary>
    public static bool IsMedia(string? said) =>
        said == "application/pdf" || said is { Length: > 6 and <= LongestType } && said[..6] is ("image/" or "audio/" or "video/") && !said.AsSpan(6).ContainsAnyExcept(TypeLetters);

    // ISO base media: HEIC and AVIF are pictures in the container of MP4.
    private static string OfBrand(ReadOnlySpan<byte> brand) => Encoding.Latin1.GetString(brand) switch
    {
        "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" => "image/heic",
        "mif1" or "msf1" => "image/heif",
        "avif" or "avis" => "image/avif",
        "M4A " or "M4B " => "audio/mp4",
        "qt  " => "video/quicktime",
        _ => "video/mp4",
    };

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => text.Length >= lower.Length && Ascii.EqualsIgnoreCase(text[..lower.Length], lower);
}

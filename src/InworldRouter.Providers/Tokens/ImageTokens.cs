// Estimates how many tokens a picture is, from the size that its file begins with.
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace InworldRouter.Providers.Tokens;

/// <summary>"tokens = (width px * height px)/750"; what is larger than some 1600 tokens is made smaller first (platform.claude.com, vision).</summary>
internal static class ImageTokens
{
    public const int Most = 1600;
    private const int PixelsPerToken = 750;

    // A photograph's size stands behind its notes and its thumbnail.
    private const int LongestHead = 64 * 1024;

    /// <param name="base64">Of the file; empty for a picture that is elsewhere, which is as large as any.</param>
    public static long Of(ReadOnlySpan<byte> base64)
    {
        var head = ArrayPool<byte>.Shared.Rent(LongestHead);
        try
        {
            // Whole groups of four; a JSON string may escape the slash, and then what comes behind it is not read.
            var text = base64[..Math.Min(base64.Length, LongestHead)];
            var end = text.IndexOf((byte)'\\');
            text = end < 0 ? text : text[..end];
            Base64.DecodeFromUtf8(text[..(text.Length / 4 * 4)], head, out _, out var length, isFinalBlock: false);
            var (width, height) = SizeOf(head.AsSpan(0, length));
            return width > 0 && height > 0 ? Math.Clamp((long)width * height / PixelsPerToken, 1, Most) : Most;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    private static (int Width, int Height) SizeOf(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] when file.Length >= 24 => (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..])),
        [(byte)'G', (byte)'I', (byte)'F', ..] when file.Length >= 10 => (BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..])),
        [0xFF, 0xD8, ..] => OfJpeg(file[2..]),
        _ => default,
    };

    // Segments: a mark, a length, and in a frame's beginning (SOF0 to SOF15 but for DHT, JPG, DAC) precision, height, width.
    private static (int Width, int Height) OfJpeg(ReadOnlySpan<byte> rest)
    {
        while (rest.Length >= 9 && rest[0] == 0xFF)
        {
            if (rest[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(rest[7..]), BinaryPrimitives.ReadUInt16BigEndian(rest[5..]));
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length > rest.Length)
                break;
            rest = rest[length..];
        }
        return default;
    }
}

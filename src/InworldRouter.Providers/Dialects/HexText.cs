// Bytes as hexadecimal digits, in ASCII.
namespace InworldRouter.Providers.Dialects;

internal static class HexText
{
    /// <param name="text">Two lower-case digits for each byte.</param>
    public static void Write(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        var digits = "0123456789abcdef"u8;
        for (var i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = digits[bytes[i] >> 4];
            text[2 * i + 1] = digits[bytes[i] & 15];
        }
    }
}

// What kind of image OpenAI has made.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Images;

internal static class ImageFormats
{
    /// <summary>By its first bytes, else by what was said of it; png is what they make unless they are asked for another.</summary>
    /// <param name="said"><c>output_format</c>: png, jpeg or webp.</param>
    public static ReadOnlySpan<byte> MediaType(in JsonValue said, ReadOnlySpan<byte> json, ReadOnlySpan<byte> base64)
    {
        var seen = MediaTypes.Sniff(base64);
        return !seen.IsEmpty ? seen
            : said.StringEquals(json, "webp"u8) ? "image/webp"u8
            : said.StringEquals(json, "jpeg"u8) ? "image/jpeg"u8
            : "image/png"u8;
    }
}

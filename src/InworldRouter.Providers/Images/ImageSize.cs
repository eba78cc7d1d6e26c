// From Google's words for the size of an image to OpenAI's pixels.
using System.Buffers.Text;

namespace InworldRouter.Providers.Images;

/// <summary>"1:1→1024x1024, wide (>1)→1536x1024, tall→1024x1536"; "gpt-image-2: any WxH, both ÷16, ratio 1:3..3:1, ≤3840x2160" (providers.md G.2).</summary>
internal static class ImageSize
{
    /// <summary>Pixels of a square of 1K.</summary>
    public const long OneK = 1024 * 1024;

    private const int Step = 16;
    private const int LongestSide = 3840;
    private const long MostPixels = 3840 * 2160;

    /// <summary><c>auto</c> or <c>1024x1536</c>: it needs no translation.</summary>
    public static bool IsOpenAIs(ReadOnlySpan<byte> size) => size.SequenceEqual("auto"u8) || TryReadPair(size, (byte)'x', out _, out _);

    /// <summary>Width by height of <c>16:9</c>; null for what is no ratio.</summary>
    public static double? RatioOf(ReadOnlySpan<byte> ratio) => TryReadPair(ratio, (byte)':', out var width, out var height) ? (double)width / height : null;

    /// <summary>Pixels of <c>1K</c>, <c>2K</c> and <c>4K</c>; null for other words. Google's <c>512</c> is less than OpenAI makes.</summary>
    public static long? PixelsOf(ReadOnlySpan<byte> size) => size switch
    {
        _ when size.SequenceEqual("512"u8) || size.SequenceEqual("1K"u8) || size.SequenceEqual("1k"u8) => OneK,
        _ when size.SequenceEqual("2K"u8) || size.SequenceEqual("2k"u8) => 4 * OneK,
        _ when size.SequenceEqual("4K"u8) || size.SequenceEqual("4k"u8) => 16 * OneK,
        _ => null,
    };

    /// <summary>The nearest of the three sizes that every model makes.</summary>
    public static (int Width, int Height) Nearest(double ratio) => ratio switch
    {
        > 1 => (1536, 1024),
        < 1 => (1024, 1536),
        _ => (1024, 1024),
    };

    /// <summary>The nearest size of a model that makes any.</summary>
    public static (int Width, int Height) Fit(double ratio, long pixels)
    {
        ratio = Math.Clamp(ratio, 1.0 / 3, 3);
        var width = Math.Sqrt(Math.Min(pixels, MostPixels) * ratio);
        var height = width / ratio;
        var shrink = Math.Min(1, LongestSide / Math.Max(width, height));
        return (Down(width * shrink), Down(height * shrink));
    }

    private static int Down(double side) => Math.Max(Step, (int)(side + 0.5) / Step * Step);

    private static bool TryReadPair(ReadOnlySpan<byte> text, byte between, out int first, out int second)
    {
        second = 0;
        return Utf8Parser.TryParse(text, out first, out var used) && used < text.Length && text[used] == between
            && Utf8Parser.TryParse(text[(used + 1)..], out second, out var rest) && used + 1 + rest == text.Length && first > 0 && second > 0;
    }
}

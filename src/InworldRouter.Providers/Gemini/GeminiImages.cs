// What of the answer is to be pictures, and of what size.
using System.Buffers.Text;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

internal static class GeminiImages
{
    public static bool AreAskedFor(in CallSettings settings, ReadOnlySpan<byte> body) =>
        settings.Modalities.Kind == JsonKind.Array && settings.Modalities.Raw(body).IndexOf("\"image\""u8) >= 0;

    /// <summary>Writes <c>responseModalities</c> and <c>imageConfig</c>, members of <c>generationConfig</c> (providers.md G.1).</summary>
    public static void Write(in UpstreamCall call, in CallSettings settings, List<string> warnings, PooledBuffer output)
    {
        if (settings.Modalities.Kind == JsonKind.Array && call.Family.Has(ModelTraits.ImageOutput) || AreAskedFor(settings, call.Body))
        {
            output.WriteName("responseModalities"u8);
            // "["IMAGE"] alone accepted by newer ones": with text all take it.
            output.Write(AreAskedFor(settings, call.Body) ? "[\"TEXT\",\"IMAGE\"]"u8 : "[\"TEXT\"]"u8);
        }
        if (settings.ImageConfig.Kind != JsonKind.Object)
            return;
        var asked = default(ImageConfigFields);
        var scanner = new JsonScanner(call.Body, settings.ImageConfig.Start);
        ImageConfigFields.Scan(ref scanner, ref asked);
        WriteConfig(call, asked, warnings, output);
    }

    private static void WriteConfig(in UpstreamCall call, in ImageConfigFields asked, List<string> warnings, PooledBuffer output)
    {
        var from = output.Length;
        output.WriteName("imageConfig"u8);
        output.Write((byte)'{');
        var opened = output.Length;
        var size = asked.Size.IsNonEmptyString ? asked.Size.Inner(call.Body) : default;
        var isInPixels = TryReadPixels(size, out var width, out var height);
        if (asked.AspectRatio.IsNonEmptyString)
            WriteString("aspectRatio"u8, asked.AspectRatio.Inner(call.Body), output);
        else if (isInPixels)
            WriteString("aspectRatio"u8, NearestRatio(width, height), output);
        // "imageSize … (Gemini 3 image only; capital K)"
        if (!size.IsEmpty && call.Family.Has(ModelTraits.LevelThinking))
            WriteString("imageSize"u8, isInPixels ? SizeOf(Math.Max(width, height)) : Capital(size), output);
        else if (!size.IsEmpty && !isInPixels && !Capital(size).SequenceEqual("1K"u8))
            warnings.Add($"image_config.image_size is not sent: {call.UpstreamModel} has one size");
        if (output.Length == opened)
            output.Truncate(from);
        else
            output.Write((byte)'}');
    }

    private static void WriteString(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, PooledBuffer output)
    {
        output.WriteName(name);
        output.Write((byte)'"');
        output.Write(text);
        output.Write((byte)'"');
    }

    // "image_size given as … "1024x1024" to Google → translate (WxH → nearest ratio + 1K/2K/4K)" (providers.md G.2)
    private static bool TryReadPixels(ReadOnlySpan<byte> size, out int width, out int height)
    {
        height = 0;
        return Utf8Parser.TryParse(size, out width, out var used) && used < size.Length && size[used] is (byte)'x' or (byte)'X'
            && Utf8Parser.TryParse(size[(used + 1)..], out height, out var rest) && used + 1 + rest == size.Length && width > 0 && height > 0;
    }

    private static ReadOnlySpan<byte> NearestRatio(int width, int height)
    {
        ReadOnlySpan<(int Width, int Height)> ratios = [(1, 1), (2, 3), (3, 2), (3, 4), (4, 3), (4, 5), (5, 4), (9, 16), (16, 9), (21, 9)];
        var (best, distance) = (0, double.MaxValue);
        for (var i = 0; i < ratios.Length; i++)
        {
            var away = Math.Abs(Math.Log((double)width / height * ratios[i].Height / ratios[i].Width));
            if (away < distance)
                (best, distance) = (i, away);
        }
        return best switch
        {
            0 => "1:1"u8,
            1 => "2:3"u8,
            2 => "3:2"u8,
            3 => "3:4"u8,
            4 => "4:3"u8,
            5 => "4:5"u8,
            6 => "5:4"u8,
            7 => "9:16"u8,
            8 => "16:9"u8,
            _ => "21:9"u8,
        };
    }

    // By the longer side; a bit more than a step is still that step (1536x1024 is 1K).
    private static ReadOnlySpan<byte> SizeOf(int longer) => longer switch
    {
        <= 512 => "512"u8,
        <= 1536 => "1K"u8,
        <= 3072 => "2K"u8,
        _ => "4K"u8,
    };

    private static ReadOnlySpan<byte> Capital(ReadOnlySpan<byte> size) => size switch
    {
        [(byte)'1', (byte)'k'] => "1K"u8,
        [(byte)'2', (byte)'k'] => "2K"u8,
        [(byte)'4', (byte)'k'] => "4K"u8,
        _ => size,
    };
}

[JsonFields]
internal partial struct ImageConfigFields
{
    [JsonField("aspect_ratio")] public JsonValue AspectRatio;
    [JsonField("image_size")] public JsonValue Size;
}

// The caller's image_config, in the router's words and in OpenAI's own.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Images;

/// <summary>"image_config{aspect_ratio, image_size, partial_images, n}" (providers.md G); OpenAI's other parameters go on as they are.</summary>
[JsonFields]
internal partial struct ImageSettings
{
    [JsonField("aspect_ratio")] public JsonValue AspectRatio;
    [JsonField("image_size")] public JsonValue ImageSize;
    [JsonField("size")] public JsonValue Size;
    [JsonField("partial_images")] public JsonValue PartialImages;
    [JsonField("n")] public JsonValue N;
    [JsonField("quality")] public JsonValue Quality;
    [JsonField("background")] public JsonValue Background;
    [JsonField("output_format")] public JsonValue OutputFormat;
    [JsonField("output_compression")] public JsonValue OutputCompression;
    [JsonField("moderation")] public JsonValue Moderation;
    [JsonField("input_fidelity")] public JsonValue InputFidelity;

    public static ImageSettings Of(in JsonValue config, ReadOnlySpan<byte> body)
    {
        var settings = default(ImageSettings);
        var scanner = new JsonScanner(body, config.Start);
        if (config.Kind == JsonKind.Object)
            Scan(ref scanner, ref settings);
        return settings;
    }

    /// <summary>What the images are to look like, each with a comma before it.</summary>
    public readonly void WriteLooks(in UpstreamCall call, List<string> warnings, PooledBuffer output)
    {
        WriteSize(call, warnings, output);
        Copy(",\"quality\":"u8, Quality, call.Body, output);
        Copy(",\"background\":"u8, Background, call.Body, output);
        Copy(",\"output_format\":"u8, OutputFormat, call.Body, output);
        Copy(",\"output_compression\":"u8, OutputCompression, call.Body, output);
        Copy(",\"moderation\":"u8, Moderation, call.Body, output);
        Copy(",\"input_fidelity\":"u8, InputFidelity, call.Body, output);
    }

    /// <summary>How many previews a stream is to have.</summary>
    public readonly void WritePartials(ReadOnlySpan<byte> body, PooledBuffer output) => Copy(",\"partial_images\":"u8, PartialImages, body, output);

    private readonly void WriteSize(in UpstreamCall call, List<string> warnings, PooledBuffer output)
    {
        var said = Size.IsNonEmptyString ? Size : ImageSize;
        if (said.IsNonEmptyString && Images.ImageSize.IsOpenAIs(said.Inner(call.Body)))
        {
            Copy(",\"size\":"u8, said, call.Body, output);
            return;
        }
        var ratio = AspectRatio.IsNonEmptyString ? Images.ImageSize.RatioOf(AspectRatio.Inner(call.Body)) : null;
        if (AspectRatio.HasValue && ratio is null)
            warnings.Add("image_config.aspect_ratio is not sent: expected W:H, such as \"16:9\"");
        var pixels = said.IsNonEmptyString ? Images.ImageSize.PixelsOf(said.Inner(call.Body)) : null;
        if (said.HasValue && pixels is null)
            warnings.Add("image_config.image_size is not sent: expected \"1K\", \"2K\", \"4K\", \"auto\" or WxH in pixels");
        if (ratio is null && pixels is null)
            return;
        var isAny = call.Family.Has(ModelTraits.AnyImageSize);
        if (!isAny && pixels > Images.ImageSize.OneK)
            warnings.Add($"image_config.image_size is sent as 1K: {call.UpstreamModel} makes no larger images");
        var (width, height) = isAny ? Images.ImageSize.Fit(ratio ?? 1, pixels ?? Images.ImageSize.OneK) : Images.ImageSize.Nearest(ratio ?? 1);
        output.Write(",\"size\":\""u8);
        output.WriteNumber(width);
        output.Write((byte)'x');
        output.WriteNumber(height);
        output.Write((byte)'"');
    }

    private static void Copy(ReadOnlySpan<byte> name, in JsonValue value, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (value.Kind is not (JsonKind.String or JsonKind.Number))
            return;
        output.Write(name);
        output.Write(value.Raw(body));
    }
}

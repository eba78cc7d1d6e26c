// The images API's answers, streamed or whole, as events.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Responses;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Images;

/// <summary>"partial_image ×k then completed (image_edit.* for edits)" (providers.md G.2): previews and the image itself stand at one index.</summary>
internal sealed class ImagesReader : AnswerReader
{
    public override StreamStep Read(in SseEvent upstream, AnswerWriter writer, PooledBuffer output)
    {
        var data = upstream.Data;
        if (data.SequenceEqual("[DONE]"u8)) // not OpenAI's here, but of servers that are used to it
            return StreamStep.Quiet;
        if (!ImageEventFields.TryScan(data, out var said, out var fault))
            return Fail(NotJson(data, fault));
        var type = said.Type.Kind == JsonKind.String ? said.Type.Inner(data) : upstream.Type;
        if (type.EndsWith(".partial_image"u8))
        {
            Show(said.Image, said.OutputFormat, 0, isPreview: true, data, writer, output);
            return StreamStep.Quiet;
        }
        if (type.SequenceEqual("error"u8) || OpenAIErrors.IsTruthy(said.Error, data))
            return Fail(OpenAIErrors.InStream(data));
        if (!type.EndsWith(".completed"u8) && said.Data.Kind != JsonKind.Array)
            return StreamStep.Quiet;
        Finish(said, data, writer, output);
        return StreamStep.End;
    }

    public override StreamStep EndOfInput() => Fail(new UpstreamFailure(FailureKind.Truncated, "the stream ended before its image was completed"));

    public override UpstreamFailure? ReadWhole(ReadOnlySpan<byte> answer, AnswerWriter writer, PooledBuffer output)
    {
        if (!ImageEventFields.TryScan(answer, out var said, out var fault))
            return NotJson(answer, fault);
        if (OpenAIErrors.IsTruthy(said.Error, answer))
            return OpenAIErrors.InStream(answer);
        if (said.Data.Kind != JsonKind.Array)
            return new UpstreamFailure(FailureKind.MalformedAnswer, "the provider's answer has no data array");
        Finish(said, answer, writer, output);
        return null;
    }

    private void Finish(in ImageEventFields said, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        Show(said.Image, said.OutputFormat, 0, isPreview: false, json, writer, output);
        var scanner = new JsonScanner(json, said.Data.Start);
        if (said.Data.Kind == JsonKind.Array && scanner.EnterArray())
        {
            var index = 0;
            do
            {
                var image = default(ImageFields);
                ImageFields.Scan(ref scanner, ref image);
                Show(image, said.OutputFormat, index++, isPreview: false, json, writer, output);
            }
            while (scanner.NextElement());
        }
        var usage = ResponsesUsage.Read(said.Usage, json);
        // Where no details are told, all that was made are images.
        Usage = usage.CompletionImages < 0 ? usage with { CompletionImages = usage.Completion } : usage;
        writer.Write(AnswerEvent.End(AnswerFinish.Stop), output);
    }

    private static void Show(in ImageFields said, in JsonValue format, int index, bool isPreview, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var image = InnerOf(said.Base64, json);
        if (!image.IsEmpty)
            writer.Write(AnswerEvent.Show(index, ImageFormats.MediaType(format, json, image), image, isPreview, InnerOf(said.RevisedPrompt, json)), output);
    }
}

/// <summary>A whole answer, or an event of a stream, which is an image by itself.</summary>
[JsonFields]
internal partial struct ImageEventFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("data")] public JsonValue Data;
    [JsonField("b64_json")] public JsonValue Base64;
    [JsonField("output_format")] public JsonValue OutputFormat;
    [JsonField("usage")] public ResponseUsageFields Usage;
    [JsonField("error")] public JsonValue Error;

    public readonly ImageFields Image => new() { Base64 = Base64 };
}

[JsonFields]
internal partial struct ImageFields
{
    [JsonField("b64_json")] public JsonValue Base64;
    [JsonField("revised_prompt")] public JsonValue RevisedPrompt;
}

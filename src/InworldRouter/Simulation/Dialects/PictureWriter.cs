// Events to the answers of OpenAI's images API: whatever is said, the same picture.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Responses;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation.Dialects;

/// <summary>
/// "Stream: events image_generation.partial_image{…} ×k then image_generation.completed{b64_json,usage} (image_edit.* for edits)" (providers.md G.2). A
/// preview takes a token's time. The pictures are PNGs, whatever format was asked for.
/// </summary>
internal sealed class PictureWriter(Picture picture, bool streamed) : AnswerWriter
{
    private int _previews;
    private bool _hasSaid;

    // 2 × 2 pixels of blue; a preview is one of grey.
    private static ReadOnlySpan<byte> Image => "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR42mNwaPgPRAwQCgAt9gb9w5vXxQAAAABJRU5ErkJggg=="u8;

    private static ReadOnlySpan<byte> Draft => "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNoaGgAAAMEAYF1LgG8AAAAAElFTkSuQmCC"u8;

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _previews = 0;
        _hasSaid = false;
    }

    public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        if (streamed)
        {
            OpenEvent("completed"u8, Image, output);
            WriteLooks(output);
            WriteUsage(usage, output);
            output.Write("}\n\n"u8);
            return;
        }
        output.Write("{\"created\":"u8);
        output.WriteNumber(Identity.Created);
        output.Write(",\"data\":["u8);
        for (var i = 0; _hasSaid && i < picture.Count; i++)
        {
            output.Write(i == 0 ? "{\"b64_json\":\""u8 : ",{\"b64_json\":\""u8);
            output.Write(Image);
            output.Write("\"}"u8);
        }
        output.Write((byte)']');
        WriteLooks(output);
        WriteUsage(usage, output);
    }

    protected override void WriteEvent(in AnswerEvent said, PooledBuffer output)
    {
        if (said.Kind != AnswerEventKind.Text)
            return;
        _hasSaid = true;
        if (!streamed || _previews == picture.Previews)
            return;
        OpenEvent("partial_image"u8, Draft, output);
        output.Write(",\"partial_image_index\":"u8);
        output.WriteNumber(_previews++);
        WriteLooks(output);
        output.Write("}\n\n"u8);
    }

    private void OpenEvent(ReadOnlySpan<byte> what, ReadOnlySpan<byte> image, PooledBuffer output)
    {
        output.Write("event: "u8);
        WriteType(what, output);
        output.Write("\ndata: {\"type\":\""u8);
        WriteType(what, output);
        output.Write("\",\"created_at\":"u8);
        output.WriteNumber(Identity.Created);
        output.Write(",\"b64_json\":\""u8);
        output.Write(image);
        output.Write((byte)'"');
    }

    private void WriteType(ReadOnlySpan<byte> what, PooledBuffer output)
    {
        output.Write(picture.IsEdit ? "image_edit."u8 : "image_generation."u8);
        output.Write(what);
    }

    private void WriteLooks(PooledBuffer output)
    {
        output.Write(",\"background\":\"opaque\",\"output_format\":"u8);
        output.WriteJsonString(picture.Format);
        output.Write(",\"quality\":\"low\",\"size\":\"1024x1024\""u8);
    }

    private static void WriteUsage(in TokenUsage usage, PooledBuffer output)
    {
        output.Write(",\"usage\":"u8);
        ResponsesUsage.Write(usage with { CompletionImages = usage.Completion }, output);
    }
}

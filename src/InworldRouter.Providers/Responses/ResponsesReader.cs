// The Responses API's answers, streamed or whole, as events.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.Images;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Responses;

/// <summary>
/// The order of providers.md A2. An item is told by its deltas; of one that had none (a server that does not stream it, C24, C25) all is told when it is
/// done. Items of the provider's own tools (<c>web_search_call</c>, …) are nobody's; what they found comes out as citations.
/// </summary>
internal sealed class ResponsesReader : AnswerReader
{
    private readonly OutputItems _items = new();
    private int _calls;
    private int _images;
    private int _characters; // of all text so far
    private long _textPart;  // the item and part whose text is being told
    private int _partStart;  // where in the answer's text it begins
    private bool _hasItems;

    public override void Begin()
    {
        base.Begin();
        _items.Clear();
        _calls = _images = _characters = _partStart = 0;
        _textPart = -1;
        _hasItems = false;
    }

    public override StreamStep Read(in SseEvent upstream, AnswerWriter writer, PooledBuffer output)
    {
        var data = upstream.Data;
        if (upstream.Type.EndsWith(".delta"u8))
            return ReadDelta(data, writer, output);
        if (data.SequenceEqual("[DONE]"u8)) // not OpenAI's here, but of servers that are used to it
            return StreamStep.Quiet;
        if (!ResponseEventFields.TryScan(data, out var said, out var fault))
            return Fail(NotJson(data, fault));
        // The event's name may be missing; the data has it too.
        var type = said.Type.Kind == JsonKind.String ? said.Type.Inner(data) : upstream.Type;
        return type switch
        {
            _ when type.EndsWith(".delta"u8) => ReadDelta(data, writer, output),
            _ when type.SequenceEqual("response.output_item.added"u8) => StartItem(said, data, writer, output),
            _ when type.SequenceEqual("response.output_item.done"u8) => EndItem(said, data, writer, output),
            _ when type.SequenceEqual("response.function_call_arguments.done"u8) => EndInput(said.OutputIndex, said.Arguments, data, writer, output),
            _ when type.SequenceEqual("response.custom_tool_call_input.done"u8) => EndInput(said.OutputIndex, said.Input, data, writer, output),
            _ when type.SequenceEqual("response.output_text.annotation.added"u8) => Cite(said, data, writer, output),
            _ when type.SequenceEqual("response.image_generation_call.partial_image"u8) => Preview(said, data, writer, output),
            _ when type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8) => End(said.Response, data, writer, output),
            _ when type.SequenceEqual("response.failed"u8) || type.SequenceEqual("response.cancelled"u8) => Fail(OpenAIErrors.InStream(WithinResponse(said.Response, data))),
            _ when type.SequenceEqual("error"u8) || OpenAIErrors.IsTruthy(said.Error, data) => Fail(OpenAIErrors.InStream(data)),
            // A whole answer where a stream was asked for.
            _ when said.Object.StringEquals(data, "response"u8) => ReadWhole(data, writer, output) is { } failure ? Fail(failure) : StreamStep.End,
            _ => StreamStep.Quiet,
        };
    }

    public override StreamStep EndOfInput() => Fail(new UpstreamFailure(FailureKind.Truncated, "the stream ended before its response.completed"));

    public override UpstreamFailure? ReadWhole(ReadOnlySpan<byte> answer, AnswerWriter writer, PooledBuffer output)
    {
        if (!ResponseFields.TryScan(answer, out var response, out var fault))
            return NotJson(answer, fault);
        return Finish(response, answer, writer, output);
    }

    private StreamStep ReadDelta(ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        if (!ResponseDeltaFields.TryScan(data, out var said, out var fault))
            return Fail(NotJson(data, fault));
        if (said.Delta.Kind != JsonKind.String || said.Type.Kind != JsonKind.String)
            return StreamStep.Quiet;
        var type = said.Type.Inner(data);
        var text = said.Delta.Inner(data);
        var index = Number(said.OutputIndex, data);
        ref var item = ref _items[index];
        if (type.SequenceEqual("response.output_text.delta"u8))
            Say(ref item, index, Number(said.ContentIndex, data), text, ElementsOf(said.Logprobs, data), writer, output);
        else if (type.SequenceEqual("response.function_call_arguments.delta"u8) || type.SequenceEqual("response.custom_tool_call_input.delta"u8))
            Argue(ref item, text, writer, output);
        else if (type.SequenceEqual("response.reasoning_summary_text.delta"u8))
            Think(ref item, (int)Number(said.SummaryIndex, data), text, writer, output);
        else if (type.SequenceEqual("response.reasoning_text.delta"u8))
            Think(ref item, (int)Number(said.ContentIndex, data), text, writer, output);
        else if (type.SequenceEqual("response.refusal.delta"u8))
            Refuse(ref item, text, writer, output);
        _hasItems = true;
        return StreamStep.Quiet;
    }

    private StreamStep StartItem(in ResponseEventFields said, ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        ref var item = ref _items[Number(said.OutputIndex, data)];
        item = default;
        Start(ref item, said.Item, data, writer, output);
        return StreamStep.Quiet;
    }

    private StreamStep EndItem(in ResponseEventFields said, ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        var index = Number(said.OutputIndex, data);
        TellItem(ref _items[index], index, said.Item, data, writer, output);
        return StreamStep.Quiet;
    }

    private StreamStep EndInput(in JsonValue outputIndex, in JsonValue input, ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        ref var item = ref _items[Number(outputIndex, data)];
        if (!item.WasSaid)
            Argue(ref item, InnerOf(input, data), writer, output);
        return StreamStep.Quiet;
    }

    private StreamStep Preview(in ResponseEventFields said, ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        ref var item = ref _items[Number(said.OutputIndex, data)];
        if (item.Number == 0)
            item.Number = ++_images;
        var image = InnerOf(said.PartialImage, data);
        writer.Write(AnswerEvent.Show(item.Number - 1, ImageFormats.MediaType(said.OutputFormat, data, image), image, isPreview: true), output);
        return StreamStep.Quiet;
    }

    private StreamStep End(in JsonValue response, ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        var json = WithinResponse(response, data);
        if (!ResponseFields.TryScan(json, out var said, out var fault))
            return Fail(NotJson(data, fault));
        if (_hasItems)
            said.Output = default; // it repeats all that was told
        return Finish(said, json, writer, output) is { } failure ? Fail(failure) : StreamStep.End;
    }

    private UpstreamFailure? Finish(in ResponseFields response, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        if (OpenAIErrors.IsTruthy(response.Error, json) || response.Status.StringEquals(json, "failed"u8) || response.Status.StringEquals(json, "cancelled"u8))
            return OpenAIErrors.InStream(json);
        if (!_hasItems && response.Output.Kind != JsonKind.Array)
            return new UpstreamFailure(FailureKind.MalformedAnswer, "the provider's answer has no output array");
        TellOutput(response.Output, json, writer, output);
        Usage = ResponsesUsage.Read(response.Usage, json);
        var reason = response.Incomplete.Reason;
        var finish = reason.StringEquals(json, "content_filter"u8) ? AnswerFinish.Filter
            : reason.Kind == JsonKind.String || response.Status.StringEquals(json, "incomplete"u8) ? AnswerFinish.Length
            : _calls > 0 ? AnswerFinish.ToolCalls
            : AnswerFinish.Stop;
        writer.Write(AnswerEvent.End(finish), output);
        return null;
    }

    private void TellOutput(in JsonValue items, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var scanner = new JsonScanner(json, items.Start);
        if (items.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var index = 0L;
        do
        {
            var said = default(OutputItemFields);
            OutputItemFields.Scan(ref scanner, ref said);
            var item = default(OutputItem);
            TellItem(ref item, index++, said, json, writer, output);
        }
        while (scanner.NextElement());
    }

    private void Start(ref OutputItem item, in OutputItemFields said, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        _hasItems = true;
        item.IsCustom = said.Type.StringEquals(json, "custom_tool_call"u8);
        if (said.Type.StringEquals(json, "image_generation_call"u8))
        {
            item.Number = ++_images;
        }
        else if (item.IsCustom || said.Type.StringEquals(json, "function_call"u8))
        {
            item.Number = ++_calls;
            // "Use call_id (not id) as the chat tool_call id" (providers.md A2).
            writer.Write(AnswerEvent.Call(item.Number - 1, InnerOf(said.CallId, json), InnerOf(said.Name, json), isCustom: item.IsCustom), output);
            Argue(ref item, InnerOf(item.IsCustom ? said.Input : said.Arguments, json), writer, output);
        }
    }

    // All of an item that has not been told, and its end.
    private void TellItem(ref OutputItem item, long index, in OutputItemFields said, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        if (item.Number == 0)
            Start(ref item, said, json, writer, output);
        if (said.Type.StringEquals(json, "message"u8))
        {
            if (!item.WasSaid)
                TellParts(ref item, index, said.Content, json, writer, output);
        }
        else if (said.Type.StringEquals(json, "reasoning"u8))
        {
            if (!item.WasSaid)
                TellThoughts(ref item, said.Summary.Kind == JsonKind.Array && said.Summary.Length > 2 ? said.Summary : said.Content, json, writer, output);
            Seal(said, json, writer, output);
        }
        else if (said.Type.StringEquals(json, "image_generation_call"u8))
        {
            var image = InnerOf(said.Result, json);
            if (!image.IsEmpty)
                writer.Write(AnswerEvent.Show(item.Number - 1, ImageFormats.MediaType(said.OutputFormat, json, image), image, revisedPrompt: InnerOf(said.RevisedPrompt, json)), output);
        }
        else if (item.Number > 0 && !item.WasSaid)
        {
            Argue(ref item, InnerOf(item.IsCustom ? said.Input : said.Arguments, json), writer, output);
        }
        writer.Write(AnswerEvent.BlockEnd, output);
    }

    private void TellParts(ref OutputItem item, long index, in JsonValue content, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var scanner = new JsonScanner(json, content.Start);
        if (content.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var part = 0L;
        do
        {
            var said = default(OutputPartFields);
            OutputPartFields.Scan(ref scanner, ref said);
            Say(ref item, index, part++, InnerOf(said.Text, json), ElementsOf(said.Logprobs, json), writer, output);
            Refuse(ref item, InnerOf(said.Refusal, json), writer, output);
            var annotations = new JsonScanner(json, said.Annotations.Start);
            if (said.Annotations.Kind != JsonKind.Array || !annotations.EnterArray())
                continue;
            do
            {
                var annotation = default(AnnotationFields);
                AnnotationFields.Scan(ref annotations, ref annotation);
                Cite(annotation, json, writer, output);
            }
            while (annotations.NextElement());
        }
        while (scanner.NextElement());
    }

    private void TellThoughts(ref OutputItem item, in JsonValue parts, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var scanner = new JsonScanner(json, parts.Start);
        if (parts.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var part = 0;
        do
        {
            var said = default(OutputPartFields);
            OutputPartFields.Scan(ref scanner, ref said);
            Think(ref item, part++, InnerOf(said.Text, json), writer, output);
        }
        while (scanner.NextElement());
    }

    // A block of its own behind the summary: that is how details are told apart.
    private static void Seal(in OutputItemFields said, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        if (!said.EncryptedContent.IsNonEmptyString)
            return;
        writer.Write(AnswerEvent.BlockEnd, output);
        writer.Write(AnswerEvent.Seal(said.EncryptedContent.Inner(json), Origin.OpenAIResponses, InnerOf(said.Id, json)), output);
    }

    private void Say(ref OutputItem item, long index, long part, ReadOnlySpan<byte> text, ReadOnlySpan<byte> logprobs, AnswerWriter writer, PooledBuffer output)
    {
        var textPart = index << 32 | part;
        if (_textPart != textPart)
            (_textPart, _partStart) = (textPart, _characters);
        _characters += JsonString.CountCharacters(text);
        item.WasSaid |= !text.IsEmpty;
        writer.Write(AnswerEvent.Say(text), output);
        if (!logprobs.IsEmpty)
            writer.Write(AnswerEvent.Weigh(logprobs), output);
    }

    private static void Refuse(ref OutputItem item, ReadOnlySpan<byte> text, AnswerWriter writer, PooledBuffer output)
    {
        item.WasSaid |= !text.IsEmpty;
        writer.Write(AnswerEvent.Refuse(text), output);
    }

    // Parts of a summary are paragraphs with headings of their own.
    private static void Think(ref OutputItem item, int part, ReadOnlySpan<byte> text, AnswerWriter writer, PooledBuffer output)
    {
        if (text.IsEmpty)
            return;
        if (item.WasSaid && item.Part != part)
            writer.Write(AnswerEvent.Think("\\n\\n"u8, Origin.OpenAIResponses), output);
        item.Part = part;
        item.WasSaid = true;
        writer.Write(AnswerEvent.Think(text, Origin.OpenAIResponses), output);
    }

    // What comes before its call has no place; all of it is repeated at the item's end.
    private static void Argue(ref OutputItem item, ReadOnlySpan<byte> text, AnswerWriter writer, PooledBuffer output)
    {
        if (text.IsEmpty || item.Number == 0)
            return;
        item.WasSaid = true;
        writer.Write(AnswerEvent.Argue(item.Number - 1, text, item.IsCustom), output);
    }

    private StreamStep Cite(in ResponseEventFields said, ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        Cite(said.Annotation, data, writer, output);
        return StreamStep.Quiet;
    }

    // Places are counted within their part; the caller gets the parts as one text. Citations of files have no address.
    private void Cite(in AnnotationFields said, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        if (!said.Url.IsNonEmptyString)
            return;
        var hasPlace = said.Start.TryGetInt64(json, out var start) & said.End.TryGetInt64(json, out var end);
        writer.Write(
            AnswerEvent.Cite(said.Url.Inner(json), InnerOf(said.Title, json), default, hasPlace ? (int)(_partStart + start) : -1, hasPlace ? (int)(_partStart + end) : -1), output);
    }

    private static ReadOnlySpan<byte> WithinResponse(in JsonValue response, ReadOnlySpan<byte> data) => response.Kind == JsonKind.Object ? response.Raw(data) : data;

    // Without the array's brackets; nothing of an empty one.
    private static ReadOnlySpan<byte> ElementsOf(in JsonValue array, ReadOnlySpan<byte> json) => array.Kind == JsonKind.Array ? array.Raw(json)[1..^1].Trim(" \r\n\t"u8) : default;

    private static long Number(in JsonValue index, ReadOnlySpan<byte> json) => index.TryGetInt64(json, out var number) ? Math.Clamp(number, 0, int.MaxValue) : 0;
}

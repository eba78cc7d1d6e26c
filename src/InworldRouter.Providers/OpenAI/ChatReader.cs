// Chat completions as this router gives them out, in chunks or whole, as events.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// It reads what <see cref="OpenAIStreamTranslator"/> and <see cref="OpenAIAnswer"/> write (api.md 4): vendors' habits are behind it. What chat
/// completions say twice, in <c>reasoning_content</c> and in <c>reasoning_details</c>, is one event.
/// </summary>
internal sealed class ChatReader : AnswerReader
{
    private readonly TextMold _mold = new();
    private readonly HeldCall _call = new();
    private Molded _molded;
    private bool _hasFinished;

    // What the text of a chunk in the mold is.
    private readonly record struct Molded(AnswerEventKind Kind, int Choice, int Call);

    public override void Begin()
    {
        base.Begin();
        _mold.Reset();
        _call.Clear();
        _hasFinished = false;
    }

    public override StreamStep Read(in SseEvent upstream, AnswerWriter writer, PooledBuffer output) => Read(upstream.Data, writer, output);

    /// <summary>Reads the data of one event.</summary>
    public StreamStep Read(ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        if (_mold.TryRead(data, out var text))
        {
            writer.Write(EventOf(_molded, text.Inner(data)), output);
            return StreamStep.Quiet;
        }
        if (data.StartsWith("[DONE]"u8))
            return StreamStep.End;
        if (!ChunkFields.TryScan(data, out var chunk, out var fault))
            return Fail(NotJson(data, fault));
        if (chunk.Usage.Kind == JsonKind.Object)
            Usage = OpenAIUsage.Read(chunk.Usage.Raw(data));
        ReadChoices(chunk.Choices, data, writer, output);
        return StreamStep.Quiet;
    }

    public override StreamStep EndOfInput() => _hasFinished
        ? StreamStep.End
        : Fail(new UpstreamFailure(FailureKind.Truncated, "the stream ended before its finish_reason"));

    public override UpstreamFailure? ReadWhole(ReadOnlySpan<byte> answer, AnswerWriter writer, PooledBuffer output)
    {
        if (!ChunkFields.TryScan(answer, out var fields, out var fault))
            return NotJson(answer, fault);
        if (fields.Usage.Kind == JsonKind.Object)
            Usage = OpenAIUsage.Read(fields.Usage.Raw(answer));
        ReadChoices(fields.Choices, answer, writer, output);
        return null;
    }

    private void ReadChoices(in JsonValue choices, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var scanner = new JsonScanner(json, choices.Start);
        if (choices.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var isOnly = true;
        while (true)
        {
            var choice = default(ChoiceFields);
            ChoiceFields.Scan(ref scanner, ref choice);
            var more = scanner.NextElement();
            isOnly &= !more;
            ReadChoice(choice, isOnly, json, writer, output);
            if (!more)
                return;
            isOnly = false;
        }
    }

    private void ReadChoice(in ChoiceFields choice, bool isOnly, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var index = choice.Index.TryGetInt64(json, out var number) ? (int)number : 0;
        ref readonly var said = ref choice.Delta;
        if (choice.Message.Self.Kind == JsonKind.Object)
            said = ref choice.Message;
        if (isOnly && !choice.FinishReason.HasValue && !choice.Logprobs.HasValue)
            Learn(said, index, json);
        ReadReasoning(said, index, json, writer, output);
        if (said.Content.IsNonEmptyString)
            Tell(AnswerEvent.Say(said.Content.Inner(json)) with { Choice = index }, writer, output);
        if (said.Refusal.IsNonEmptyString)
            Tell(AnswerEvent.Refuse(said.Refusal.Inner(json)) with { Choice = index }, writer, output);
        ReadLogprobs(choice.Logprobs, index, json, writer, output);
        ReadImages(said.Images, index, json, writer, output);
        // Sources belong to the text before them, calls stand behind both.
        ReadAnnotations(said.Annotations, index, json, writer, output);
        ReadCalls(said.ToolCalls, index, json, writer, output);
        if (!choice.FinishReason.IsNonEmptyString)
            return;
        _hasFinished = true;
        _mold.Forget();
        Tell(AnswerEvent.End(FinishOf(FinishReason.Parse(choice.FinishReason.Inner(json)))) with { Choice = index }, writer, output);
    }

    // A chunk that says one thing, and nothing else, is likely to be followed by more of its kind.
    private void Learn(in MessageFields said, int choice, ReadOnlySpan<byte> json)
    {
        if (said.Role.IsPresent || said.Refusal.HasValue || said.Images.HasValue || said.Annotations.HasValue || said.ReasoningDetails.HasValue)
            return;
        if (said.HasToolCalls)
        {
            LearnArguments(said, choice, json);
            return;
        }
        var text = said.Content.IsNonEmptyString ? said.Content : said.ReasoningContent;
        if (!text.IsNonEmptyString || said.Content.IsNonEmptyString && said.ReasoningContent.IsNonEmptyString || _call.IsHeld)
            return;
        _mold.Learn(json, text);
        _molded = new Molded(said.Content.IsNonEmptyString ? AnswerEventKind.Text : AnswerEventKind.Thinking, choice, 0);
    }

    private void LearnArguments(in MessageFields said, int choice, ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json, said.ToolCalls.Start);
        scanner.EnterArray();
        var call = default(ToolCallFields);
        ToolCallFields.Scan(ref scanner, ref call);
        var continues = !scanner.NextElement() && !call.Id.IsPresent && !call.Function.Name.IsPresent && !call.Custom.Self.IsPresent && call.Function.Arguments.IsNonEmptyString;
        if (!continues || said.Content.IsNonEmptyString || said.ReasoningContent.IsNonEmptyString || !call.Index.TryGetInt64(json, out var index))
            return;
        _mold.Learn(json, call.Function.Arguments);
        _molded = new Molded(AnswerEventKind.ToolArguments, choice, (int)index);
    }

    private static AnswerEvent EventOf(in Molded molded, ReadOnlySpan<byte> text) => molded.Kind switch
    {
        AnswerEventKind.Text => AnswerEvent.Say(text) with { Choice = molded.Choice },
        AnswerEventKind.Thinking => AnswerEvent.Think(text, Origin.None) with { Choice = molded.Choice },
        _ => AnswerEvent.Argue(molded.Call, text) with { Choice = molded.Choice },
    };

    private void ReadReasoning(in MessageFields said, int choice, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var origin = OriginOf(said.ReasoningDetails, json);
        if (said.ReasoningContent.IsNonEmptyString)
            Tell(AnswerEvent.Think(said.ReasoningContent.Inner(json), origin) with { Choice = choice }, writer, output);
        var scanner = new JsonScanner(json, said.ReasoningDetails.Start);
        if (said.ReasoningDetails.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var detail = default(ReasoningDetailFields);
            if (scanner.PeekKind() == JsonKind.Object)
                ReasoningDetailFields.Scan(ref scanner, ref detail);
            else
                scanner.SkipValue();
            origin = ChatPieces.OriginOf(detail.Format, json);
            var text = detail.Text.IsNonEmptyString ? detail.Text : detail.Summary;
            if (text.IsNonEmptyString && !said.ReasoningContent.IsNonEmptyString)
                Tell(AnswerEvent.Think(text.Inner(json), origin) with { Choice = choice }, writer, output);
            if (detail.Signature.IsNonEmptyString)
                Tell(AnswerEvent.SignThinking(detail.Signature.Inner(json), origin) with { Choice = choice }, writer, output);
            if (detail.Data.IsNonEmptyString)
                Tell(AnswerEvent.Seal(detail.Data.Inner(json), origin, InnerOf(detail.Id, json)) with { Choice = choice }, writer, output);
        }
        while (scanner.NextElement());
    }

    // Whose thoughts the text beside the details is: the first's.
    private static Origin OriginOf(in JsonValue details, ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json, details.Start);
        if (details.Kind != JsonKind.Array || !scanner.EnterArray() || scanner.PeekKind() != JsonKind.Object)
            return Origin.None;
        var detail = default(ReasoningDetailFields);
        ReasoningDetailFields.Scan(ref scanner, ref detail);
        return ChatPieces.OriginOf(detail.Format, json);
    }

    private void ReadCalls(in JsonValue calls, int choice, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var scanner = new JsonScanner(json, calls.Start);
        if (calls.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var position = 0;
        do
        {
            var piece = default(ToolCallFields);
            ToolCallFields.Scan(ref scanner, ref piece);
            // Those of a whole answer are counted by their place.
            var index = piece.Index.TryGetInt64(json, out var said) ? (int)said : position;
            position++;
            var isCustom = piece.Custom.Self.IsPresent;
            var name = isCustom ? piece.Custom.Name : piece.Function.Name;
            if (piece.Id.IsNonEmptyString)
            {
                _call.Release(writer, output);
                _call.Hold(choice, index, isCustom, piece.Id.Inner(json), SignatureOf(piece.ExtraContent, json));
            }
            if (name.IsNonEmptyString)
                _call.AddName(name.Inner(json));
            var arguments = isCustom ? piece.Custom.Input : piece.Function.Arguments;
            if (arguments.IsNonEmptyString)
                Tell(AnswerEvent.Argue(index, arguments.Inner(json), isCustom) with { Choice = choice }, writer, output);
        }
        while (scanner.NextElement());
    }

    private static ReadOnlySpan<byte> SignatureOf(in JsonValue extra, ReadOnlySpan<byte> json)
    {
        if (extra.Kind != JsonKind.Object)
            return default;
        var fields = default(ExtraContentFields);
        var scanner = new JsonScanner(json, extra.Start);
        ExtraContentFields.Scan(ref scanner, ref fields);
        var signature = fields.Google.ThoughtSignature;
        return signature.Kind == JsonKind.String ? signature.Inner(json) : default;
    }

    private void ReadImages(in JsonValue images, int choice, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var scanner = new JsonScanner(json, images.Start);
        if (images.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var position = 0;
        do
        {
            var image = default(ImageFields);
            ImageFields.Scan(ref scanner, ref image);
            var index = image.Index.TryGetInt64(json, out var said) ? (int)said : position;
            position++;
            var url = InnerOf(image.ImageUrl.Url, json);
            var data = url.IndexOf(";base64,"u8);
            if (url.StartsWith("data:"u8) && data >= 0)
                Tell(AnswerEvent.Show(index, url["data:".Length..data], url[(data + ";base64,".Length)..], image.Partial.IsTrue, InnerOf(image.RevisedPrompt, json)) with { Choice = choice, Signature = InnerOf(image.ExtraContent.Google.ThoughtSignature, json), Origin = image.ExtraContent.Google.ThoughtSignature.IsNonEmptyString ? Origin.Gemini : Origin.None }, writer, output);
            else if (!url.IsEmpty)
                Tell(AnswerEvent.ShowAt(index, url, image.Partial.IsTrue) with { Choice = choice }, writer, output);
        }
        while (scanner.NextElement());
    }

    private void ReadAnnotations(in JsonValue annotations, int choice, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var scanner = new JsonScanner(json, annotations.Start);
        if (annotations.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var annotation = default(AnnotationFields);
            AnnotationFields.Scan(ref scanner, ref annotation);
            ref readonly var cited = ref annotation.Citation;
            if (!cited.Url.IsNonEmptyString)
                continue;
            var hasRange = cited.Start.TryGetInt64(json, out var start) & cited.End.TryGetInt64(json, out var end);
            Tell(AnswerEvent.Cite(cited.Url.Inner(json), InnerOf(cited.Title, json), InnerOf(cited.Content, json), hasRange ? (int)start : -1, hasRange ? (int)end : -1) with { Choice = choice }, writer, output);
        }
        while (scanner.NextElement());
    }

    private void ReadLogprobs(in JsonValue logprobs, int choice, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        if (logprobs.Kind != JsonKind.Object)
            return;
        var content = ObjectMembers.Find(json, logprobs.Start, "content"u8);
        if (content is { Kind: JsonKind.Array, Length: > 2 })
            Tell(AnswerEvent.Weigh(content.Inner(json)) with { Choice = choice }, writer, output);
    }

    // A call goes out before whatever comes after its name.
    private void Tell(in AnswerEvent said, AnswerWriter writer, PooledBuffer output)
    {
        _call.Release(writer, output);
        writer.Write(said, output);
    }

    private static AnswerFinish FinishOf(Finish finish) => finish switch
    {
        Finish.Length => AnswerFinish.Length,
        Finish.ToolCalls or Finish.FunctionCall => AnswerFinish.ToolCalls,
        Finish.ContentFilter => AnswerFinish.Filter,
        _ => AnswerFinish.Stop,
    };
}

/// <summary>An element of <c>images</c> (see <see cref="ChatPieces.WriteImage"/>).</summary>
[JsonFields]
internal partial struct ImageFields
{
    [JsonField("image_url")] public UrlFields ImageUrl;
    [JsonField("index")] public JsonValue Index;
    [JsonField("partial")] public JsonValue Partial;
    [JsonField("revised_prompt")] public JsonValue RevisedPrompt;
    [JsonField("extra_content")] public ExtraContentFields ExtraContent;
}

/// <summary>An element of <c>annotations</c>.</summary>
[JsonFields]
internal partial struct AnnotationFields
{
    [JsonField("url_citation")] public UrlCitationFields Citation;
}

[JsonFields]
internal partial struct UrlCitationFields
{
    [JsonField("url")] public JsonValue Url;
    [JsonField("title")] public JsonValue Title;
    [JsonField("content")] public JsonValue Content;
    [JsonField("start_index")] public JsonValue Start;
    [JsonField("end_index")] public JsonValue End;
}

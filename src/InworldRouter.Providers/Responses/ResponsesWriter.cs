// Events to the items of a response's output: what a stream and a whole answer have in common.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>
/// Text, reasoning and images are told one behind the other; calls may be told at once, for each delta says whose it is. The last event repeats
/// everything (providers.md A2), so all of it is kept. Of several answers only the first is one of its.
/// </summary>
public abstract class ResponsesWriter : AnswerWriter
{
    private readonly ToldItems _items = new();
    private readonly PooledBuffer _scratch = new(); // a call's id, or its arguments
    private ToldItem? _open;   // the last to begin, unless it is done
    private bool _hasEnded;    // the open reasoning has: only what seals it may follow
    private bool _hidesWords;  // of the reasoning that is being told, but not to the caller
    private int _characters;   // of all text so far
    private int _partStart;    // where in it the open part begins
    private AnswerFinish _finish;

    /// <summary>The <see cref="CarriedSignature"/> id of thinking that Anthropic has redacted: without it, data is a signature.</summary>
    internal static ReadOnlySpan<byte> Redacted => "redacted"u8;

    protected bool IsWhole => _finish is not (AnswerFinish.Length or AnswerFinish.Filter);

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _items.Clear();
        _scratch.Reset();
        _characters = _partStart = 0;
        _open = null;
        _hasEnded = _hidesWords = false;
        _finish = AnswerFinish.Stop;
    }

    private protected virtual void Added(ToldItem item, PooledBuffer output)
    {
    }

    private protected virtual void PartAdded(ToldItem item, PooledBuffer output)
    {
    }

    private protected virtual void Add(ToldItem item, ReadOnlySpan<byte> piece, PooledBuffer output)
    {
    }

    /// <param name="elements">Logprobs of the text before them.</param>
    private protected virtual void Weighed(ToldItem item, ReadOnlySpan<byte> elements, PooledBuffer output)
    {
    }

    /// <param name="annotation">The JSON object, the last of its part.</param>
    private protected virtual void Annotated(ToldItem item, ReadOnlySpan<byte> annotation, PooledBuffer output)
    {
    }

    private protected virtual void Preview(ToldItem item, ReadOnlySpan<byte> base64, PooledBuffer output)
    {
    }

    private protected virtual void PartDone(ToldItem item, PooledBuffer output)
    {
    }

    private protected virtual void Done(ToldItem item, PooledBuffer output)
    {
    }

    protected sealed override void WriteEvent(in AnswerEvent said, PooledBuffer output)
    {
        if (said.Choice > 0)
            return;
        switch (said.Kind)
        {
            case AnswerEventKind.Text or AnswerEventKind.Refusal when !said.Text.IsEmpty:
                Say(said.Text, said.Kind == AnswerEventKind.Refusal, output);
                break;
            case AnswerEventKind.Thinking when !said.Text.IsEmpty:
                Think(said, output);
                break;
            // Signed words prove nothing without the words; what is sealed needs none, and OpenAI too gives it without a summary.
            case AnswerEventKind.ThinkingSignature when said.Origin == Origin.Anthropic && _hidesWords:
                _hidesWords = false;
                break;
            case AnswerEventKind.ThinkingSignature:
                Seal(said.Origin, [], said.Text, OpenReasoning(said.Origin), output);
                break;
            case AnswerEventKind.SealedThinking:
                Seal(said.Origin, said.Origin == Origin.Anthropic ? Redacted : said.Id, said.Text, said.Origin == Origin.Anthropic ? null : OpenReasoning(said.Origin), output);
                break;
            case AnswerEventKind.TextSignature:
                Seal(said.Origin, [], said.Text, null, output);
                break;
            case AnswerEventKind.ToolCall:
                Call(said, output);
                break;
            case AnswerEventKind.ToolArguments when !said.Text.IsEmpty && _items.FindCall(said.Index) is { IsDone: false } call:
                Append(call, said.Text, output);
                break;
            case AnswerEventKind.Citation:
                Cite(said, output);
                break;
            case AnswerEventKind.Logprobs when _open is { Kind: ItemKind.Message, HasPart: true, IsRefusal: false } weighed:
                ToldItem.Separate(weighed.Logprobs);
                weighed.Logprobs.Write(said.Text);
                Weighed(weighed, said.Text, output);
                break;
            case AnswerEventKind.Image:
                Show(said, output);
                break;
            case AnswerEventKind.BlockEnd:
                _hidesWords = false;
                if (_open is { Kind: ItemKind.Reasoning })
                    _hasEnded = true;
                else
                    EndOpen(output);
                break;
            case AnswerEventKind.Finish:
                _finish = said.Finish;
                if (said.Finish == AnswerFinish.Filter && !said.Text.IsEmpty)
                    Say(said.Text, isRefusal: true, output);
                break;
        }
    }

    /// <summary>Nothing more comes.</summary>
    /// <param name="isCut">What has begun did not come to its end.</param>
    protected void EndItems(bool isCut, PooledBuffer output)
    {
        for (var i = 0; i < _items.Count; i++)
            End(_items[i], isCut, output);
        _open = null;
    }

    /// <summary>The memory of a long answer, or of its pictures, is not kept until the next.</summary>
    protected void Forget()
    {
        _items.Clear();
        _scratch.Reset();
    }

    /// <summary>A response up to its status.</summary>
    protected void OpenResponse(PooledBuffer output)
    {
        output.Write("{\"id\":\"resp_"u8);
        MessagesPieces.WriteOwnPart(Identity.Id.Span, output);
        output.Write("\",\"object\":\"response\",\"created_at\":"u8);
        output.WriteNumber(Identity.Created);
        output.Write(",\"status\":"u8);
    }

    /// <summary>The status of an answer that has come to its end, and why that is too early.</summary>
    protected void WriteEnd(PooledBuffer output) => output.Write(
        IsWhole ? "\"completed\",\"error\":null,\"incomplete_details\":null"u8
        : _finish == AnswerFinish.Length ? "\"incomplete\",\"error\":null,\"incomplete_details\":{\"reason\":\"max_output_tokens\"}"u8
        : "\"incomplete\",\"error\":null,\"incomplete_details\":{\"reason\":\"content_filter\"}"u8);

    /// <summary>A response from its model to its usage, left open behind it.</summary>
    /// <param name="hasOutput">Not yet when it is announced.</param>
    /// <param name="usage">As the provider said it; null before its end.</param>
    protected void WriteRest(bool hasOutput, TokenUsage? usage, PooledBuffer output)
    {
        output.Write(",\"model\":"u8);
        output.Write(Identity.ModelJson.Span);
        output.Write(",\"output\":["u8);
        if (hasOutput)
            _items.Write(output);
        output.Write("],"u8);
        output.Write(Identity.Echo.IsEmpty ? ResponsesEcho.Defaults.Span : Identity.Echo.Span);
        output.Write(",\"usage\":"u8);
        if (usage is { } counted)
            ResponsesUsage.Write(counted.IsKnown ? counted : new TokenUsage(Identity.PromptEstimate, ContentEvents), output);
        else
            output.Write("null"u8);
    }

    private void Say(ReadOnlySpan<byte> text, bool isRefusal, PooledBuffer output)
    {
        var item = OpenItem(ItemKind.Message, Origin.None, output);
        OpenPart(item, isRefusal, output);
        Append(item, text, output);
        if (!isRefusal)
            _characters += JsonString.CountCharacters(text);
    }

    private void Think(in AnswerEvent said, PooledBuffer output)
    {
        if (Identity.ExcludeReasoning)
        {
            _hidesWords = true;
            return;
        }
        // Parts of OpenAI's summaries are paragraphs: an empty line by itself is what their reader puts between two.
        if (said.Origin == Origin.OpenAIResponses && said.Text.SequenceEqual("\\n\\n"u8) && _open is { Kind: ItemKind.Reasoning, HasPart: true } paragraph && !_hasEnded)
        {
            ClosePart(paragraph, output);
            return;
        }
        var item = OpenItem(ItemKind.Reasoning, said.Origin, output);
        OpenPart(item, isRefusal: false, output);
        Append(item, said.Text, output);
    }

    private ToldItem? OpenReasoning(Origin origin) => _open is { Kind: ItemKind.Reasoning } item && item.Origin == origin ? item : null;

    // Under the provider's own id, by which it knows it again.
    private void Seal(Origin origin, ReadOnlySpan<byte> id, ReadOnlySpan<byte> data, ToldItem? item, PooledBuffer output)
    {
        if (data.IsEmpty)
            return;
        if (item is null)
        {
            LeaveOpen(output);
            item = Begin(ItemKind.Reasoning, 0, origin, output);
        }
        if (origin == Origin.OpenAIResponses && id.IsEmpty)
            item.Extra.Write(data);
        else
            CarriedSignature.Write(origin, id, data, item.Extra);
        EndOpen(output);
    }

    private void Call(in AnswerEvent call, PooledBuffer output)
    {
        if (_open is not { Kind: ItemKind.Call or ItemKind.CustomCall })
            EndOpen(output);
        _scratch.Truncate(0);
        if (call.Id.IsEmpty)
        {
            _scratch.Write("call_"u8);
            MessagesPieces.WriteOwnPart(Identity.Id.Span, _scratch);
            _scratch.Write((byte)'_');
            _scratch.WriteNumber(call.Index);
        }
        else
        {
            _scratch.Write(call.Id);
        }
        // No place beside the call: it goes before it, and names it.
        if (!call.Signature.IsEmpty)
            Seal(call.Origin, _scratch.Written, call.Signature, null, output);
        var item = Make(call.IsCustom ? ItemKind.CustomCall : ItemKind.Call, call.Index, Origin.None);
        item.CallId.Write(_scratch.Written);
        item.Name.Write(call.Name);
        Added(item, output);
        if (call.Input.IsEmpty)
            return;
        _scratch.Truncate(0);
        _scratch.WriteEscaped(call.Input);
        Append(item, _scratch.Written, output);
        EndOpen(output);
    }

    private void Cite(in AnswerEvent citation, PooledBuffer output)
    {
        var item = OpenItem(ItemKind.Message, Origin.None, output);
        OpenPart(item, isRefusal: false, output);
        ToldItem.Separate(item.Annotations);
        var from = item.Annotations.Length;
        item.Annotations.Write("{\"type\":\"url_citation\",\"url\":\""u8);
        item.Annotations.Write(citation.Id);
        item.Annotations.Write("\",\"title\":\""u8);
        item.Annotations.Write(citation.Name);
        // Counted within the part. Clients demand places: a provider that gives none means the text before it.
        var (start, end) = citation.Range is { Start: >= 0, End: >= 0 } range ? range : (_partStart, _characters);
        item.Annotations.Write("\",\"start_index\":"u8);
        item.Annotations.WriteNumber(Math.Max(0, start - _partStart));
        item.Annotations.Write(",\"end_index\":"u8);
        item.Annotations.WriteNumber(Math.Max(0, end - _partStart));
        item.Annotations.Write((byte)'}');
        Annotated(item, item.Annotations.Written[from..], output);
        item.Count++;
    }

    private void Show(in AnswerEvent image, PooledBuffer output)
    {
        if (image.Text.IsEmpty)
        {
            Link(image.Id, output);
            return;
        }
        if (_items.FindImage(image.Index) is not { IsDone: false } item)
        {
            LeaveOpen(output);
            // Signed under the id that the picture is going to have.
            if (!image.Signature.IsEmpty)
                SealNext(image, output);
            item = Begin(ItemKind.Image, image.Index, Origin.None, output);
        }
        item.Name.Truncate(0);
        item.Name.Write(image.Name[(image.Name.IndexOf((byte)'/') + 1)..]);
        if (image.IsPreview)
        {
            Preview(item, image.Text, output);
            item.Count++;
            return;
        }
        item.Text.Write(image.Text);
        item.Extra.Write(image.RevisedPrompt);
        End(item, isCut: false, output);
        if (_open == item)
            _open = null;
    }

    private void SealNext(in AnswerEvent image, PooledBuffer output)
    {
        _scratch.Truncate(0);
        _scratch.Write("ig_"u8);
        MessagesPieces.WriteOwnPart(Identity.Id.Span, _scratch);
        _scratch.Write((byte)'_');
        _scratch.WriteNumber(_items.Count + 1);
        Seal(image.Origin, _scratch.Written, image.Signature, null, output);
    }

    // The item has no place for an address.
    private void Link(ReadOnlySpan<byte> url, PooledBuffer output)
    {
        Say("![image]("u8, isRefusal: false, output);
        Say(url, isRefusal: false, output);
        Say(")"u8, isRefusal: false, output);
    }

    private ToldItem OpenItem(ItemKind kind, Origin origin, PooledBuffer output)
    {
        if (_open is { } open && open.Kind == kind && open.Origin == origin && !_hasEnded)
            return open;
        LeaveOpen(output);
        return Begin(kind, 0, origin, output);
    }

    // Another item begins. A call that is not whole goes on beside it: some upstreams say words between its pieces.
    private void LeaveOpen(PooledBuffer output)
    {
        if (_open is not ({ Kind: ItemKind.Call or ItemKind.CustomCall } call) || call.Kind == ItemKind.Call && ArgumentBalance.Of(call.Text.Written).IsWhole)
            EndOpen(output);
        _open = null;
        _hasEnded = false;
    }

    private void OpenPart(ToldItem item, bool isRefusal, PooledBuffer output)
    {
        if (item.HasPart && item.IsRefusal == isRefusal)
            return;
        if (item.HasPart)
            ClosePart(item, output);
        item.OpenPart(isRefusal);
        _partStart = _characters;
        PartAdded(item, output);
    }

    private void Append(ToldItem item, ReadOnlySpan<byte> piece, PooledBuffer output)
    {
        item.Text.Write(piece);
        Add(item, piece, output);
    }

    private void ClosePart(ToldItem item, PooledBuffer output)
    {
        PartDone(item, output);
        item.ClosePart();
    }

    private void EndOpen(PooledBuffer output)
    {
        if (_open is { } open)
            End(open, isCut: false, output);
        _open = null;
        _hasEnded = false;
    }

    private void End(ToldItem item, bool isCut, PooledBuffer output)
    {
        if (item.IsDone)
            return;
        if (item.HasPart)
            ClosePart(item, output);
        // "Empty/absent arguments" are an empty object's (C24), unless they were cut: what was cut is not to look complete (C33).
        if (item is { Kind: ItemKind.Call, Text.IsEmpty: true } && !isCut)
            Append(item, "{}"u8, output);
        // Nobody has signed it: it is told apart from OpenAI's own, which OpenAI alone may see again.
        if (item is { Kind: ItemKind.Reasoning, Origin: not Origin.OpenAIResponses, Extra.IsEmpty: true })
            CarriedSignature.Write(item.Origin, [], [], item.Extra);
        item.Status = isCut ? ItemStatus.Incomplete : ItemStatus.Completed;
        Done(item, output);
    }

    private ToldItem Begin(ItemKind kind, int number, Origin origin, PooledBuffer output)
    {
        var item = Make(kind, number, origin);
        Added(item, output);
        return item;
    }

    private ToldItem Make(ItemKind kind, int number, Origin origin) => _open = _items.Begin(kind, number, origin, MessagesPieces.OwnPart(Identity.Id.Span));
}

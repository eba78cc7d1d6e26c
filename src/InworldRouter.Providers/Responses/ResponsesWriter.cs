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
    private readonly List<ToldItem> _items = [];
    private int _count;
    private ToldItem? _open;  // the last to begin, unless it is done
    private bool _hasEnded;   // the open reasoning has: only what seals it may follow
    private int _characters;  // of all text so far
    private int _partStart;   // where in it the open part begins
    private AnswerFinish _finish;

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _count = _characters = _partStart = 0;
        _open = null;
        _hasEnded = false;
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

    /// <param name="annotation">The JSON object.</param>
    /// <param name="index">Among those of its part.</param>
    private protected virtual void Annotated(ToldItem item, ReadOnlySpan<byte> annotation, int index, PooledBuffer output)
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
            case AnswerEventKind.Thinking when !said.Text.IsEmpty && !Identity.ExcludeReasoning:
                Think(said.Text, output);
                break;
            case AnswerEventKind.ThinkingSignature or AnswerEventKind.SealedThinking or AnswerEventKind.TextSignature:
                Seal(said.Origin, said.Id, said.Text, said.Kind != AnswerEventKind.TextSignature, output);
                break;
            case AnswerEventKind.ToolCall:
                Call(said, output);
                break;
            case AnswerEventKind.ToolArguments when !said.Text.IsEmpty && Find(said.Index, isImage: false) is { IsDone: false } call:
                Append(call, said.Text, output);
                break;
            case AnswerEventKind.Citation:
                Cite(said, output);
                break;
            case AnswerEventKind.Logprobs when _open is { Kind: ItemKind.Message, HasPart: true } weighed:
                ToldItem.Separate(weighed.Logprobs);
                weighed.Logprobs.Write(said.Text);
                break;
            case AnswerEventKind.Image:
                Show(said, output);
                break;
            case AnswerEventKind.BlockEnd when _open is { Kind: ItemKind.Reasoning }:
                _hasEnded = true;
                break;
            case AnswerEventKind.BlockEnd:
                EndOpen(output);
                break;
            case AnswerEventKind.Finish:
                _finish = said.Finish;
                break;
        }
    }

    /// <summary>Nothing more comes.</summary>
    protected void EndItems(PooledBuffer output)
    {
        for (var i = 0; i < _count; i++)
            End(_items[i], output);
        _open = null;
    }

    /// <summary>The response up to its usage, left open behind it (providers.md A2, "Result").</summary>
    /// <param name="isDone">Whether it is the answer or its announcement.</param>
    protected void WriteResponse(bool isDone, in TokenUsage usage, PooledBuffer output)
    {
        output.Write("{\"id\":\"resp_"u8);
        MessagesPieces.WriteOwnPart(Identity.Id.Span, output);
        output.Write("\",\"object\":\"response\",\"created_at\":"u8);
        output.WriteNumber(Identity.Created);
        output.Write(!isDone ? ",\"status\":\"in_progress\""u8 : IsWhole ? ",\"status\":\"completed\""u8 : ",\"status\":\"incomplete\""u8);
        output.Write(",\"error\":null,\"incomplete_details\":"u8);
        output.Write(!isDone || IsWhole ? "null"u8 : _finish == AnswerFinish.Length ? "{\"reason\":\"max_output_tokens\"}"u8 : "{\"reason\":\"content_filter\"}"u8);
        output.Write(",\"model\":"u8);
        output.Write(Identity.ModelJson.Span);
        output.Write(",\"output\":["u8);
        for (var i = 0; isDone && i < _count; i++)
        {
            if (i > 0)
                output.Write((byte)',');
            _items[i].Write(output);
        }
        // What official clients demand and the writer does not know of the request has its usual value.
        output.Write("],\"instructions\":null,\"parallel_tool_calls\":true,\"temperature\":null,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":null,\"usage\":"u8);
        if (isDone)
            WriteUsage(usage.IsKnown ? usage : new TokenUsage(Identity.PromptEstimate, ContentEvents), output);
        else
            output.Write("null"u8);
    }

    protected bool IsWhole => _finish is not (AnswerFinish.Length or AnswerFinish.Filter);

    private void Say(ReadOnlySpan<byte> text, bool isRefusal, PooledBuffer output)
    {
        var item = OpenItem(ItemKind.Message, output);
        OpenPart(item, isRefusal, output);
        Append(item, text, output);
        if (!isRefusal)
            _characters += JsonString.CountCharacters(text);
    }

    // "Parts of a summary are paragraphs": an empty line by itself is what the reader puts between two.
    private void Think(ReadOnlySpan<byte> text, PooledBuffer output)
    {
        if (text.SequenceEqual("\\n\\n"u8) && _open is { Kind: ItemKind.Reasoning, HasPart: true } paragraph && !_hasEnded)
        {
            ClosePart(paragraph, output);
            return;
        }
        var item = OpenItem(ItemKind.Reasoning, output);
        OpenPart(item, false, output);
        Append(item, text, output);
    }

    // OpenAI's own as it is, under the id that it was sealed with; another's carried.
    private void Seal(Origin origin, ReadOnlySpan<byte> id, ReadOnlySpan<byte> data, bool isOfOpen, PooledBuffer output)
    {
        if (data.IsEmpty)
            return;
        if (_open is not { Kind: ItemKind.Reasoning } item || !isOfOpen)
        {
            EndOpen(output);
            item = Begin(ItemKind.Reasoning, 0);
            Identify(item, origin, id);
            Added(item, output);
        }
        else
        {
            if (item.HasPart)
                ClosePart(item, output);
            Identify(item, origin, id);
        }
        if (origin == Origin.OpenAIResponses)
            item.Extra.Write(data);
        else
            CarriedSignature.Write(origin, id, data, item.Extra);
        EndOpen(output);
    }

    private static void Identify(ToldItem item, Origin origin, ReadOnlySpan<byte> id)
    {
        if (origin != Origin.OpenAIResponses || id.IsEmpty)
            return;
        item.Id.Truncate(0);
        item.Id.Write(id);
    }

    private void Call(in AnswerEvent call, PooledBuffer output)
    {
        if (_open is not { Kind: ItemKind.Call or ItemKind.CustomCall })
            EndOpen(output);
        using var callId = new PooledBuffer();
        if (call.Id.IsEmpty)
            WriteId("call_"u8, call.Index, callId);
        else
            callId.Write(call.Id);
        // No place beside the call: it goes before it, and names it.
        if (!call.Signature.IsEmpty)
            Seal(call.Origin, callId.Written, call.Signature, false, output);
        var item = Begin(call.IsCustom ? ItemKind.CustomCall : ItemKind.Call, call.Index);
        item.CallId.Write(callId.Written);
        item.Name.Write(call.Name);
        Added(item, output);
        if (call.Input.IsEmpty)
            return;
        using var input = new PooledBuffer();
        input.WriteEscaped(call.Input);
        Append(item, input.Written, output);
    }

    private void Cite(in AnswerEvent citation, PooledBuffer output)
    {
        var item = OpenItem(ItemKind.Message, output);
        OpenPart(item, false, output);
        var index = item.Citations++;
        ToldItem.Separate(item.Annotations);
        var from = item.Annotations.Length;
        item.Annotations.Write("{\"type\":\"url_citation\",\"url\":\""u8);
        item.Annotations.Write(citation.Id);
        item.Annotations.Write("\",\"title\":\""u8);
        item.Annotations.Write(citation.Name);
        item.Annotations.Write((byte)'"');
        // Counted within the part; left out where the provider did not say.
        if (citation.Range is { Start: >= 0, End: >= 0 } range)
        {
            item.Annotations.Write(",\"start_index\":"u8);
            item.Annotations.WriteNumber(Math.Max(0, range.Start - _partStart));
            item.Annotations.Write(",\"end_index\":"u8);
            item.Annotations.WriteNumber(Math.Max(0, range.End - _partStart));
        }
        item.Annotations.Write((byte)'}');
        Annotated(item, item.Annotations.Written[from..], index, output);
    }

    private void Show(in AnswerEvent image, PooledBuffer output)
    {
        if (Find(image.Index, isImage: true) is not { IsDone: false } item)
        {
            EndOpen(output);
            item = Begin(ItemKind.Image, image.Index);
            Added(item, output);
        }
        item.Name.Truncate(0);
        item.Name.Write(image.Name[(image.Name.IndexOf((byte)'/') + 1)..]);
        if (image.IsPreview)
        {
            Preview(item, image.Text, output);
            return;
        }
        item.Text.Write(image.Text);
        item.Extra.Write(image.RevisedPrompt);
        End(item, output);
        if (_open == item)
            _open = null;
    }

    private ToldItem OpenItem(ItemKind kind, PooledBuffer output)
    {
        if (_open is { } open && open.Kind == kind && !_hasEnded)
            return open;
        EndOpen(output);
        var item = Begin(kind, 0);
        Added(item, output);
        return item;
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
            End(open, output);
        _open = null;
        _hasEnded = false;
    }

    private void End(ToldItem item, PooledBuffer output)
    {
        if (item.IsDone)
            return;
        if (item.HasPart)
            ClosePart(item, output);
        // "Empty/absent arguments" are an empty object's (C24).
        if (item is { Kind: ItemKind.Call, Text.IsEmpty: true })
            Append(item, "{}"u8, output);
        item.IsDone = true;
        Done(item, output);
    }

    private ToldItem Begin(ItemKind kind, int number)
    {
        if (_count == _items.Count)
            _items.Add(new ToldItem());
        _open = _items[_count];
        _open.Begin(kind, _count++, number);
        WriteId(kind switch
        {
            ItemKind.Message => "msg_"u8,
            ItemKind.Reasoning => "rs_"u8,
            ItemKind.Call => "fc_"u8,
            ItemKind.CustomCall => "ctc_"u8,
            _ => "ig_"u8,
        }, _open.Place, _open.Id);
        return _open;
    }

    private void WriteId(ReadOnlySpan<byte> prefix, int number, PooledBuffer output)
    {
        output.Write(prefix);
        MessagesPieces.WriteOwnPart(Identity.Id.Span, output);
        output.Write((byte)'_');
        output.WriteNumber(number);
    }

    private ToldItem? Find(int number, bool isImage)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_items[i].Number == number && (isImage ? _items[i].Kind == ItemKind.Image : _items[i].Kind is ItemKind.Call or ItemKind.CustomCall))
                return _items[i];
        }
        return null;
    }

    private static void WriteUsage(in TokenUsage usage, PooledBuffer output)
    {
        output.Write("{\"input_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Prompt));
        output.Write(",\"input_tokens_details\":{\"cached_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Cached));
        if (usage.CacheWrite >= 0)
        {
            output.Write(",\"cache_write_tokens\":"u8);
            output.WriteNumber(usage.CacheWrite);
        }
        output.Write("},\"output_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Completion));
        output.Write(",\"output_tokens_details\":{\"reasoning_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Reasoning));
        output.Write("},\"total_tokens\":"u8);
        output.WriteNumber(usage.Total);
        output.Write((byte)'}');
    }
}

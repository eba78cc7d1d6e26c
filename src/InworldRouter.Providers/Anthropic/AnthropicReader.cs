// Anthropic's messages, streamed or whole, as events.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// The order of providers.md B.4. Blocks of the provider's own tools (<c>server_tool_use</c>, search results, fallbacks) are not the caller's:
/// "not exposed as tool_calls" (D.2); what they found comes out as citations.
/// </summary>
internal sealed class AnthropicReader : AnswerReader
{
    private readonly MessageBeginning _beginning = new();
    private readonly CitedSources _sources = new();
    private readonly DeltaMold _mold = new();
    private int[] _callOfBlock = new int[8]; // the client's tool call that a block carries, counted from 1; 0 = none
    private AnthropicUsage _usage;
    private int _calls;
    private bool _hasStopped;

    public override void Begin()
    {
        base.Begin();
        _beginning.Reset();
        _sources.Begin();
        _mold.Reset();
        Array.Clear(_callOfBlock);
        _usage = AnthropicUsage.Unknown;
        _calls = 0;
        _hasStopped = false;
    }

    public override StreamStep Read(in SseEvent upstream, AnswerWriter writer, PooledBuffer output)
    {
        var data = upstream.Data;
        if (upstream.Type.SequenceEqual("content_block_delta"u8))
            return ReadDelta(data, writer, output);
        if (upstream.Type.SequenceEqual("ping"u8))
            return StreamStep.Quiet;
        if (!EventFields.TryScan(data, out var said, out var fault))
            return Fail(NotJson(data, fault));
        // A gateway may have left the event's name out; the data has it too.
        var type = said.Type.Kind == JsonKind.String ? said.Type.Inner(data) : upstream.Type;
        return type switch
        {
            _ when type.SequenceEqual("content_block_delta"u8) => ReadDelta(data, writer, output),
            _ when type.SequenceEqual("content_block_start"u8) => Start(said, data, writer, output),
            _ when type.SequenceEqual("content_block_stop"u8) => Stop(IndexOf(said.Index, data), writer, output),
            _ when type.SequenceEqual("message_start"u8) => StartMessage(said.Message, data),
            _ when type.SequenceEqual("message_delta"u8) => EndMessage(said, data, writer, output),
            _ when type.SequenceEqual("message_stop"u8) => StreamStep.End,
            _ when type.SequenceEqual("error"u8) || said.Error.Kind == JsonKind.Object => Fail(AnthropicErrors.InStream(data)),
            _ => StreamStep.Quiet,
        };
    }

    public override StreamStep EndOfInput() => _hasStopped
        ? StreamStep.End
        : Fail(new UpstreamFailure(FailureKind.Truncated, "the stream ended before its message_stop"));

    public override UpstreamFailure? ReadWhole(ReadOnlySpan<byte> answer, AnswerWriter writer, PooledBuffer output)
    {
        if (!AnthropicMessageFields.TryScan(answer, out var message, out var fault))
            return NotJson(answer, fault);
        if (message.Error.Kind == JsonKind.Object || message.Type.StringEquals(answer, "error"u8))
            return AnthropicErrors.InStream(answer);
        if (message.Content.Kind != JsonKind.Array)
            return new UpstreamFailure(FailureKind.MalformedAnswer, "the provider's answer has no content array");
        var scanner = new JsonScanner(answer, message.Content.Start);
        if (scanner.EnterArray())
        {
            do
            {
                var block = default(BlockFields);
                BlockFields.Scan(ref scanner, ref block);
                StartBlock(0, block, isWhole: true, answer, writer, output);
                Stop(0, writer, output);
            }
            while (scanner.NextElement());
        }
        _usage.Add(message.Usage, answer);
        Usage = _usage.Total;
        if (message.StopReason.Kind == JsonKind.String)
            writer.Write(AnthropicStops.EventOf(message.StopReason, message.StopSequence, message.StopDetails.Explanation, answer), output);
        return null;
    }

    private StreamStep ReadDelta(ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        if (_mold.TryRead(data, out var text))
        {
            Tell(_mold.Kind, _mold.Block, text.Inner(data), writer, output);
            return StreamStep.Quiet;
        }
        if (!DeltaEventFields.TryScan(data, out var said, out var fault))
            return Fail(NotJson(data, fault));
        ref readonly var delta = ref said.Delta;
        if (delta.Text.Kind == JsonKind.String)
            Tell(DeltaKind.Text, said.Index, delta.Text, data, writer, output);
        else if (delta.PartialJson.Kind == JsonKind.String)
            Tell(DeltaKind.Arguments, said.Index, delta.PartialJson, data, writer, output);
        else if (delta.Thinking.Kind == JsonKind.String)
            Tell(DeltaKind.Thinking, said.Index, delta.Thinking, data, writer, output);
        else if (delta.Signature.IsNonEmptyString)
            writer.Write(AnswerEvent.SignThinking(delta.Signature.Inner(data), Origin.Anthropic), output);
        else if (delta.Citation.Kind == JsonKind.Object)
            _sources.Add(delta.Citation.Raw(data));
        return StreamStep.Quiet;
    }

    private void Tell(DeltaKind kind, in JsonValue index, in JsonValue text, ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        var block = IndexOf(index, data);
        _mold.Learn(data, text, kind, block);
        Tell(kind, block, text.Inner(data), writer, output);
    }

    private void Tell(DeltaKind kind, int block, ReadOnlySpan<byte> text, AnswerWriter writer, PooledBuffer output)
    {
        if (kind == DeltaKind.Text)
            Say(text, writer, output);
        else if (kind == DeltaKind.Thinking)
            writer.Write(AnswerEvent.Think(text, Origin.Anthropic), output);
        else if (CallOf(block) is > 0 and var call) // the arguments of the provider's own tools are nobody's
            writer.Write(AnswerEvent.Argue(call - 1, text), output);
    }

    private StreamStep StartMessage(in AnthropicMessageFields message, ReadOnlySpan<byte> data)
    {
        _usage.Add(message.Usage, data);
        Usage = _usage.Total;
        return _beginning.Take(message.Id, data) is { } failure ? Fail(failure) : StreamStep.Quiet;
    }

    private StreamStep Start(in EventFields said, ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        StartBlock(IndexOf(said.Index, data), said.Block, isWhole: false, data, writer, output);
        return StreamStep.Quiet;
    }

    private void StartBlock(int index, in BlockFields block, bool isWhole, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        CallOf(index) = 0;
        if (block.Type.StringEquals(json, "tool_use"u8))
        {
            var call = _calls++;
            // Whole at its beginning: an answer that is not streamed, or a server that does not stream arguments (C25).
            if (isWhole || block.Input is { Kind: JsonKind.Object, Length: > 2 })
            {
                writer.Write(AnswerEvent.WholeCall(call, InnerOf(block.Id, json), InnerOf(block.Name, json), block.Input.IsPresent ? block.Input.Raw(json) : default), output);
                return;
            }
            CallOf(index) = call + 1;
            writer.Write(AnswerEvent.Call(call, InnerOf(block.Id, json), InnerOf(block.Name, json)), output);
        }
        else if (block.Type.StringEquals(json, "redacted_thinking"u8))
        {
            writer.Write(AnswerEvent.Seal(InnerOf(block.Data, json), Origin.Anthropic), output);
        }
        else if (block.Type.StringEquals(json, "text"u8))
        {
            Say(InnerOf(block.Text, json), writer, output);
            _sources.AddAll(block.Citations, json);
        }
        else if (block.Type.StringEquals(json, "thinking"u8))
        {
            writer.Write(AnswerEvent.Think(InnerOf(block.Thinking, json), Origin.Anthropic), output);
            if (block.Signature.IsNonEmptyString)
                writer.Write(AnswerEvent.SignThinking(block.Signature.Inner(json), Origin.Anthropic), output);
        }
    }

    private StreamStep Stop(int index, AnswerWriter writer, PooledBuffer output)
    {
        CallOf(index) = 0;
        _sources.EndBlock(writer, output);
        writer.Write(AnswerEvent.BlockEnd, output);
        return StreamStep.Quiet;
    }

    private StreamStep EndMessage(in EventFields said, ReadOnlySpan<byte> data, AnswerWriter writer, PooledBuffer output)
    {
        _usage.Add(said.Usage, data);
        Usage = _usage.Total;
        if (said.Delta.StopReason.Kind != JsonKind.String || _hasStopped)
            return StreamStep.Quiet;
        _hasStopped = true;
        writer.Write(AnthropicStops.EventOf(said.Delta.StopReason, said.Delta.StopSequence, said.Delta.StopDetails.Explanation, data), output);
        return StreamStep.Quiet;
    }

    private void Say(ReadOnlySpan<byte> text, AnswerWriter writer, PooledBuffer output)
    {
        _sources.Said(text);
        writer.Write(AnswerEvent.Say(text), output);
    }

    private ref int CallOf(int block)
    {
        if (block >= _callOfBlock.Length)
            Array.Resize(ref _callOfBlock, Math.Max(_callOfBlock.Length * 2, block + 1));
        return ref _callOfBlock[block];
    }

    // A long conversation with server tools has some hundred blocks; a wild number is not worth memory.
    private static int IndexOf(in JsonValue index, ReadOnlySpan<byte> json) => index.TryGetInt64(json, out var number) ? (int)Math.Clamp(number, 0, 4095) : 0;
}

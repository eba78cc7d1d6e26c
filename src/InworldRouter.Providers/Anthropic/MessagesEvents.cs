// Anthropic's stream for a caller of the same dialect: what the router has to know of it, and what goes on whole.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// Watches for usage, content, the stop reason, errors and a broken order, and leaves the events to an heir. An heir is told of well-formed events
/// only: "Exactly one message_start" (C34), "No delta for a block that was not started" (C35).
/// </summary>
internal abstract class MessagesEvents : StreamTranslator
{
    // No block: indices count from 0.
    private const long None = -1;

    private readonly MessageBeginning _beginning = new();
    private readonly DeltaMold _mold = new();
    private AnthropicUsage _usage;
    private long _open;
    private bool _hasStopped;

    protected AnswerIdentity Identity { get; private set; }

    /// <summary>An override calls it.</summary>
    public override void Begin(in AnswerIdentity identity)
    {
        Identity = identity;
        Failure = null;
        Usage = TokenUsage.Unknown;
        ContentEvents = 0;
        EndedEarly = false;
        _beginning.Reset();
        _mold.Reset();
        _usage = AnthropicUsage.Unknown;
        _open = None;
        _hasStopped = false;
    }

    public sealed override StreamStep Translate(in SseEvent upstream, PooledBuffer output)
    {
        var data = upstream.Data;
        if (upstream.Type.SequenceEqual("content_block_delta"u8))
            return ReadDelta(data, output);
        if (!EventFields.TryScan(data, out var said, out var fault))
            return Fail(AnswerReader.NotJson(data, fault));
        // A gateway may have left the event's name out; the data has it too.
        var type = said.Type.Kind == JsonKind.String ? said.Type.Inner(data) : upstream.Type;
        return type switch
        {
            _ when type.SequenceEqual("content_block_delta"u8) => ReadDelta(data, output),
            _ when type.SequenceEqual("content_block_start"u8) => ReadStart(said, data, output),
            _ when type.SequenceEqual("content_block_stop"u8) => ReadStop(data, output),
            _ when type.SequenceEqual("message_start"u8) => ReadMessage(said.Message, data, output),
            _ when type.SequenceEqual("message_delta"u8) => ReadEnding(said, data, output),
            _ when type.SequenceEqual("message_stop"u8) => ReadEnd(data),
            _ when type.SequenceEqual("error"u8) || said.Error.Kind == JsonKind.Object => Fail(AnthropicErrors.InStream(data)),
            _ => ReadOther(type, data, output),
        };
    }

    public override StreamStep EndOfInput() => _hasStopped
        ? StreamStep.End
        : Fail(new UpstreamFailure(FailureKind.Truncated, "the stream ended before its message_stop"));

    /// <summary>A block that says something before any delta of it: all but those that begin empty.</summary>
    internal static bool IsContent(in BlockFields block, ReadOnlySpan<byte> json) =>
        block.Type.StringEquals(json, "text"u8) ? block.Text.IsNonEmptyString
        : block.Type.StringEquals(json, "thinking"u8) ? block.Thinking.IsNonEmptyString
        : block.Type.HasValue;

    protected abstract void StartMessage(in AnthropicMessageFields message, ReadOnlySpan<byte> data, PooledBuffer output);

    protected abstract void StartBlock(in BlockFields block, ReadOnlySpan<byte> data, PooledBuffer output);

    /// <summary>A piece of text, thinking or arguments.</summary>
    /// <param name="text">A string of <paramref name="data"/>.</param>
    protected abstract void Add(DeltaKind kind, in JsonValue text, ReadOnlySpan<byte> data, PooledBuffer output);

    /// <summary>Any other delta: a signature, a citation, one of a kind that is not known.</summary>
    protected abstract void AddOther(in BlockDeltaFields delta, ReadOnlySpan<byte> data, PooledBuffer output);

    protected abstract void StopBlock(ReadOnlySpan<byte> data, PooledBuffer output);

    /// <summary>A message_delta; there may be several.</summary>
    protected abstract void EndMessage(in EventFields said, ReadOnlySpan<byte> data, PooledBuffer output);

    /// <summary>The message_stop: <see cref="StreamTranslator.Complete"/> follows.</summary>
    protected abstract void Stop(ReadOnlySpan<byte> data);

    /// <summary>A ping, or an event of a kind that is not known.</summary>
    protected abstract void Pass(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, PooledBuffer output);

    private StreamStep ReadDelta(ReadOnlySpan<byte> data, PooledBuffer output)
    {
        // Its beginning has the index of the open block in it.
        if (_mold.TryRead(data, out var text))
            return Told(_mold.Kind, text, data, output);
        if (!DeltaEventFields.TryScan(data, out var said, out var fault))
            return Fail(AnswerReader.NotJson(data, fault));
        if (_open == None || !said.Index.TryGetInt64(data, out var index) || index != _open)
            return Fail(new UpstreamFailure(FailureKind.MalformedAnswer, "the stream goes on with a block that is not open"));
        ref readonly var delta = ref said.Delta;
        if (delta.Text.Kind == JsonKind.String)
            return Learned(DeltaKind.Text, delta.Text, data, output);
        if (delta.PartialJson.Kind == JsonKind.String)
            return Learned(DeltaKind.Arguments, delta.PartialJson, data, output);
        if (delta.Thinking.Kind == JsonKind.String)
            return Learned(DeltaKind.Thinking, delta.Thinking, data, output);
        AddOther(delta, data, output);
        return StreamStep.Quiet;
    }

    private StreamStep Learned(DeltaKind kind, in JsonValue text, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        _mold.Learn(data, text, kind, (int)_open);
        return Told(kind, text, data, output);
    }

    private StreamStep Told(DeltaKind kind, in JsonValue text, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        Add(kind, text, data, output);
        return text.IsNonEmptyString ? Content() : StreamStep.Quiet;
    }

    private StreamStep ReadMessage(in AnthropicMessageFields message, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        if (message.Self.Kind != JsonKind.Object)
            return FailUnbegun();
        var isRepeated = _beginning.IsKnown;
        if (_beginning.Take(message.Id, data) is { } failure)
            return Fail(failure);
        Count(message.Usage, data);
        if (!isRepeated)
            StartMessage(message, data, output);
        return StreamStep.Quiet;
    }

    private StreamStep ReadStart(in EventFields said, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        if (!_beginning.IsKnown)
            return FailUnbegun();
        if (!said.Index.TryGetInt64(data, out _open) || said.Block.Self.Kind != JsonKind.Object)
            return Fail(new UpstreamFailure(FailureKind.MalformedAnswer, "a content_block_start without its index or its block"));
        _mold.Reset();
        StartBlock(said.Block, data, output);
        return IsContent(said.Block, data) ? Content() : StreamStep.Quiet;
    }

    private StreamStep ReadStop(ReadOnlySpan<byte> data, PooledBuffer output)
    {
        _open = None;
        _mold.Reset();
        StopBlock(data, output);
        return StreamStep.Quiet;
    }

    private StreamStep ReadEnding(in EventFields said, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        if (!_beginning.IsKnown)
            return FailUnbegun();
        Count(said.Usage, data);
        if (said.Delta.StopReason.Kind == JsonKind.String)
        {
            _hasStopped = true;
            EndedEarly |= AnthropicStops.IsEarly(said.Delta.StopReason.Inner(data));
        }
        EndMessage(said, data, output);
        return StreamStep.Quiet;
    }

    private StreamStep ReadEnd(ReadOnlySpan<byte> data)
    {
        if (!_beginning.IsKnown)
            return FailUnbegun();
        Stop(data);
        return StreamStep.End;
    }

    private StreamStep ReadOther(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        Pass(type, data, output);
        return StreamStep.Quiet;
    }

    private void Count(in AnthropicUsageFields usage, ReadOnlySpan<byte> data)
    {
        _usage.Add(usage, data);
        Usage = _usage.Total;
    }

    private StreamStep Content()
    {
        ContentEvents++;
        return StreamStep.Content;
    }

    private StreamStep FailUnbegun() => Fail(new UpstreamFailure(FailureKind.MalformedAnswer, "the stream does not begin with a message_start that has its message"));

    private StreamStep Fail(UpstreamFailure failure)
    {
        Failure = failure;
        return StreamStep.Failed;
    }
}

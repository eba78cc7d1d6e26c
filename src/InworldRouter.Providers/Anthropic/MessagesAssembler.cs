// Anthropic's stream as the whole message that it tells: for a caller who wants JSON while the provider is asked to stream.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// As Anthropic's own library adds it up, but that it knows no list of kinds: a block is what it began as with its deltas applied, so those of
/// tomorrow are whole too. Left open for the router's metadata.
/// </summary>
internal sealed class MessagesAssembler : MessagesEvents
{
    private readonly PatchedObject _message = new();
    private readonly PatchedObject _usage = new();
    private readonly PatchedObject _block = new();
    private readonly PooledBuffer _content = new(); // the finished blocks, and the bracket before them
    private readonly PooledBuffer _pieces = new();  // a string of the open block that is told in pieces, from its first quote
    private readonly PooledBuffer _input = new();   // of a call, out of its string
    private DeltaKind _kind;
    private bool _isOpen;

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _content.Reset();
        _pieces.Reset();
        _isOpen = false;
    }

    public override void Complete(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        Close();
        _message.Set("usage"u8, _usage.Json);
        _content.Write((byte)']');
        _message.Set("content"u8, _content.Written);
        _message.Set("model"u8, Identity.ModelJson.Span);
        output.Write(_message.Json);
        output.Truncate(output.Written.LastIndexOf((byte)'}'));
    }

    protected override void StartMessage(in AnthropicMessageFields message, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        _message.Begin(message.Self, data);
        _usage.Begin(message.Usage.Self, data);
        _content.Write((byte)'[');
    }

    protected override void StartBlock(in BlockFields block, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        Close();
        _isOpen = true;
        _block.Begin(block.Self, data);
        _pieces.Truncate(0);
    }

    protected override void Add(DeltaKind kind, in JsonValue text, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        // A block has one kind; should it have another, what was said so far is put in its place.
        if (kind != _kind)
            PutPieces();
        _kind = kind;
        if (_pieces.IsEmpty)
            _pieces.Write((byte)'"');
        _pieces.Write(text.Inner(data));
    }

    protected override void AddOther(in BlockDeltaFields delta, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        if (delta.Citation.Kind == JsonKind.Object)
            _block.AppendElement("citations"u8, delta.Citation.Raw(data));
        else
            _block.AppendAll(delta.Self, data);
    }

    protected override void StopBlock(ReadOnlySpan<byte> data, PooledBuffer output) => Close();

    // "message_delta{delta{stop_reason,stop_sequence,stop_details?},usage{…cumulative}}" (providers.md B.4); of what stands beside them the last word is kept.
    protected override void EndMessage(in EventFields said, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        _message.SetAll(said.Self, data);
        _message.SetAll(said.Delta.Self, data);
        _usage.SetAll(said.Usage.Self, data);
    }

    protected override void Stop(ReadOnlySpan<byte> data)
    {
    }

    protected override void Pass(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, PooledBuffer output)
    {
    }

    private void Close()
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        PutPieces();
        if (_content.Length > 1)
            _content.Write((byte)',');
        _content.Write(_block.Json);
    }

    private void PutPieces()
    {
        if (_pieces.IsEmpty)
            return;
        _pieces.Write((byte)'"');
        var text = new JsonValue(0, _pieces.Length, JsonKind.String, 0);
        if (_kind != DeltaKind.Arguments)
        {
            _block.Append(_kind == DeltaKind.Text ? "text"u8 : "thinking"u8, text.Inner(_pieces.Written));
        }
        else if (text.IsNonEmptyString)
        {
            // "a no-arg call may send only "" → parse as {}" (providers.md B.4), which is what the block began with.
            _input.Truncate(0);
            ArgumentText.WriteObject(text, _pieces.Written, _input);
            _block.Set("input"u8, _input.Written);
        }
        _pieces.Truncate(0);
    }
}

// Events to a whole message: its blocks gathered, the message written at the end.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>The form of providers.md B.3, left open behind its usage for the router's metadata.</summary>
public sealed class MessagesAnswerWriter : MessagesWriter
{
    private readonly PooledBuffer _content = new();   // elements of "content"
    private readonly PooledBuffer _signature = new(); // of the open thinking
    private readonly PooledBuffer _citations = new(); // of the open text
    private readonly PooledBuffer _arguments = new(); // of the open call, as a JSON string

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _content.Reset();
        _arguments.Reset();
    }

    public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        EndBlocks(output);
        output.Write((byte)'{');
        MessagesPieces.WriteHead(Identity, output);
        output.Write(",\"content\":["u8);
        output.Write(_content.Written);
        output.Write("],"u8);
        WriteStop(output);
        output.Write(",\"usage\":"u8);
        MessagesPieces.WriteUsage(Counted(usage), output);
    }

    protected override void Open(BlockKind kind, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, PooledBuffer output)
    {
        Separate(_content);
        switch (kind)
        {
            case BlockKind.Text:
                _content.Write("{\"type\":\"text\",\"text\":\""u8);
                _citations.Truncate(0);
                break;
            case BlockKind.Thinking:
                _content.Write("{\"type\":\"thinking\",\"thinking\":\""u8);
                _signature.Truncate(0);
                break;
            default:
                MessagesPieces.WriteCallHead(id, name, _content);
                _arguments.Truncate(0);
                _arguments.Write((byte)'"');
                break;
        }
    }

    protected override void Add(ReadOnlySpan<byte> piece, PooledBuffer output) => (_arguments.IsEmpty ? _content : _arguments).Write(piece);

    protected override void AddInput(ReadOnlySpan<byte> input, PooledBuffer output)
    {
        _content.Write(input);
        _arguments.Truncate(0);
    }

    protected override void Sign(Origin origin, ReadOnlySpan<byte> signature, PooledBuffer output) =>
        MessagesPieces.WriteSignature(origin, [], signature, _signature);

    protected override void Cite(in AnswerEvent citation, PooledBuffer output)
    {
        Separate(_citations);
        MessagesPieces.WriteCitation(citation, _citations);
    }

    protected override void Close(BlockKind kind, PooledBuffer output)
    {
        switch (kind)
        {
            case BlockKind.Text:
                _content.Write((byte)'"');
                if (!_citations.IsEmpty)
                {
                    _content.Write(",\"citations\":["u8);
                    _content.Write(_citations.Written);
                    _content.Write((byte)']');
                }
                break;
            case BlockKind.Thinking:
                _content.Write("\",\"signature\":\""u8);
                _content.Write(_signature.Written);
                _content.Write((byte)'"');
                break;
            case BlockKind.Call when !_arguments.IsEmpty:
                _arguments.Write((byte)'"');
                ArgumentText.WriteObject(new JsonValue(0, _arguments.Length, JsonKind.String, 0), _arguments.Written, _content);
                _arguments.Truncate(0);
                break;
        }
        _content.Write((byte)'}');
    }

    protected override void Seal(Origin origin, ReadOnlySpan<byte> id, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        Separate(_content);
        MessagesPieces.WriteSealed(origin, id, data, _content);
    }

    private static void Separate(PooledBuffer elements)
    {
        if (!elements.IsEmpty)
            elements.Write((byte)',');
    }
}

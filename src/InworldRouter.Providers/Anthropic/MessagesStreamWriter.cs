// Events to a Messages stream: each delta between bytes that were prepared when its block began.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// The order of providers.md B.4: message_start, ping, blocks, message_delta, message_stop. "SDKs dispatch on the event: name, so we must emit it"; no
/// [DONE].
/// </summary>
public sealed class MessagesStreamWriter : MessagesWriter
{
    private readonly PooledBuffer _delta = new(); // a delta of the open block up to its text
    private int _next;                            // index of the next block
    private bool _hasStarted;

    /// <summary>The sign of life between events: "heartbeat: event: ping every ≤15 s of silence" (providers.md D.5).</summary>
    public static ReadOnlySpan<byte> Ping => "event: ping\ndata: {\"type\": \"ping\"}\n\n"u8;

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _next = 0;
        _hasStarted = false;
    }

    /// <summary>Writes message_start, once; for a caller that is to hear something before the first event.</summary>
    public void Start(PooledBuffer output)
    {
        if (_hasStarted)
            return;
        _hasStarted = true;
        output.Write("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{"u8);
        MessagesPieces.WriteHead(Identity, output);
        output.Write(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"u8);
        MessagesPieces.WriteUsage(CountedAtStart.Prompt >= 0 ? CountedAtStart : new TokenUsage(Identity.PromptEstimate, 0), output);
        output.Write("}}\n\n"u8);
        output.Write(Ping);
    }

    public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        Start(output);
        EndBlocks(output);
        output.Write("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{"u8);
        WriteStop(output);
        output.Write("},\"usage\":"u8);
        MessagesPieces.WriteUsage(Counted(usage), output);
        if (!metadata.IsEmpty)
        {
            output.Write(",\"metadata\":"u8);
            output.Write(metadata);
        }
        output.Write("}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }

    protected override void Open(BlockKind kind, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, PooledBuffer output)
    {
        OpenStart(output);
        switch (kind)
        {
            case BlockKind.Text:
                output.Write("{\"type\":\"text\",\"text\":\"\"}"u8);
                Prepare("\"text_delta\",\"text\":\""u8);
                break;
            case BlockKind.Thinking:
                output.Write("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"u8);
                Prepare("\"thinking_delta\",\"thinking\":\""u8);
                break;
            default:
                MessagesPieces.WriteCallHead(id, name, output);
                output.Write("{}}"u8);
                Prepare("\"input_json_delta\",\"partial_json\":\""u8);
                break;
        }
        output.Write("}\n\n"u8);
    }

    protected override void Add(ReadOnlySpan<byte> piece, PooledBuffer output)
    {
        output.Write(_delta.Written);
        output.Write(piece);
        output.Write("\"}}\n\n"u8);
    }

    protected override void AddInput(ReadOnlySpan<byte> input, PooledBuffer output)
    {
        output.Write(_delta.Written);
        output.WriteEscaped(input);
        output.Write("\"}}\n\n"u8);
    }

    protected override void Sign(Origin origin, ReadOnlySpan<byte> signature, PooledBuffer output)
    {
        OpenDelta("\"signature_delta\",\"signature\":\""u8, output);
        MessagesPieces.WriteSignature(origin, [], signature, output);
        output.Write("\"}}\n\n"u8);
    }

    protected override void Cite(in AnswerEvent citation, PooledBuffer output)
    {
        OpenDelta("\"citations_delta\",\"citation\":"u8, output);
        MessagesPieces.WriteCitation(citation, output);
        output.Write("}}\n\n"u8);
    }

    protected override void Close(BlockKind kind, PooledBuffer output)
    {
        output.Write("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
        output.WriteNumber(_next - 1);
        output.Write("}\n\n"u8);
    }

    protected override void Seal(Origin origin, ReadOnlySpan<byte> id, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        OpenStart(output);
        MessagesPieces.WriteSealed(origin, id, data, output);
        output.Write("}\n\n"u8);
        Close(BlockKind.Thinking, output);
    }

    private void OpenStart(PooledBuffer output)
    {
        Start(output);
        output.Write("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        output.WriteNumber(_next++);
        output.Write(",\"content_block\":"u8);
    }

    private void Prepare(ReadOnlySpan<byte> delta)
    {
        _delta.Truncate(0);
        OpenDelta(delta, _delta);
    }

    private void OpenDelta(ReadOnlySpan<byte> delta, PooledBuffer output)
    {
        output.Write("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        output.WriteNumber(_next - 1);
        output.Write(",\"delta\":{\"type\":"u8);
        output.Write(delta);
    }
}

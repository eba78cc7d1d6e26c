// Anthropic's stream to a Messages caller: every event as it came, but for the model's name and the router's metadata.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>"the body is the caller's bytes …; the answer likewise", its padding too.</summary>
internal sealed class MessagesRelay : MessagesEvents
{
    private readonly PooledBuffer _ending = new(); // the data of the last message_delta
    private readonly PooledBuffer _stop = new();   // the data of message_stop

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _ending.Reset();
        _stop.Reset();
    }

    public override void Complete(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        if (!_ending.IsEmpty && !metadata.IsEmpty)
        {
            _ending.Truncate(_ending.Written.LastIndexOf((byte)'}'));
            _ending.Write(",\"metadata\":"u8);
            _ending.Write(metadata);
            _ending.Write((byte)'}');
        }
        Flush(output);
        Write("message_stop"u8, _stop.IsEmpty ? "{\"type\":\"message_stop\"}"u8 : _stop.Written, output);
    }

    // "Response model on /v1/messages mirrors what the client asked" (C44).
    protected override void StartMessage(in AnthropicMessageFields message, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        output.Write("event: message_start\ndata: "u8);
        var from = output.Length;
        MessagesAnswer.WriteNamed(message, data, Identity, output);
        EndData(from, output);
    }

    protected override void StartBlock(in BlockFields block, ReadOnlySpan<byte> data, PooledBuffer output) => Forward("content_block_start"u8, data, output);

    protected override void Add(DeltaKind kind, in JsonValue text, ReadOnlySpan<byte> data, PooledBuffer output) => WriteDelta(data, output);

    protected override void AddOther(in BlockDeltaFields delta, ReadOnlySpan<byte> data, PooledBuffer output) => WriteDelta(data, output);

    protected override void StopBlock(ReadOnlySpan<byte> data, PooledBuffer output) => Forward("content_block_stop"u8, data, output);

    // It waits: only the last has room for the metadata.
    protected override void EndMessage(in EventFields said, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        Flush(output);
        _ending.Write(data);
    }

    protected override void Stop(ReadOnlySpan<byte> data) => _stop.Write(data);

    // A ping is a sign of life: nothing holds it back.
    protected override void Pass(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        if (type.SequenceEqual("ping"u8))
            Write(type, data, output);
        else
            Forward(type, data, output);
    }

    private void Forward(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        Flush(output);
        Write(type, data, output);
    }

    private void Flush(PooledBuffer output)
    {
        if (_ending.IsEmpty)
            return;
        Write("message_delta"u8, _ending.Written, output);
        _ending.Truncate(0);
    }

    private static void WriteDelta(ReadOnlySpan<byte> data, PooledBuffer output)
    {
        output.Write("event: content_block_delta\ndata: "u8);
        var from = output.Length;
        output.Write(data);
        EndData(from, output);
    }

    private static void Write(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
        var from = output.Length;
        output.Write(data);
        EndData(from, output);
    }

    // Of data in several lines the line ends are JSON's white space, and a space is that too.
    private static void EndData(int from, PooledBuffer output)
    {
        var data = output.WrittenForEdit[from..];
        if (data.IndexOf((byte)'\n') >= 0)
            data.Replace((byte)'\n', (byte)' ');
        output.Write("\n\n"u8);
    }
}

// One server-sent event as spans over the reader's buffer.
namespace InworldRouter.Wire.Sse;

/// <summary>An event. Both spans are valid until the reader is asked for the next one.</summary>
public readonly ref struct SseEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
{
    public ReadOnlySpan<byte> Type { get; } = type;

    public ReadOnlySpan<byte> Data { get; } = data;
}

// The finish chunk that waits to know whether it is the last of its stream: only the last may carry the metadata (api.md 4).
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>Holds at most one chunk, its object left open. No content ever waits here.</summary>
internal sealed class HeldFinish
{
    private readonly PooledBuffer _chunk = new();

    public bool IsEmpty => _chunk.IsEmpty;

    /// <summary>Which choice ends with it.</summary>
    public int Choice { get; private set; }

    public void Reset() => _chunk.Reset();

    /// <summary>The vendor's own chunk, patched.</summary>
    public void Hold(int choice, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        Choice = choice;
        _chunk.Truncate(0);
        patch.Apply(json, _chunk);
        _chunk.Truncate(_chunk.Written.LastIndexOf((byte)'}'));
    }

    /// <summary>A chunk of our own: the vendor's said something else too, or never came.</summary>
    public void Compose(ChunkHead head, int choice, Finish finish, HeldAnnotations annotations)
    {
        Choice = choice;
        _chunk.Truncate(0);
        _chunk.Write((byte)'{');
        _chunk.Write(head.Members);
        _chunk.Write(",\"choices\":[{\"index\":"u8);
        _chunk.WriteNumber(choice);
        _chunk.Write(",\"delta\":"u8);
        annotations.WriteLastDelta(choice, _chunk);
        _chunk.Write(",\"logprobs\":null,\"finish_reason\":"u8);
        _chunk.Write(FinishReason.Json(finish));
        _chunk.Write("}]"u8);
    }

    /// <summary>Writes it, if there is one, and holds nothing.</summary>
    /// <param name="metadata">The router's, when it is the last; else empty.</param>
    public void Release(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        if (_chunk.IsEmpty)
            return;
        output.Write("data: "u8);
        output.Write(_chunk.Written);
        if (!metadata.IsEmpty)
        {
            output.Write(",\"metadata\":"u8);
            output.Write(metadata);
        }
        output.Write("}\n\n"u8);
        _chunk.Truncate(0);
    }
}

// The usage chunk, the last of a stream before its end marker.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.OpenAI;

/// <summary>"usage chunk (choices:[]) only if … asked, metadata on the usage chunk when usage was asked" (api.md 4, C13).</summary>
internal static class ChatStreamEnd
{
    public static void WriteUsage(ChunkHead head, in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        Open(head, output);
        OpenAIUsage.Write(usage, output);
        Close(metadata, output);
    }

    /// <param name="usage">The usage object as it is to be sent.</param>
    public static void WriteUsage(ChunkHead head, ReadOnlySpan<byte> usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        Open(head, output);
        output.Write(usage);
        Close(metadata, output);
    }

    private static void Open(ChunkHead head, PooledBuffer output)
    {
        output.Write("data: {"u8);
        output.Write(head.Members);
        output.Write(",\"choices\":[],\"usage\":"u8);
    }

    private static void Close(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        if (!metadata.IsEmpty)
        {
            output.Write(",\"metadata\":"u8);
            output.Write(metadata);
        }
        output.Write("}\n\n"u8);
    }
}

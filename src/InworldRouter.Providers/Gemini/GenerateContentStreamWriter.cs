// Events to a streamGenerateContent stream: one part a frame.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Gemini;

/// <summary>
/// "data: {…} CRLF CRLF terminated; no event names, no [DONE]; usageMetadata is on every frame and is cumulative; finishReason on the last frame,
/// often with parts:[{"text":""}]" (providers.md C.4).
/// </summary>
public sealed class GenerateContentStreamWriter : GenerateContentWriter
{
    public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        Open(output);
        output.Write("{\"text\":\"\"}"u8);
        Close(usage, isLast: true, metadata, output);
    }

    protected override void Add(ReadOnlySpan<byte> part, PooledBuffer output)
    {
        Open(output);
        output.Write(part);
        Close(TokenUsage.Unknown, isLast: false, [], output);
    }

    private static void Open(PooledBuffer output) => output.Write("data: {\"candidates\":[{\"content\":{\"parts\":["u8);

    private void Close(in TokenUsage usage, bool isLast, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        WriteCandidateEnd(isLast, output);
        WriteUsage(usage, output);
        WriteIdentity(output);
        if (!metadata.IsEmpty)
        {
            output.Write(",\"metadata\":"u8);
            output.Write(metadata);
        }
        output.Write("}\r\n\r\n"u8);
    }
}

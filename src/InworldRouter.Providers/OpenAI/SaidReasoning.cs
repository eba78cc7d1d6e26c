// Thinking of another dialect's history as the reasoning of a chat message.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// "thinking/redacted_thinking → drop for OpenAI; DeepSeek/Kimi/GLM: reasoning_content" (providers.md D.5): both members are written in the form in which
/// answers have them, and each vendor's habits say which it reads.
/// </summary>
internal static class SaidReasoning
{
    public static void Write(ReadOnlySpan<Part> parts, in UpstreamCall call, PooledBuffer output)
    {
        WriteContent(parts, call.Body, output);
        if (!call.Concedes(Concessions.Signatures))
            WriteDetails(parts, call.Body, output);
    }

    private static void WriteContent(ReadOnlySpan<Part> parts, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var from = output.Length;
        foreach (ref readonly var part in parts)
        {
            if (part.Kind != PartKind.Thinking || !part.Text.IsNonEmptyString)
                continue;
            if (output.Length == from)
                output.Write(",\"reasoning_content\":\""u8);
            output.Write(part.Text.Inner(body));
        }
        if (output.Length > from)
            output.Write((byte)'"');
    }

    // Only what somebody has signed or sealed: "unsigned thoughts are only text".
    private static void WriteDetails(ReadOnlySpan<Part> parts, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var index = 0;
        foreach (ref readonly var part in parts)
        {
            var isSealed = part is { Kind: PartKind.SealedThinking, Text.Kind: JsonKind.String };
            if (!isSealed && !(part.Kind == PartKind.Thinking && ChatPieces.HasDetails(part.Origin)))
                continue;
            output.Write(index == 0 ? ",\"reasoning_details\":["u8 : ","u8);
            if (isSealed)
                ChatPieces.WriteSealedDetail(part.Text.Inner(body), part.Id.Kind == JsonKind.String ? part.Id.Inner(body) : default, part.Origin, index++, output);
            else
                WriteText(part, index++, body, output);
        }
        if (index > 0)
            output.Write((byte)']');
    }

    private static void WriteText(in Part part, int index, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        ChatPieces.OpenTextDetail(part.Origin, output);
        if (part.Text.Kind == JsonKind.String)
            output.Write(part.Text.Inner(body));
        output.Write((byte)'"');
        if (part.Signature.IsNonEmptyString)
        {
            output.Write(",\"signature\":\""u8);
            output.Write(part.Signature.Inner(body));
            output.Write((byte)'"');
        }
        ChatPieces.CloseDetail(part.Origin, index, output);
    }
}

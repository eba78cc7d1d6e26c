// The members of a message that look the same in a stream and in a whole answer.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Anthropic;

internal static class MessagesPieces
{
    /// <summary>The members that a message begins with, up to its content: <c>"id":"msg_…","type":"message","role":"assistant","model":…</c>.</summary>
    public static void WriteHead(in AnswerIdentity identity, PooledBuffer output)
    {
        output.Write("\"id\":\"msg_"u8);
        WriteOwnPart(identity.Id.Span, output);
        output.Write("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"u8);
        output.Write(identity.ModelJson.Span);
    }

    /// <summary>What stands behind the prefix of an answer's id, whichever dialect's it is: <c>chatcmpl-X</c>, <c>msg_X</c>.</summary>
    public static ReadOnlySpan<byte> OwnPart(ReadOnlySpan<byte> id) => id[(id.IndexOfAny((byte)'-', (byte)'_') + 1)..];

    public static void WriteOwnPart(ReadOnlySpan<byte> id, PooledBuffer output) => output.Write(OwnPart(id));

    /// <summary>"tool_use id ^[a-zA-Z0-9_-]+$ → sanitise foreign ids" (providers.md B.1); one of our own where the provider has none.</summary>
    /// <param name="output">Empty.</param>
    public static void WriteCallId(in AnswerEvent call, ReadOnlySpan<byte> answerId, PooledBuffer output)
    {
        if (call.Id.IsEmpty)
        {
            output.Write("toolu_"u8);
            WriteOwnPart(answerId, output);
            output.Write((byte)'_');
            output.WriteNumber(call.Index);
        }
        else
        {
            output.Write(call.Id);
        }
        foreach (ref var b in output.WrittenForEdit)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'_' or (byte)'-'))
                b = (byte)'_';
        }
    }

    /// <summary>A call from its type up to its input.</summary>
    public static void WriteCallHead(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, PooledBuffer output)
    {
        output.Write("{\"type\":\"tool_use\",\"id\":\""u8);
        output.Write(id);
        output.Write("\",\"name\":\""u8);
        output.Write(name);
        output.Write("\",\"input\":"u8);
    }

    public static void WriteSealed(Origin origin, ReadOnlySpan<byte> id, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        output.Write("{\"type\":\"redacted_thinking\",\"data\":\""u8);
        WriteSignature(origin, id, data, output);
        output.Write("\"}"u8);
    }

    /// <summary>Anthropic's as it is; another's carried.</summary>
    public static void WriteSignature(Origin origin, ReadOnlySpan<byte> id, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        if (origin == Origin.Anthropic)
            output.Write(data);
        else
            CarriedSignature.Write(origin, id, data, output);
    }

    /// <summary>The one of the five types that has an address; its index is the provider's secret.</summary>
    public static void WriteCitation(in AnswerEvent citation, PooledBuffer output)
    {
        output.Write("{\"type\":\"web_search_result_location\",\"cited_text\":\""u8);
        output.Write(citation.Text);
        output.Write("\",\"url\":\""u8);
        output.Write(citation.Id);
        output.Write("\",\"title\":\""u8);
        output.Write(citation.Name);
        output.Write("\",\"encrypted_index\":\"\"}"u8);
    }

    /// <summary>"input_tokens = prompt − cached; cache_read = cached; cache_creation = cache_write ?? 0; output_tokens = completion" (providers.md D.5).</summary>
    public static void WriteUsage(in TokenUsage usage, PooledBuffer output)
    {
        var (read, written) = (Math.Max(usage.Cached, 0), Math.Max(usage.CacheWrite, 0));
        output.Write("{\"input_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Prompt - read - written));
        output.Write(",\"cache_creation_input_tokens\":"u8);
        output.WriteNumber(written);
        output.Write(",\"cache_read_input_tokens\":"u8);
        output.WriteNumber(read);
        output.Write(",\"output_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Completion));
        if (usage.Reasoning >= 0)
        {
            output.Write(",\"output_tokens_details\":{\"thinking_tokens\":"u8);
            output.WriteNumber(usage.Reasoning);
            output.Write((byte)'}');
        }
        output.Write((byte)'}');
    }
}

// The members of a message that look the same in a stream's delta and in a whole answer.
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// Elements of <c>tool_calls</c>, <c>reasoning_details</c>, <c>images</c> and <c>annotations</c>. Reasoning details are in OpenRouter's form, which
/// clients know to send back: "Signatures towards OpenAI clients travel as reasoning_details (and Gemini's as extra_content …)" (api.md 7).
/// </summary>
internal static class ChatPieces
{
    /// <summary>Whose signature a detail carries, in the words of OpenRouter's <c>format</c>.</summary>
    public static ReadOnlySpan<byte> Format(Origin origin) => origin switch
    {
        Origin.Anthropic => "anthropic-claude-v1"u8,
        Origin.Gemini => "google-gemini-v1"u8,
        Origin.OpenAIResponses => "openai-responses-v1"u8,
        Origin.Mistral => "mistral-v1"u8,
        _ => "unknown"u8,
    };

    /// <summary>By its beginning: a client that adds up a stream's pieces may have added up this word too.</summary>
    public static Origin OriginOf(in JsonValue format, ReadOnlySpan<byte> json)
    {
        if (format.Kind != JsonKind.String)
            return Origin.None;
        var word = format.Inner(json);
        return word switch
        {
            _ when word.StartsWith("anthropic-claude"u8) => Origin.Anthropic,
            _ when word.StartsWith("google-gemini"u8) => Origin.Gemini,
            _ when word.StartsWith("openai-responses"u8) || word.StartsWith("azure-openai-responses"u8) => Origin.OpenAIResponses,
            _ when word.StartsWith("mistral"u8) => Origin.Mistral,
            _ => Origin.None,
        };
    }

    /// <summary>Reasoning that is worth sending back is told in details too, block by block; unsigned thoughts are only text.</summary>
    public static bool HasDetails(Origin origin) => origin is Origin.Anthropic or Origin.OpenAIResponses;

    /// <summary>Up to where the text goes on.</summary>
    public static void OpenTextDetail(Origin origin, PooledBuffer output) =>
        output.Write(origin == Origin.OpenAIResponses ? "{\"type\":\"reasoning.summary\",\"summary\":\""u8 : "{\"type\":\"reasoning.text\",\"text\":\""u8);

    /// <summary>From behind the text's last quote.</summary>
    public static void CloseDetail(Origin origin, int index, PooledBuffer output)
    {
        output.Write(",\"format\":\""u8);
        output.Write(Format(origin));
        output.Write("\",\"index\":"u8);
        output.WriteNumber(index);
        output.Write((byte)'}');
    }

    public static void WriteSealedDetail(ReadOnlySpan<byte> data, ReadOnlySpan<byte> id, Origin origin, int index, PooledBuffer output)
    {
        output.Write("{\"type\":\"reasoning.encrypted\",\"data\":\""u8);
        output.Write(data);
        if (!id.IsEmpty)
        {
            output.Write("\",\"id\":\""u8);
            output.Write(id);
        }
        output.Write((byte)'"');
        CloseDetail(origin, index, output);
    }

    /// <summary>A call up to its arguments' last quote, which is left open.</summary>
    public static void OpenCall(in AnswerEvent call, ReadOnlySpan<byte> answerId, PooledBuffer output)
    {
        output.Write("\"id\":\""u8);
        WriteCallId(call, answerId, output);
        output.Write(call.IsCustom ? "\",\"type\":\"custom\",\"custom\":{\"name\":\""u8 : "\",\"type\":\"function\",\"function\":{\"name\":\""u8);
        output.Write(call.Name);
        output.Write(call.IsCustom ? "\",\"input\":\""u8 : "\",\"arguments\":\""u8);
        output.WriteEscaped(call.Input);
    }

    /// <summary>Google's own place for the signature of a call, or an image, in this dialect (providers.md C.3, C.7).</summary>
    public static void WriteSignature(in AnswerEvent signed, PooledBuffer output)
    {
        if (signed.Signature.IsEmpty)
            return;
        output.Write(",\"extra_content\":{\"google\":{\"thought_signature\":\""u8);
        output.Write(signed.Signature);
        output.Write("\"}}"u8);
    }

    public static void WriteCallId(in AnswerEvent call, ReadOnlySpan<byte> answerId, PooledBuffer output)
    {
        if (call.Id.IsEmpty)
            ToolCallIndexer.WriteOwnId(call.Choice, call.Index, answerId, output);
        else
            output.Write(call.Id);
    }

    /// <summary>An element of <c>images</c>: OpenRouter's form, <c>partial</c> on previews (providers.md G.3) and the words it was made from, if they are not the caller's.</summary>
    public static void WriteImage(in AnswerEvent image, PooledBuffer output)
    {
        output.Write("{\"type\":\"image_url\",\"image_url\":{\"url\":\""u8);
        if (image.Id.IsEmpty)
        {
            output.Write("data:"u8);
            output.Write(image.Name);
            output.Write(";base64,"u8);
            output.Write(image.Text);
        }
        else
        {
            output.Write(image.Id);
        }
        output.Write("\"},\"index\":"u8);
        output.WriteNumber(image.Index);
        if (!image.RevisedPrompt.IsEmpty)
        {
            output.Write(",\"revised_prompt\":\""u8);
            output.Write(image.RevisedPrompt);
            output.Write((byte)'"');
        }
        WriteSignature(image, output);
        output.Write(image.IsPreview ? ",\"partial\":true}"u8 : "}"u8);
    }

    /// <summary>An element of <c>annotations</c>.</summary>
    public static void WriteCitation(in AnswerEvent citation, PooledBuffer output)
    {
        output.Write("{\"type\":\"url_citation\",\"url_citation\":{\"url\":\""u8);
        output.Write(citation.Id);
        output.Write("\",\"title\":\""u8);
        output.Write(citation.Name);
        output.Write((byte)'"');
        if (!citation.Text.IsEmpty)
        {
            output.Write(",\"content\":\""u8);
            output.Write(citation.Text);
            output.Write((byte)'"');
        }
        if (citation.Range.Start >= 0)
        {
            output.Write(",\"start_index\":"u8);
            output.WriteNumber(citation.Range.Start);
            output.Write(",\"end_index\":"u8);
            output.WriteNumber(citation.Range.End);
        }
        output.Write("}}"u8);
    }

    /// <summary>A choice's <c>logprobs</c>.</summary>
    /// <param name="elements">Of its <c>content</c>; empty for none.</param>
    public static void WriteLogprobs(ReadOnlySpan<byte> elements, PooledBuffer output)
    {
        if (elements.IsEmpty)
        {
            output.Write("null"u8);
            return;
        }
        output.Write("{\"content\":["u8);
        output.Write(elements);
        output.Write("],\"refusal\":null}"u8);
    }

    public static Finish FinishOf(AnswerFinish finish) => finish switch
    {
        AnswerFinish.Length => Finish.Length,
        AnswerFinish.ToolCalls => Finish.ToolCalls,
        AnswerFinish.Filter => Finish.ContentFilter,
        _ => Finish.Stop,
    };
}

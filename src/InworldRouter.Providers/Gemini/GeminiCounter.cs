// Gemini's counter: the request as it would be sent, and how many tokens it is.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Tokens;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary><c>models/x:countTokens</c> (providers.md C.1).</summary>
internal sealed class GeminiCounter(GeminiProvider provider) : Counter(provider)
{
    public override void WritePath(in UpstreamCall call, PooledBuffer output)
    {
        provider.WriteModelPath(call, output);
        output.Write(":countTokens"u8);
    }

    public override UpstreamFailure? WriteRequest(in UpstreamCall call, UpstreamRequest request)
    {
        if (provider.WriteRequest(call, request) is { } unsayable)
            return unsayable;
        using var whole = new PooledBuffer();
        whole.Write(request.Body.Written);
        request.Body.Truncate(0);
        provider.WriteCounted(call, whole.Written, request.Body);
        return null;
    }

    public override UpstreamFailure? TranslateAnswer(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage)
    {
        usage = TokenUsage.Unknown;
        if (!GeminiCountFields.TryScan(answer, out var count, out var fault))
            return AnswerReader.NotJson(answer, fault);
        if (!count.TotalTokens.TryGetInt64(answer, out var tokens))
            return new UpstreamFailure(FailureKind.MalformedAnswer, "the provider's count has no totalTokens");
        output.Write("{\"input_tokens\":"u8);
        output.WriteNumber(tokens);
        return null;
    }
}

[JsonFields]
internal partial struct GeminiCountFields
{
    [JsonField("totalTokens")] public JsonValue TotalTokens;
}

/// <summary>What of a request Vertex's counter takes.</summary>
[JsonFields]
internal partial struct GeminiCountedFields
{
    [JsonField("systemInstruction")] public JsonValue SystemInstruction;
    [JsonField("tools")] public JsonValue Tools;
    [JsonField("generationConfig")] public JsonValue GenerationConfig;
    [JsonField("contents")] public JsonValue Contents;
}

// Anthropic's counter: a Messages call without what only an answer needs.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Tokens;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>"POST /v1/messages/count_tokens body = messages, model, system, tools, tool_choice, thinking, output_config (no max_tokens)" (providers.md B.6).</summary>
internal sealed class AnthropicCounter(AnthropicProvider provider) : Counter(provider)
{
    public override void WritePath(in UpstreamCall call, PooledBuffer output) => provider.WriteCounterPath(call, output);

    public override UpstreamFailure? WriteRequest(in UpstreamCall call, UpstreamRequest request)
    {
        provider.WriteHeaders(call, request.HeaderLines);
        MessagesPatch.Write(provider, call, request, counts: true);
        return null;
    }

    // As it came: "context_management" may stand beside the number.
    public override UpstreamFailure? TranslateAnswer(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage)
    {
        usage = TokenUsage.Unknown;
        if (!CountedFields.TryScan(answer, out var counted, out var fault))
            return AnswerReader.NotJson(answer, fault);
        if (!counted.InputTokens.TryGetInt64(answer, out _))
            return new UpstreamFailure(FailureKind.MalformedAnswer, "the provider's count has no input_tokens");
        output.Write(answer[..answer.LastIndexOf((byte)'}')]);
        return null;
    }
}

[JsonFields]
internal partial struct CountedFields
{
    [JsonField("input_tokens")] public JsonValue InputTokens;
}

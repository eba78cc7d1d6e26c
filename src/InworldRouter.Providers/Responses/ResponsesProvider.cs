// OpenAI's Responses API: one of OpenAI's own doors, and the dialect of other servers that have it.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Responses;

/// <summary>Source: openai-node 7b7d6ca7 and recorded traffic, as told in providers.md A2. Its base URL ends in <c>/v1</c>, as every OpenAI dialect's.</summary>
[Provider("openai-responses")]
public sealed class ResponsesProvider : Provider
{
    // Reused on its thread; an answer is translated without a pause, so no two share one.
    [ThreadStatic]
    private static ResponsesReader? _reader;

    // By itself it is any server of this dialect, which a configuration has to name.
    public override ProviderDefaults Defaults { get; } = new() { NeedsKey = false };

    public override void WritePath(in UpstreamCall call, PooledBuffer output) => output.Write("/responses"u8);

    public override UpstreamFailure? WriteRequest(in UpstreamCall call, UpstreamRequest request)
    {
        if (call.Caller != CallerDialect.Responses)
            return new ResponsesRequest(call, request).Write();
        ResponsesPatch.Write(call, request);
        return null;
    }

    public override StreamTranslator CreateStreamTranslator(CallerDialect caller = CallerDialect.Chat, bool whole = false) =>
        caller == CallerDialect.Responses ? new ResponsesRelay(whole) : new TranslatedStream(new ResponsesReader(), AnswerWriters.Create(caller, whole && caller != CallerDialect.Chat));

    public override UpstreamFailure? TranslateAnswer(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage) =>
        identity.Caller == CallerDialect.Responses
            ? ResponsesAnswer.Translate(answer, identity, output, out usage)
            : TranslatedAnswer.Translate(_reader ??= new ResponsesReader(), AnswerWriters.Whole(identity.Caller), answer, identity, output, out usage);

    public override UpstreamFailure Classify(int status, ReadOnlySpan<byte> body) => OpenAIErrors.Classify(status, body);
}

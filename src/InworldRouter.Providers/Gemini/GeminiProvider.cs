// Google's Gemini API as AI Studio serves it.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>Source: googleapis/js-genai 6e9b35c4, ai.google.dev and recorded traffic, as told in providers.md C and D.4.</summary>
[Provider("google-ai-studio")]
public class GeminiProvider : Provider
{
    // Reused on its thread; an answer is translated without a pause, so no two share one.
    [ThreadStatic]
    private static GeminiReader? _reader;

    private readonly GeminiCounter _counter;

    public GeminiProvider() => _counter = new GeminiCounter(this);

    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://generativelanguage.googleapis.com"),
        KeyVariables = ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
        Credential = CredentialStyle.GoogleApiKeyHeader, // "never ?key=: it leaks into logs" (providers.md C.1)
        RootSegments = ["v1", "v1beta"],
    };

    /// <summary>"https image URLs work on Vertex, on AI Studio only recently/limited → safest: router downloads and inlines" (providers.md C.2).</summary>
    public override bool NeedsFiles => true;

    public override bool Follows(ReadOnlySpan<byte> url) => GeminiMedia.IsGooglesOwn(url);

    /// <summary>"serviceTier? (AI Studio only: flex|standard|priority)" (providers.md C.2)</summary>
    public virtual bool TakesServiceTier => true;

    /// <summary>"Gemini 3 can [mix functions with built-in tools] (AI Studio: toolConfig.includeServerSideToolInvocations:true)" (providers.md C.2).</summary>
    public virtual bool AsksForServerSideTools => true;

    /// <summary>"functionCall.id present on Gemini 3 AI Studio, absent on older/Vertex" (providers.md C.4): elsewhere it is an unknown field, which is a 400.</summary>
    public virtual bool TakesCallIds(ModelFamily family) => family.Has(ModelTraits.SignaturesRequired);

    public override Provider? CounterFor(in UpstreamCall call) => _counter;

    // "Without alt=sse the stream is a JSON array – always send alt=sse" (providers.md C.4).
    public override void WritePath(in UpstreamCall call, PooledBuffer output)
    {
        WriteModelPath(call, output);
        output.Write(call.Stream ? ":streamGenerateContent?alt=sse"u8 : ":generateContent"u8);
    }

    public override UpstreamFailure? WriteRequest(in UpstreamCall call, UpstreamRequest request) => new GeminiRequest(this, call, request).Write();

    public override StreamTranslator CreateStreamTranslator(CallerDialect caller = CallerDialect.Chat, bool whole = false) =>
        new TranslatedStream(new GeminiReader(), AnswerWriters.Create(caller, whole && caller != CallerDialect.Chat));

    public override UpstreamFailure? TranslateAnswer(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage) =>
        TranslatedAnswer.Translate(_reader ??= new GeminiReader(), AnswerWriters.Whole(identity.Caller), answer, identity, output, out usage);

    public override UpstreamFailure Classify(int status, ReadOnlySpan<byte> body) => GeminiErrors.Classify(status, body);

    /// <summary>The path of a call up to its verb.</summary>
    protected internal virtual void WriteModelPath(in UpstreamCall call, PooledBuffer output)
    {
        output.Write("/v1beta/models/"u8);
        PathSegment.Write(call.UpstreamModel, output);
    }

    /// <summary>Makes of a whole request the question how many tokens it is: <c>{"generateContentRequest":{"model":"models/x",…}}</c>.</summary>
    protected internal virtual void WriteCounted(in UpstreamCall call, ReadOnlySpan<byte> request, PooledBuffer output)
    {
        output.Write("{\"generateContentRequest\":{\"model\":"u8);
        output.WriteJsonString($"models/{call.UpstreamModel}");
        output.Write((byte)',');
        output.Write(request[1..]);
        output.Write((byte)'}');
    }
}

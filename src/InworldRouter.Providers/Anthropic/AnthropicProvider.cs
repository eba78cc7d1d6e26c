// Anthropic's Messages API.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>Source: anthropic-sdk-typescript bfa9197f and recorded traffic, as told in providers.md B and D.</summary>
[Provider("anthropic")]
public class AnthropicProvider : Provider
{
    // Reused on its thread; an answer is translated without a pause, so no two share one.
    [ThreadStatic]
    private static AnthropicReader? _reader;

    private readonly AnthropicCounter _counter;

    public AnthropicProvider() => _counter = new AnthropicCounter(this);

    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.anthropic.com"),
        RootSegments = ["v1"],
        KeyVariables = ["ANTHROPIC_API_KEY"],
        Credential = CredentialStyle.XApiKeyHeader,
    };

    /// <summary>It takes a JSON schema for its answer and <c>strict</c> tools, where the model does. "no native structured outputs, no strict tools" on Vertex (providers.md B.8).</summary>
    public virtual bool TakesSchemas => true;

    public override Provider? CounterFor(in UpstreamCall call) => _counter;

    public override void WritePath(in UpstreamCall call, PooledBuffer output) => output.Write(call.IsBeta ? "/v1/messages?beta=true"u8 : "/v1/messages"u8);

    public override UpstreamFailure? WriteRequest(in UpstreamCall call, UpstreamRequest request)
    {
        WriteHeaders(call, request.HeaderLines);
        if (call.Caller != CallerDialect.Messages)
            return new AnthropicRequest(this, call, request).Write();
        MessagesPatch.Write(this, call, request);
        return null;
    }

    public override StreamTranslator CreateStreamTranslator(CallerDialect caller = CallerDialect.Chat, bool whole = false) => (caller, whole) switch
    {
        (CallerDialect.Messages, false) => new MessagesRelay(),
        (CallerDialect.Messages, true) => new MessagesAssembler(),
        _ => new TranslatedStream(new AnthropicReader(), AnswerWriters.Create(caller, whole && caller != CallerDialect.Chat)),
    };

    public override UpstreamFailure? TranslateAnswer(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage) =>
        identity.Caller == CallerDialect.Messages
            ? MessagesAnswer.Translate(answer, identity, output, out usage)
            : TranslatedAnswer.Translate(_reader ??= new AnthropicReader(), AnswerWriters.Whole(identity.Caller), answer, identity, output, out usage);

    public override UpstreamFailure Classify(int status, ReadOnlySpan<byte> body) => AnthropicErrors.Classify(status, body);

    /// <summary>The version, and what the caller's headers ask for.</summary>
    protected internal virtual void WriteHeaders(in UpstreamCall call, PooledBuffer output) => AnthropicHeaders.Write(call.CallerHeaders, output);

    /// <summary>Where the tokens of a call are counted.</summary>
    protected internal virtual void WriteCounterPath(in UpstreamCall call, PooledBuffer output) =>
        output.Write(call.IsBeta ? "/v1/messages/count_tokens?beta=true"u8 : "/v1/messages/count_tokens"u8);

    /// <summary>The first members of the body: what says which model and which version.</summary>
    protected internal virtual void WriteModel(in UpstreamCall call, PooledBuffer output)
    {
        output.Write("\"model\":"u8);
        output.WriteJsonString(call.UpstreamModel.AsSpan());
    }

    /// <summary>The same said in a body of this dialect.</summary>
    protected internal virtual void PatchModel(in UpstreamCall call, scoped ref RequestEdits edits)
    {
        var from = edits.Patch.Scratch.Length;
        edits.Patch.Scratch.WriteJsonString(call.UpstreamModel.AsSpan());
        edits.Patch.ReplaceWritten(call.Fields.Model.Start, call.Fields.Model.Length, from);
    }

    /// <summary>The model of a call whose tokens are counted.</summary>
    protected internal virtual void PatchCountedModel(in UpstreamCall call, scoped ref RequestEdits edits) => PatchModel(call, ref edits);
}

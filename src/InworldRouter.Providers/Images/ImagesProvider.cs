// OpenAI's images API, the door of its image models: pictures from a conversation.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Images;

/// <summary>Source: openai-node 7b7d6ca7, as told in providers.md G.2. It has no id of its own: OpenAI opens it for the models that are not on chat.</summary>
public sealed class ImagesProvider : Provider
{
    // Reused on its thread; an answer is translated without a pause, so no two share one.
    [ThreadStatic]
    private static ImagesReader? _reader;

    public override ProviderDefaults Defaults { get; } = new();

    /// <summary>Pictures to edit are sent as files.</summary>
    public override bool NeedsFiles => true;

    // Asked for once a call, and a picture takes seconds: the conversation is read again rather than remembered.
    public override void WritePath(in UpstreamCall call, PooledBuffer output)
    {
        using var conversation = new Conversation();
        ChatConversation.Read(call, conversation);
        output.Write(InputImages.Count(conversation) > 0 ? "/images/edits"u8 : "/images/generations"u8);
    }

    public override UpstreamFailure? WriteRequest(in UpstreamCall call, UpstreamRequest request) => new ImagesRequest(call, request).Write();

    public override StreamTranslator CreateStreamTranslator(CallerDialect caller = CallerDialect.Chat, bool whole = false) =>
        new TranslatedStream(new ImagesReader(), AnswerWriters.Create(caller, whole && caller != CallerDialect.Chat));

    public override UpstreamFailure? TranslateAnswer(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage) =>
        TranslatedAnswer.Translate(_reader ??= new ImagesReader(), AnswerWriters.Whole(identity.Caller), answer, identity, output, out usage);

    public override UpstreamFailure Classify(int status, ReadOnlySpan<byte> body) => OpenAIErrors.Classify(status, body);
}

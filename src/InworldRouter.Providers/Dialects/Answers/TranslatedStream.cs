// A stream from a provider's dialect to the caller's, where the two differ: a reader into a writer.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Dialects.Answers;

public sealed class TranslatedStream(AnswerReader reader, AnswerWriter writer) : StreamTranslator
{
    public override void Begin(in AnswerIdentity identity)
    {
        reader.Begin();
        writer.Begin(identity);
        Failure = null;
        Usage = TokenUsage.Unknown;
        ContentEvents = 0;
        EndedEarly = false;
    }

    public override StreamStep Translate(in SseEvent upstream, PooledBuffer output) => Told(reader.Read(upstream, writer, output));

    public override StreamStep EndOfInput() => Told(reader.EndOfInput());

    public override bool TryFail(string code, string message, PooledBuffer output) => writer.TryFail(code, message, output);

    public override void Complete(ReadOnlySpan<byte> metadata, PooledBuffer output) => writer.Complete(Usage, metadata, output);

    private StreamStep Told(StreamStep step)
    {
        var before = ContentEvents;
        ContentEvents = writer.ContentEvents;
        EndedEarly = writer.EndedEarly;
        Usage = reader.Usage;
        if (ContentEvents == 0)
            writer.CountedAtStart = Usage;
        if (step == StreamStep.Failed)
            Failure = reader.Failure;
        return step == StreamStep.Quiet && ContentEvents != before ? StreamStep.Content : step;
    }
}

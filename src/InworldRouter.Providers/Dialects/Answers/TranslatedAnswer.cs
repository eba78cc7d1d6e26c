// A whole answer from a provider's dialect to the caller's, where the two differ.
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Dialects.Answers;

public static class TranslatedAnswer
{
    /// <summary>Reads the answer and writes it, left open for the router's metadata.</summary>
    /// <returns>Null, or why it is no answer.</returns>
    public static UpstreamFailure? Translate(
        AnswerReader reader, AnswerWriter writer, ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage)
    {
        usage = TokenUsage.Unknown;
        if (answer.IndexOfAnyExcept(" \r\n\t"u8) < 0)
            return new UpstreamFailure(FailureKind.EmptyAnswer, "the provider answered with an empty body");
        reader.Begin();
        writer.Begin(identity);
        if (reader.ReadWhole(answer, writer, output) is { } failure)
            return failure;
        if (writer is { ContentEvents: 0, EndedEarly: false })
            return new UpstreamFailure(FailureKind.EmptyAnswer, "the provider's answer has no content");
        usage = reader.Usage;
        writer.Complete(usage, [], output);
        return null;
    }
}

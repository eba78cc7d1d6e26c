// A vendor's whole chat completion for a caller of another dialect: first as a clean one, then in the caller's words.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.OpenAI;

internal static class ChainedAnswer
{
    // Both are reused on their thread; an answer is translated without a pause, so no two share one.
    [ThreadStatic]
    private static ChatReader? _reader;

    [ThreadStatic]
    private static PooledBuffer? _clean;

    public static UpstreamFailure? Translate(OpenAIDialect vendor, ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage)
    {
        var clean = _clean ??= new PooledBuffer();
        clean.Reset();
        if (OpenAIAnswer.Translate(vendor, answer, identity, clean, out usage) is { } failure)
            return failure;
        clean.Write("}"u8); // left open for metadata, which the caller's dialect has elsewhere
        var reader = _reader ??= new ChatReader();
        var writer = AnswerWriters.Whole(identity.Caller);
        reader.Begin();
        writer.Begin(identity);
        if (reader.ReadWhole(clean.Written, writer, output) is { } broken)
            return broken;
        // What the vendor has not counted was estimated for the clean one.
        writer.Complete(usage.IsKnown ? usage : reader.Usage, [], output);
        return null;
    }
}

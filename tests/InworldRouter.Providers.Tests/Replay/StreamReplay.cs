// Plays an upstream's bytes through the framer and a provider's translator as an attempt does, cut wherever a test wants.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Tests.Replay;

/// <param name="Client">What the client would have got, the metadata and the end marker included when the stream has completed.</param>
/// <param name="Failure">Why it has not.</param>
/// <param name="FirstContent">Upstream bytes received when the first content was seen; -1 for none.</param>
internal sealed record Replayed(byte[] Client, UpstreamFailure? Failure, TokenUsage Usage, int ContentEvents, bool EndedEarly, int FirstContent)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Client);

    public StrictStream Read(bool includeUsage = false) => StrictStream.Read(Text, includeUsage);
}

internal static class StreamReplay
{
    public static Replayed Whole(Provider provider, ReadOnlySpan<byte> upstream, in AnswerIdentity identity) =>
        Run(provider.CreateStreamTranslator(identity.Caller), upstream, identity, upstream.Length);

    public static Replayed InPieces(Provider provider, ReadOnlySpan<byte> upstream, in AnswerIdentity identity, int pieceLength) =>
        Run(provider.CreateStreamTranslator(identity.Caller), upstream, identity, pieceLength);

    public static Replayed InPieces(StreamTranslator translator, ReadOnlySpan<byte> upstream, in AnswerIdentity identity, int pieceLength) =>
        Run(translator, upstream, identity, pieceLength);

    public static Replayed InTwo(Provider provider, ReadOnlySpan<byte> upstream, in AnswerIdentity identity, int firstLength) =>
        Run(provider.CreateStreamTranslator(identity.Caller), upstream, identity, firstLength, thenAll: true);

    /// <summary>With a translator that has seen other streams before: <see cref="StreamTranslator.Begin"/> must have left nothing of them.</summary>
    public static Replayed Again(StreamTranslator translator, ReadOnlySpan<byte> upstream, in AnswerIdentity identity) =>
        Run(translator, upstream, identity, upstream.Length);

    /// <summary>The whole answer that the stream tells, left open as it is.</summary>
    public static Replayed Assembled(Provider provider, ReadOnlySpan<byte> upstream, in AnswerIdentity identity, int pieceLength) =>
        Run(provider.CreateStreamTranslator(identity.Caller, whole: true), upstream, identity, pieceLength);

    private static Replayed Run(StreamTranslator translator, ReadOnlySpan<byte> upstream, in AnswerIdentity identity, int pieceLength, bool thenAll = false)
    {
        using var events = new SseReader();
        using var output = new PooledBuffer();
        translator.Begin(identity);
        var step = StreamStep.Quiet;
        var firstContent = -1;
        var received = 0;
        while (received < upstream.Length && step is StreamStep.Quiet or StreamStep.Content)
        {
            var piece = upstream.Slice(received, Math.Min(pieceLength, upstream.Length - received));
            if (thenAll)
                pieceLength = upstream.Length;
            events.Write(piece);
            received += piece.Length;
            step = StreamStep.Quiet;
            while (step is StreamStep.Quiet or StreamStep.Content && events.TryRead(out var found))
            {
                step = translator.Translate(found, output);
                if (step == StreamStep.Content && firstContent < 0)
                    firstContent = received;
            }
        }
        while (step is StreamStep.Quiet or StreamStep.Content)
        {
            if (!events.TryReadLast(out var found))
            {
                step = translator.EndOfInput();
                break;
            }
            step = translator.Translate(found, output);
        }
        Assert.Equal(step == StreamStep.Failed, translator.Failure is not null);
        if (step == StreamStep.End)
            translator.Complete(System.Text.Encoding.UTF8.GetBytes(Identity.Metadata), output);
        return new Replayed(output.Written.ToArray(), translator.Failure, translator.Usage, translator.ContentEvents, translator.EndedEarly, firstContent);
    }
}

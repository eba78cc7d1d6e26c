// A vendor's chat completions for a caller of another dialect: first as clean chunks, then in the caller's words.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.OpenAI;

/// <summary>What every vendor does differently is put right once, for all callers; what is said of it then is one reader's to read.</summary>
internal sealed class ChainedStream(OpenAIStreamTranslator vendor, AnswerWriter writer) : StreamTranslator
{
    private readonly ChatReader _reader = new();
    private readonly PooledBuffer _clean = new();

    public override void Begin(in AnswerIdentity identity)
    {
        vendor.Begin(identity with { IncludeUsage = false });
        _reader.Begin();
        writer.Begin(identity);
        _clean.Reset();
        Failure = null;
        Usage = TokenUsage.Unknown;
        ContentEvents = 0;
        EndedEarly = false;
    }

    public override StreamStep Translate(in SseEvent upstream, PooledBuffer output) => Pass(vendor.Translate(upstream, _clean), output);

    public override StreamStep EndOfInput()
    {
        var step = vendor.EndOfInput();
        Failure = vendor.Failure;
        return step;
    }

    public override bool TryFail(string code, string message, PooledBuffer output) => writer.TryFail(code, message, output);

    public override void Complete(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        vendor.Complete([], _clean);
        Tell(output);
        writer.Complete(Usage, metadata, output);
    }

    private StreamStep Pass(StreamStep step, PooledBuffer output)
    {
        Failure = vendor.Failure;
        Usage = vendor.Usage;
        ContentEvents = vendor.ContentEvents;
        EndedEarly = vendor.EndedEarly;
        if (writer.ContentEvents == 0)
            writer.CountedAtStart = Usage;
        Tell(output);
        return step;
    }

    // Chunks of our own making: "data: ", the JSON, an empty line. White space in a vendor's JSON may be an empty line too, but no word follows it.
    private void Tell(PooledBuffer output)
    {
        var rest = _clean.Written;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf("\n\ndata: "u8);
            if (end < 0)
                end = rest.Length - "\n\n".Length;
            _reader.Read(rest["data: ".Length..end], writer, output);
            rest = rest[(end + "\n\n".Length)..];
        }
        _clean.Truncate(0);
    }
}

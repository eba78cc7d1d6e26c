// Reads a provider's answers, streamed or whole, into events that any caller's dialect can write.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Dialects.Answers;

/// <summary>One per provider's dialect. Keeps what it must remember between the events of one answer, and nothing of what it has passed on.</summary>
public abstract class AnswerReader
{
    /// <summary>Why the last step was <see cref="StreamStep.Failed"/>.</summary>
    public UpstreamFailure? Failure { get; protected set; }

    /// <summary>As far as the provider has said it.</summary>
    public TokenUsage Usage { get; protected set; }

    /// <summary>Starts over for another answer. An override calls it.</summary>
    public virtual void Begin()
    {
        Failure = null;
        Usage = TokenUsage.Unknown;
    }

    /// <summary>Reads one event of a stream.</summary>
    /// <returns><see cref="StreamStep.Quiet"/> whether or not something was written: what counts as content is the writer's to say.</returns>
    public abstract StreamStep Read(in SseEvent upstream, AnswerWriter writer, PooledBuffer output);

    /// <summary>The upstream closed the stream: its proper end, or a truncation.</summary>
    public abstract StreamStep EndOfInput();

    /// <summary>Reads a whole answer.</summary>
    /// <returns>Null, or why it is no answer.</returns>
    public abstract UpstreamFailure? ReadWhole(ReadOnlySpan<byte> answer, AnswerWriter writer, PooledBuffer output);

    /// <summary>A string's bytes between its quotes; empty where there is none.</summary>
    protected static ReadOnlySpan<byte> InnerOf(in JsonValue text, ReadOnlySpan<byte> json) => text.Kind == JsonKind.String ? text.Inner(json) : default;

    /// <summary>What came where an answer or an event of one was expected: not blank, and not JSON.</summary>
    internal static UpstreamFailure NotJson(ReadOnlySpan<byte> answer, JsonFault fault) => new(
        FailureKind.MalformedAnswer,
        answer.TrimStart(" \r\n\t"u8) is [(byte)'<', ..] ? "the provider answered with an HTML page instead of JSON" : $"the answer has something that is not JSON: {fault}");

    protected StreamStep Fail(UpstreamFailure failure)
    {
        Failure = failure;
        return StreamStep.Failed;
    }
}

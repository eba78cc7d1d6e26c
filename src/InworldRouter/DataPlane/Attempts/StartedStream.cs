// The commit point as a type: an upstream that has begun to say something.
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.DataPlane.Attempts;

/// <summary>
/// A stream whose first content has been decoded in time. Only an attempt makes one, and only the relay takes one: after it there is no
/// other candidate, by signature (C69). What was decoded before it stands in the exchange's output.
/// </summary>
/// <param name="Ended">The upstream has already said everything.</param>
public readonly record struct StartedStream(ModelPlan Model, UpstreamBody Body, StreamTranslator Translator, long SentAt, TimeSpan Ttft, bool Ended);

/// <summary>An answer that has arrived whole; it stands in the exchange's output, open for the metadata.</summary>
public readonly record struct WholeAnswer(ModelPlan Model, TokenUsage Usage, long SentAt, TimeSpan Ttft);

/// <summary>How an attempt, or a whole list of them, ended: exactly one of the three is there.</summary>
public readonly record struct AttemptResult
{
    private AttemptResult(UpstreamFailure? failure, StartedStream? stream, WholeAnswer? answer) => (Failure, Stream, Answer) = (failure, stream, answer);

    public UpstreamFailure? Failure { get; }

    public StartedStream? Stream { get; }

    public WholeAnswer? Answer { get; }

    public static implicit operator AttemptResult(UpstreamFailure failure) => new(failure, null, null);

    public static implicit operator AttemptResult(in StartedStream stream) => new(null, stream, null);

    public static implicit operator AttemptResult(in WholeAnswer answer) => new(null, null, answer);
}

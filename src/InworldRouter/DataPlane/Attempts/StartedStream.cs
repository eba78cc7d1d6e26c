// The commit point as a type: an upstream that has begun to say something.
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.DataPlane.Attempts;

/// <summary>How an attempt, or a whole list of them, ended: one of the three below.</summary>
public abstract class AttemptResult
{
    private protected AttemptResult()
    {
    }

    public static implicit operator AttemptResult(UpstreamFailure failure) => new FailedAttempt(failure);
}

/// <summary>
/// A stream whose first content has been decoded in time. Only an attempt makes one, and only the relay takes one: after it there is no
/// other candidate, by signature (C69). What was decoded before it stands in the exchange's output.
/// </summary>
/// <param name="sentAt">Timestamp of the attempt's beginning.</param>
/// <param name="ended">The upstream has already said everything.</param>
public sealed class StartedStream(ModelPlan model, ApiKeyPlan key, UpstreamBody body, StreamTranslator translator, long sentAt, TimeSpan ttft, bool ended) : AttemptResult
{
    public ModelPlan Model => model;

    /// <summary>The credential it was asked with.</summary>
    public ApiKeyPlan Key => key;

    public UpstreamBody Body => body;

    public StreamTranslator Translator => translator;

    public long SentAt => sentAt;

    public TimeSpan Ttft => ttft;

    public bool Ended => ended;
}

/// <summary>An answer that has arrived whole; it stands in the exchange's output, open for the metadata.</summary>
public sealed class WholeAnswer(ModelPlan model, TokenUsage usage, TimeSpan ttft) : AttemptResult
{
    public ModelPlan Model => model;

    public TokenUsage Usage => usage;

    public TimeSpan Ttft => ttft;
}

public sealed class FailedAttempt(UpstreamFailure failure) : AttemptResult
{
    public UpstreamFailure Failure => failure;
}

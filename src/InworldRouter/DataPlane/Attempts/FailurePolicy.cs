// The one table that says what follows from each kind of failure.
using InworldRouter.Providers;

namespace InworldRouter.DataPlane.Attempts;

/// <summary>What to do after a failed attempt.</summary>
public enum Verdict : byte
{
    /// <summary>The same candidate once more, with a request it understands.</summary>
    RetrySame,

    /// <summary>The next candidate.</summary>
    NextCandidate,

    /// <summary>The next candidate that has a larger context window.</summary>
    NextLarger,

    /// <summary>No candidate could do better.</summary>
    GiveUp,
}

/// <summary>What a failure says about the candidate's health.</summary>
public enum HealthMark : byte
{
    /// <summary>Nothing: the request, the caller or chance was the cause.</summary>
    None,

    /// <summary>It is in trouble: leave it alone for a while.</summary>
    Troubled,

    /// <summary>This key is of no use.</summary>
    DeadKey,
}

/// <param name="Verdict">What to do next.</param>
/// <param name="Mark">What to remember of the candidate.</param>
/// <param name="OneRetry">Worth one more try, after a wait, when no other candidate is left.</param>
public readonly record struct Consequence(Verdict Verdict, HealthMark Mark = HealthMark.None, bool OneRetry = false);

public static class FailurePolicy
{
    // No discard arm: a new kind of failure does not compile until somebody has decided what follows from it.
#pragma warning disable CS8524 // values outside the enum cannot occur
    /// <summary>
    /// "Moves to the next candidate on: connection/TLS/DNS failure, timeout, TTFT timeout, 408, 409, 425, 429, 5xx, empty answer, malformed
    /// answer, an error event before the first content, and the provider's own 401/402/403/404 (its credential or model is at fault, not
    /// the call). Does not on 400/413/422 from a well-formed upstream, except context-length errors when a candidate with a larger window
    /// exists." (api.md 3.5)
    /// </summary>
    public static Consequence Of(FailureKind kind) => kind switch
    {
        FailureKind.Connect => new(Verdict.NextCandidate, HealthMark.Troubled, OneRetry: true),
        FailureKind.ConnectionLost => new(Verdict.NextCandidate, HealthMark.Troubled, OneRetry: true),
        FailureKind.ConnectTimeout => new(Verdict.NextCandidate, HealthMark.Troubled),
        FailureKind.TtftTimeout => new(Verdict.NextCandidate),
        FailureKind.FirstTokenTimeout => new(Verdict.NextCandidate, HealthMark.Troubled),
        FailureKind.IdleTimeout => new(Verdict.NextCandidate, HealthMark.Troubled),
        FailureKind.TotalTimeout => new(Verdict.NextCandidate),
        FailureKind.Credential => new(Verdict.NextCandidate, HealthMark.DeadKey),
        FailureKind.Billing => new(Verdict.NextCandidate, HealthMark.DeadKey),
        FailureKind.Permission => new(Verdict.NextCandidate, HealthMark.DeadKey),
        FailureKind.ModelNotFound => new(Verdict.NextCandidate),
        FailureKind.RequestTimeout => new(Verdict.NextCandidate),
        FailureKind.Conflict => new(Verdict.NextCandidate),
        FailureKind.TooEarly => new(Verdict.NextCandidate),
        FailureKind.RateLimited => new(Verdict.NextCandidate, HealthMark.Troubled, OneRetry: true),
        FailureKind.Overloaded => new(Verdict.NextCandidate, HealthMark.Troubled, OneRetry: true),
        FailureKind.ServerError => new(Verdict.NextCandidate, HealthMark.Troubled),
        FailureKind.EmptyAnswer => new(Verdict.NextCandidate),
        FailureKind.MalformedAnswer => new(Verdict.NextCandidate),
        FailureKind.Truncated => new(Verdict.NextCandidate),
        FailureKind.Saturated => new(Verdict.NextCandidate),
        // A long conversation is no sign of ill health (C74), and neither is a caller's departure (C78).
        FailureKind.ContextLength => new(Verdict.NextLarger),
        FailureKind.ContentPolicy => new(Verdict.GiveUp),
        FailureKind.BadRequest => new(Verdict.GiveUp),
        // Nothing was sent: what this vendor's dialect cannot say, that of another may.
        FailureKind.Unsupported => new(Verdict.NextCandidate),
        FailureKind.StreamOptionsRefused => new(Verdict.RetrySame),
        FailureKind.SignatureRefused => new(Verdict.RetrySame),
        FailureKind.ClientLeft => new(Verdict.GiveUp),
        FailureKind.ShuttingDown => new(Verdict.GiveUp),
    };
#pragma warning restore CS8524
}

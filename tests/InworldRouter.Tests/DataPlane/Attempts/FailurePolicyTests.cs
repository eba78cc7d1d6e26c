// The table of api.md 3.5, written out once more as a reader of the contract would: what follows from each kind of failure.
using InworldRouter.DataPlane.Attempts;
using InworldRouter.Providers;

namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class FailurePolicyTests
{
    public static readonly TheoryData<FailureKind, Verdict, HealthMark, bool> Table = new()
    {
        // "connection/TLS/DNS failure, timeout, TTFT timeout"
        { FailureKind.Connect, Verdict.NextCandidate, HealthMark.Troubled, true },
        { FailureKind.ConnectionLost, Verdict.NextCandidate, HealthMark.Troubled, true },
        { FailureKind.ConnectTimeout, Verdict.NextCandidate, HealthMark.Troubled, false },
        { FailureKind.TtftTimeout, Verdict.NextCandidate, HealthMark.None, false },
        { FailureKind.FirstTokenTimeout, Verdict.NextCandidate, HealthMark.Troubled, false },
        { FailureKind.IdleTimeout, Verdict.NextCandidate, HealthMark.Troubled, false },
        { FailureKind.TotalTimeout, Verdict.NextCandidate, HealthMark.None, false },

        // "408, 409, 425, 429, 5xx (529 too)"; "one retry with backoff for 429/503/connection"
        { FailureKind.RequestTimeout, Verdict.NextCandidate, HealthMark.None, false },
        { FailureKind.Conflict, Verdict.NextCandidate, HealthMark.None, false },
        { FailureKind.TooEarly, Verdict.NextCandidate, HealthMark.None, false },
        { FailureKind.RateLimited, Verdict.NextCandidate, HealthMark.Troubled, true },
        { FailureKind.Overloaded, Verdict.NextCandidate, HealthMark.Troubled, true },
        { FailureKind.ServerError, Verdict.NextCandidate, HealthMark.Troubled, false },

        // "empty answer, malformed answer, an error event before the first content"
        { FailureKind.EmptyAnswer, Verdict.NextCandidate, HealthMark.None, false },
        { FailureKind.MalformedAnswer, Verdict.NextCandidate, HealthMark.None, false },
        { FailureKind.Truncated, Verdict.NextCandidate, HealthMark.None, false },

        // "the provider's own 401/402/403/404 (its credential or model is at fault, not the call)"; "dead keys excluded" (C76)
        { FailureKind.Credential, Verdict.NextCandidate, HealthMark.DeadKey, false },
        { FailureKind.Billing, Verdict.NextCandidate, HealthMark.DeadKey, false },
        { FailureKind.Permission, Verdict.NextCandidate, HealthMark.DeadKey, false },
        { FailureKind.ModelNotFound, Verdict.NextCandidate, HealthMark.None, false },
        { FailureKind.Saturated, Verdict.NextCandidate, HealthMark.None, false },

        // "Does not on 400/413/422 …, except context-length errors when a candidate with a larger window exists"
        { FailureKind.BadRequest, Verdict.GiveUp, HealthMark.None, false },
        { FailureKind.Unsupported, Verdict.NextCandidate, HealthMark.None, false },
        { FailureKind.ContentPolicy, Verdict.GiveUp, HealthMark.None, false },
        { FailureKind.ContextLength, Verdict.NextLarger, HealthMark.None, false },
        { FailureKind.StreamOptionsRefused, Verdict.RetrySame, HealthMark.None, false },
        { FailureKind.SignatureRefused, Verdict.RetrySame, HealthMark.None, false },

        // "A client that leaves … is not counted against it"
        { FailureKind.ClientLeft, Verdict.GiveUp, HealthMark.None, false },
        { FailureKind.ShuttingDown, Verdict.GiveUp, HealthMark.None, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void C73_AKindOfFailure_HasItsConsequence(FailureKind kind, Verdict verdict, HealthMark mark, bool oneRetry) =>
        Assert.Equal(new Consequence(verdict, mark, oneRetry), FailurePolicy.Of(kind));

    [Fact]
    public void EveryKind_IsInTheTable() =>
        Assert.Equal(Enum.GetValues<FailureKind>(), Table.Select(row => row.Data.Item1).Order());
}

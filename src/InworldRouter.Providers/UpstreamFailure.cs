// One failed attempt as data: what happened, in the vendor's words, and when to come back.
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Providers;

/// <summary>Why an attempt gave no answer. Made only when something failed, so it may allocate.</summary>
public sealed record UpstreamFailure(FailureKind Kind, string Message)
{
    /// <summary>The dialect that it was worded in, where the vendor's own words are known to a caller of the same; null elsewhere.</summary>
    public CallerDialect? Dialect { get; init; }

    /// <summary>The vendor's HTTP status; 0 when there was none.</summary>
    public int Status { get; init; }

    /// <summary>The vendor's own <c>error.type</c>, <c>code</c> and <c>param</c>, for callers of the same dialect.</summary>
    public string? Type { get; init; }

    public string? Code { get; init; }

    public string? Param { get; init; }

    /// <summary>How long the vendor asks us to stay away.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

// What was tried for a call, in order: the attempts of the metadata.
using InworldRouter.Providers;

namespace InworldRouter.DataPlane.Attempts;

/// <param name="Model">Full id.</param>
/// <param name="Failure">Null for the one that answered.</param>
/// <param name="TtftMs">To the first content, or to the whole JSON answer.</param>
public readonly record struct AttemptRecord(string Model, UpstreamFailure? Failure, long TtftMs);

public sealed class AttemptLog
{
    private readonly List<AttemptRecord> _records = [];

    public int Count => _records.Count;

    public AttemptRecord this[int index] => _records[index];

    public void Add(AttemptRecord record) => _records.Add(record);

    /// <summary>The last failure, with the shortest wait that any candidate asked for: that is when another call has a chance.</summary>
    public UpstreamFailure Soonest(UpstreamFailure last)
    {
        foreach (var record in _records)
        {
            if (last.Kind == FailureKind.RateLimited && record.Failure is { Kind: FailureKind.RateLimited, RetryAfter: var wait } && wait < last.RetryAfter)
                last = last with { RetryAfter = wait };
        }
        return last;
    }

    public void Reset() => _records.Clear();
}

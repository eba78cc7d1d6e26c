// What the calls of one scenario to one target have shown.
using System.Diagnostics;
using InworldRouter.LoadTest.Engine;

namespace InworldRouter.LoadTest.Scenarios;

internal sealed class CallRecord
{
    private long _events, _errors, _calls;
    private string? _firstError;

    /// <summary>From when a call was due to the last byte of its answer.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>From when a call was due to its first content; empty for JSON.</summary>
    public LatencyHistogram FirstToken { get; } = new();

    public long Calls => Volatile.Read(ref _calls);

    public long Events => Volatile.Read(ref _events);

    public long Errors => Volatile.Read(ref _errors);

    public string? FirstError => _firstError;

    public void Completed(long due, long? firstTokenAt, int events)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _events, events);
        Latency.Record(Stopwatch.GetElapsedTime(due));
        if (firstTokenAt is { } at)
            FirstToken.Record(Stopwatch.GetElapsedTime(due, at));
    }

    public void Failed(string why)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Increment(ref _errors);
        Interlocked.CompareExchange(ref _firstError, why, null);
    }
}

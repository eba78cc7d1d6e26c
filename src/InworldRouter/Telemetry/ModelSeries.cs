// What is counted of one model at one provider.
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Telemetry;

/// <param name="provider">The label <c>provider</c>.</param>
/// <param name="model">The label <c>model</c>: the full id, or <c>other</c>.</param>
public sealed class ModelSeries(string provider, string model)
{
    private readonly long[] _failures = new long[FailureWords.Count];
    private long _successes;
    private long _input;
    private long _output;
    private long _cachedInput;
    private long _reasoning;

    public string Provider => provider;

    public string Model => model;

    public Histogram Ttft { get; } = new(Histogram.TtftBounds);

    public long Successes => Volatile.Read(ref _successes);

    public long Input => Volatile.Read(ref _input);

    public long Output => Volatile.Read(ref _output);

    public long CachedInput => Volatile.Read(ref _cachedInput);

    public long Reasoning => Volatile.Read(ref _reasoning);

    public long Failures(FailureKind kind) => Volatile.Read(ref _failures[(int)kind]);

    public void Succeeded(TimeSpan? ttft)
    {
        Interlocked.Increment(ref _successes);
        if (ttft is { } time)
            Ttft.Record(time);
    }

    public void Failed(FailureKind kind) => Interlocked.Increment(ref _failures[(int)kind]);

    public void Used(in TokenUsage usage)
    {
        Add(ref _input, usage.Prompt);
        Add(ref _output, usage.Completion);
        Add(ref _cachedInput, usage.Cached);
        Add(ref _reasoning, usage.Reasoning);
    }

    // -1 = the provider did not say.
    private static void Add(ref long counter, long tokens)
    {
        if (tokens > 0)
            Interlocked.Add(ref counter, tokens);
    }
}

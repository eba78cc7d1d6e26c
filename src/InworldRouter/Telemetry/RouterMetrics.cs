// What the router counts. Recording costs a few interlocked adds; the text is made when somebody asks for it.
using System.Collections.Concurrent;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Telemetry;

/// <summary>
/// The number of series is bounded (C98): models of the plan have series of their own, all that callers make up share one per
/// provider, and a limit holds even if reloads keep inventing names.
/// </summary>
public sealed partial class RouterMetrics
{
    /// <summary>The label <c>model</c> of what nobody described.</summary>
    public const string OtherModel = "other";

    // A plan of every catalogued model has some hundreds; each series is about a kilobyte here and forty lines there.
    private const int MostSeries = 2000;

    // 1xx to 5xx, and 0 for a number that is none.
    private const int StatusClasses = 6;

    private readonly long[] _calls = new long[EndpointWords.Count * 2 * StatusClasses];
    private readonly ConcurrentDictionary<string, ModelSeries> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ModelSeries> _others = new(StringComparer.Ordinal);
    private readonly ModelSeries _rest = new(OtherModel, OtherModel);
    private readonly Histogram _overhead = new(Histogram.OverheadBounds);
    private long _inFlight;

    /// <summary>A call has come in; <see cref="CallEnded"/> must follow.</summary>
    public void CallBegan() => Interlocked.Increment(ref _inFlight);

    /// <summary>A call has ended.</summary>
    /// <param name="status">The HTTP status that the caller got; 499 when it left.</param>
    /// <param name="overhead">The router's own part of its time.</param>
    public void CallEnded(int status, bool stream, TimeSpan overhead, EndpointKind endpoint = EndpointKind.ChatCompletions)
    {
        Interlocked.Decrement(ref _inFlight);
        Interlocked.Increment(ref _calls[Index(endpoint, stream, status is >= 100 and < 600 ? status / 100 : 0)]);
        _overhead.Record(overhead);
    }

    /// <summary>An upstream has started to answer.</summary>
    /// <param name="ttft">From sending the attempt to its first content. Null for a count, which has none.</param>
    public void AttemptSucceeded(string providerId, ModelPlan model, TimeSpan? ttft) => Series(providerId, model).Succeeded(ttft);

    public void AttemptFailed(string providerId, ModelPlan model, FailureKind kind) => Series(providerId, model).Failed(kind);

    /// <summary>What an answer used, as far as it is known.</summary>
    public void TokensUsed(ModelPlan model, in TokenUsage usage) => Series(model.Provider.Id, model).Used(usage);

    private static int Index(EndpointKind endpoint, bool stream, int statusClass) => ((int)endpoint * 2 + (stream ? 1 : 0)) * StatusClasses + statusClass;

    private ModelSeries Series(string providerId, ModelPlan model)
    {
        var (series, name) = model.IsAdHoc ? (_others, providerId) : (_models, model.Id);
        if (series.TryGetValue(name, out var known))
            return known;
        // Some calls at once may pass the limit together; it is there against growth without end, not to be exact.
        return series.Count < MostSeries
            ? series.GetOrAdd(name, static (id, labels) => new ModelSeries(labels.Provider, labels.IsAdHoc ? OtherModel : id), (Provider: providerId, model.IsAdHoc))
            : _rest;
    }
}

// Puts candidates in order by price, speed or published scores.
using System.Buffers;
using InworldRouter.Plan;

namespace InworldRouter.DataPlane.Routing;

/// <summary>
/// Every value is read once before sorting, so that measurements which change meanwhile cannot confuse the sort. "An unmeasured,
/// unknown value ranks last in its criterion, never as zero" (api.md 3.3). Equal candidates keep their order.
/// </summary>
public static class ModelRanking
{
    // Keys of 64 candidates with two criteria, or indices of 256: what may lie on the stack without a thought.
    private const int StackKeys = 128;
    private const int StackIndices = 512;

    /// <summary>Copies those that can serve the call, in their order.</summary>
    /// <param name="fit">At least as long as <paramref name="pool"/>.</param>
    /// <returns>How many.</returns>
    public static int Fit(ReadOnlySpan<ModelPlan> pool, in CallDemand demand, Span<ModelPlan> fit)
    {
        var count = 0;
        foreach (var model in pool)
        {
            if (demand.CanBeServedBy(model))
                fit[count++] = model;
        }
        return count;
    }

    /// <summary>Sorts in place, best first.</summary>
    public static void Rank(Span<ModelPlan> models, SortOrder order, in CallDemand demand, TimeProvider time)
    {
        var count = models.Length;
        if (count < 2 || order.Count == 0)
            return;
        var rented = count * order.Count > StackKeys ? ArrayPool<double>.Shared.Rent(count * order.Count) : null;
        var rentedIndices = count * 2 > StackIndices ? ArrayPool<int>.Shared.Rent(count * 2) : null;
        var before = ArrayPool<ModelPlan>.Shared.Rent(count);
        Span<double> keys = rented ?? stackalloc double[StackKeys];
        Span<int> indices = rentedIndices ?? stackalloc int[StackIndices];
        try
        {
            ReadKeys(models, order, demand, time.GetTimestamp(), keys);
            var sorted = MergeSort(indices[..count], indices.Slice(count, count), keys, order.Count);
            models.CopyTo(before);
            for (var i = 0; i < count; i++)
                models[i] = before[sorted[i]];
        }
        finally
        {
            ArrayPool<ModelPlan>.Shared.Return(before, clearArray: true);
            if (rented is not null)
                ArrayPool<double>.Shared.Return(rented);
            if (rentedIndices is not null)
                ArrayPool<int>.Shared.Return(rentedIndices);
        }
    }

    /// <summary>
    /// "with latency or throughput as the criterion a small share of calls goes to a stale member of the pool so that it stays measured"
    /// (api.md 3.3): now and then moves one of them to the front.
    /// </summary>
    /// <param name="share">0 to 1.</param>
    public static void Explore(Span<ModelPlan> ranked, SortOrder order, double share, Random random)
    {
        if (share <= 0 || ranked.Length < 2 || order.Count == 0 || order[0].Metric is not (SortMetric.Latency or SortMetric.Throughput) || random.NextDouble() >= share)
            return;
        // One of the stale ones, each as likely as the other: the n-th replaces the choice with probability 1/n.
        var (chosen, stale) = (-1, 0);
        for (var i = 0; i < ranked.Length; i++)
        {
            if (ranked[i].Statistics.IsStale && random.Next(++stale) == 0)
                chosen = i;
        }
        if (chosen <= 0)
            return;
        var model = ranked[chosen];
        ranked[..chosen].CopyTo(ranked[1..]);
        ranked[0] = model;
    }

    private static void ReadKeys(ReadOnlySpan<ModelPlan> models, SortOrder order, in CallDemand demand, long now, Span<double> keys)
    {
        var at = 0;
        foreach (var model in models)
        {
            for (var c = 0; c < order.Count; c++)
            {
                var criterion = order[c];
                // Infinity sorts last in either direction.
                keys[at++] = Value(model, criterion.Metric, demand, now) is { } value ? (criterion.Descending ? -value : value) : double.PositiveInfinity;
            }
        }
    }

    private static double? Value(ModelPlan model, SortMetric metric, in CallDemand demand, long now) => metric switch
    {
        // The cost of the call: the blended price per token, times tokens that are the same for all.
        SortMetric.Price => ModelPrice.Estimate(model.Facts, demand.PromptTokens, demand.ExpectedOutput),
        SortMetric.Latency => model.Statistics.TtftMsAt(now) ?? model.Facts?.Speed.TtftMilliseconds,
        SortMetric.Throughput => model.Statistics.TokensPerSecondAt(now) ?? model.Facts?.Speed.TokensPerSecond,
        SortMetric.Intelligence => model.Facts?.Scores.Intelligence,
        SortMetric.Math => model.Facts?.Scores.Math,
        SortMetric.Coding => model.Facts?.Scores.Coding,
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };

    // Stable, and without the delegate that Span.Sort makes for itself. Runs of eight by insertion, then merged.
    private static Span<int> MergeSort(Span<int> indices, Span<int> other, ReadOnlySpan<double> keys, int width)
    {
        const int Run = 8;
        for (var start = 0; start < indices.Length; start += Run)
        {
            var end = Math.Min(start + Run, indices.Length);
            for (var i = start; i < end; i++)
            {
                var j = i;
                for (; j > start && IsBefore(i, indices[j - 1], keys, width); j--)
                    indices[j] = indices[j - 1];
                indices[j] = i;
            }
        }
        for (var length = Run; length < indices.Length; length *= 2)
        {
            for (var start = 0; start < indices.Length; start += length * 2)
            {
                var middle = Math.Min(start + length, indices.Length);
                var end = Math.Min(middle + length, indices.Length);
                var (left, right) = (start, middle);
                for (var i = start; i < end; i++)
                    other[i] = left < middle && (right == end || !IsBefore(indices[right], indices[left], keys, width)) ? indices[left++] : indices[right++];
            }
            var sorted = other;
            other = indices;
            indices = sorted;
        }
        return indices;
    }

    private static bool IsBefore(int a, int b, ReadOnlySpan<double> keys, int width)
    {
        a *= width;
        b *= width;
        for (var c = 0; c < width; c++)
        {
            var (x, y) = (keys[a + c], keys[b + c]);
            if (x != y)
                return x < y;
        }
        return false;
    }
}

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
    // A plan's own models fit on the stack; the rare longer list is rented for.
    private const int StackKeys = 256;

    // The low bits of a sort key hold the candidate's place, which makes the sort stable. What they take from the value is a part in 10¹¹: such
    // a difference is a tie.
    private const ulong PlaceMask = 0xFFFF;

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
    /// <param name="models">At most 65,536.</param>
    public static void Rank(Span<ModelPlan> models, SortOrder order, in CallDemand demand, TimeProvider time)
    {
        var count = models.Length;
        if (count < 2 || order.Count == 0)
            return;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (int)PlaceMask + 1);
        var rented = count > StackKeys ? ArrayPool<ulong>.Shared.Rent(count * 2) : null;
        var before = ArrayPool<ModelPlan>.Shared.Rent(count);
        Span<ulong> keys = rented ?? stackalloc ulong[StackKeys * 2];
        try
        {
            Rank(models, order, 0, demand, time.GetTimestamp(), keys[..count], keys.Slice(count, count), before);
        }
        finally
        {
            before.AsSpan(0, count).Clear();
            ArrayPool<ModelPlan>.Shared.Return(before);
            if (rented is not null)
                ArrayPool<ulong>.Shared.Return(rented);
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

    // Sorts by one criterion, then each run of equals by the next: most candidates never need to know the second.
    private static void Rank(Span<ModelPlan> models, SortOrder order, int criterion, in CallDemand demand, long now, Span<ulong> keys, Span<ulong> scratch, Span<ModelPlan> before)
    {
        var (metric, descending) = order[criterion];
        for (var i = 0; i < models.Length; i++)
        {
            // Infinity sorts last in either direction.
            var value = Value(models[i], metric, demand, now) is { } known ? (descending ? -known : known) : double.PositiveInfinity;
            keys[i] = (Sortable(value) & ~PlaceMask) | (uint)i;
        }
        KeySort.Sort(keys, scratch);
        models.CopyTo(before);
        for (var i = 0; i < models.Length; i++)
            models[i] = before[(int)(keys[i] & PlaceMask)];
        if (++criterion == order.Count)
            return;
        for (int start = 0, end; start < models.Length; start = end)
        {
            end = start + 1;
            while (end < models.Length && (keys[end] | PlaceMask) == (keys[start] | PlaceMask))
                end++;
            if (end - start > 1)
                Rank(models[start..end], order, criterion, demand, now, keys[start..end], scratch[start..end], before[start..end]);
        }
    }

    // The bits of a double in an order that whole numbers have too: negative ones are turned over. Adding 0 makes -0 a 0.
    private static ulong Sortable(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
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
}

// By what candidates are sorted: up to six criteria in one number.
namespace InworldRouter.DataPlane.Routing;

public enum SortMetric : byte
{
    Price,
    Latency,
    Throughput,
    Intelligence,
    Math,
    Coding,
}

public readonly record struct SortCriterion(SortMetric Metric, bool Descending)
{
    /// <summary>"Price and latency ascend, throughput, intelligence, math and coding descend" (api.md 3.3).</summary>
    public static SortCriterion Usual(SortMetric metric) => new(metric, metric > SortMetric.Latency);

    /// <summary>As the reasoning text says it: <c>lowest price</c>.</summary>
    public override string ToString() => (Metric, Descending) switch
    {
        (SortMetric.Price, false) => "lowest price",
        (SortMetric.Price, true) => "highest price",
        (SortMetric.Latency, false) => "lowest latency",
        (SortMetric.Latency, true) => "highest latency",
        (SortMetric.Throughput, false) => "lowest throughput",
        (SortMetric.Throughput, true) => "highest throughput",
        (SortMetric.Intelligence, false) => "lowest intelligence",
        (SortMetric.Intelligence, true) => "highest intelligence",
        (SortMetric.Math, false) => "lowest math",
        (SortMetric.Math, true) => "highest math",
        (SortMetric.Coding, false) => "lowest coding",
        (SortMetric.Coding, true) => "highest coding",
        _ => throw new InvalidOperationException($"no words for {Metric}"),
    };
}

/// <summary>The first criterion ranks, each later one breaks the ties of those before it.</summary>
public struct SortOrder : IEquatable<SortOrder>
{
    // Four bits each: the metric and one, and the direction; 0 = no more.
    private const int BitsEach = 4;
    private const uint DescendingBit = 8;

    private uint _packed;

    /// <summary>"default latency then price" (api.md 3.3).</summary>
    public static SortOrder Default { get; } = Of(SortCriterion.Usual(SortMetric.Latency), SortCriterion.Usual(SortMetric.Price));

    public int Count { get; private set; }

    public readonly SortCriterion this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            var bits = _packed >> (index * BitsEach);
            return new SortCriterion((SortMetric)((bits & 7) - 1), (bits & DescendingBit) != 0);
        }
    }

    public static SortOrder Of(params ReadOnlySpan<SortCriterion> criteria)
    {
        var order = default(SortOrder);
        foreach (var criterion in criteria)
            order.Add(criterion);
        return order;
    }

    /// <summary>Appends a criterion. A metric that is there already decides nothing any more, and is left out.</summary>
    public void Add(SortCriterion criterion)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].Metric == criterion.Metric)
                return;
        }
        var bits = (uint)criterion.Metric + 1 + (criterion.Descending ? DescendingBit : 0);
        _packed |= bits << (Count++ * BitsEach);
    }

    /// <summary>As the reasoning text says it: <c>lowest price, highest coding</c>.</summary>
    public override readonly string ToString()
    {
        var words = Count == 0 ? "" : this[0].ToString();
        for (var i = 1; i < Count; i++)
            words = $"{words}, {this[i]}";
        return words;
    }

    public readonly bool Equals(SortOrder other) => _packed == other._packed;

    public override readonly bool Equals(object? obj) => obj is SortOrder other && Equals(other);

    public override readonly int GetHashCode() => (int)_packed;

    public static bool operator ==(SortOrder left, SortOrder right) => left.Equals(right);

    public static bool operator !=(SortOrder left, SortOrder right) => !left.Equals(right);
}

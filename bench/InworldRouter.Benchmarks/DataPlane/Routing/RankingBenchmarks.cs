// Ranking two hundred models: what "auto" costs over a full catalog.
using BenchmarkDotNet.Attributes;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;
using InworldRouter.Providers.Catalog;

namespace InworldRouter.Benchmarks.DataPlane.Routing;

public class RankingBenchmarks
{
    private const int Count = 200;

    private static readonly CallDemand Demand = new(1000, 500, ModelCapabilities.Tools);
    private static readonly SortOrder Price = SortOrder.Of(SortCriterion.Usual(SortMetric.Price), SortCriterion.Usual(SortMetric.Intelligence));

    private readonly ModelPlan[] _pool = [.. Enumerable.Range(0, Count).Select(i => BenchCalls.Plan.Models.All[i * 7919 % BenchCalls.Plan.Models.All.Length])];
    private readonly ModelPlan[] _models = new ModelPlan[Count];

    [GlobalSetup]
    public void Measure()
    {
        // Half of them have been called.
        for (var i = 0; i < Count; i += 2)
            for (var n = 0; n < 4; n++)
                _pool[i].Statistics.Record(TimeSpan.FromMilliseconds(100 + i * 31 % 400), 50);
    }

    [Benchmark(Baseline = true)]
    public ModelPlan ByLatencyThenPrice() => Rank(SortOrder.Default);

    [Benchmark]
    public ModelPlan ByPriceThenIntelligence() => Rank(Price);

    [Benchmark]
    public int Fit() => ModelRanking.Fit(_pool, Demand, _models);

    private ModelPlan Rank(SortOrder order)
    {
        _pool.CopyTo(_models, 0);
        ModelRanking.Rank(_models, order, Demand, TimeProvider.System);
        return _models[0];
    }
}

// Ranking: by what is asked, ties by what comes after, the unknown last, equals in their order.
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;
using InworldRouter.Providers.Catalog;
using InworldRouter.Tests.ControlPlane;

namespace InworldRouter.Tests.DataPlane.Routing;

public sealed class ModelRankingTests
{
    private static readonly SortOrder Price = SortOrder.Of(SortCriterion.Usual(SortMetric.Price));
    private static readonly SortOrder Latency = SortOrder.Of(SortCriterion.Usual(SortMetric.Latency));

    private readonly ManualTime _time = new();
    private readonly ProviderPlan _provider = TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk" } } }""").Providers["openai"];

    [Theory]
    [InlineData(100, 10, "cheap-in")]
    [InlineData(10, 100, "cheap-out")]
    [InlineData(1000, null, "cheap-in")]
    [InlineData(0, null, "cheap-out")]
    public void Price_IsThatOfThisVeryCall(long prompt, int? limit, string expected)
    {
        var models = new[] { Model("cheap-out") with { Price = new(4, 1, null, null) }, Model("cheap-in") with { Price = new(1, 4, null, null) } };

        Assert.Equal("openai/" + expected, Ranked(models, Price, new CallDemand(prompt, limit, 0))[0]);
    }

    [Fact]
    public void Price_FollowsTheTierOfThePrompt()
    {
        var models = new[] { Model("tiered") with { Price = new(1, 1, null, null), PriceTiers = [new(1000, new(9, 9, null, null))] }, Model("flat") with { Price = new(2, 2, null, null) } };

        Assert.Equal(["openai/tiered", "openai/flat"], Ranked(models, Price, new CallDemand(1000, 10, 0)));
        Assert.Equal(["openai/flat", "openai/tiered"], Ranked(models, Price, new CallDemand(1001, 10, 0)));
    }

    [Theory]
    [InlineData(SortMetric.Price, false, "low high unknown")]
    [InlineData(SortMetric.Price, true, "high low unknown")]
    [InlineData(SortMetric.Latency, false, "low high unknown")]
    [InlineData(SortMetric.Latency, true, "high low unknown")]
    [InlineData(SortMetric.Throughput, true, "high low unknown")]
    [InlineData(SortMetric.Throughput, false, "low high unknown")]
    [InlineData(SortMetric.Intelligence, true, "high low unknown")]
    [InlineData(SortMetric.Intelligence, false, "low high unknown")]
    [InlineData(SortMetric.Math, true, "high low unknown")]
    [InlineData(SortMetric.Coding, true, "high low unknown")]
    public void TheUnknown_IsLast_InEitherDirection(SortMetric metric, bool descending, string expected)
    {
        var models = new[] { Model("unknown"), Valued("high", 9), Valued("low", 0) };

        var ranked = Ranked(models, SortOrder.Of(new SortCriterion(metric, descending)), new CallDemand(10, 10, 0));

        Assert.Equal(expected.Split(' ').Select(n => "openai/" + n), ranked);

        static ModelFacts Valued(string name, double value) =>
            Model(name) with { Price = new(value, value, null, null), Speed = new(value, value, null), Scores = new(value, value, value) };
    }

    [Fact]
    public void Ties_AreBrokenByTheNextCriterion_ThenStay()
    {
        var models = new[]
        {
            Model("c") with { Price = new(1, 1, null, null), Scores = new(5, null, null) },
            Model("a") with { Price = new(1, 1, null, null), Scores = new(5, null, null) },
            Model("b") with { Price = new(1, 1, null, null), Scores = new(7, null, null) },
            Model("d") with { Price = new(0, 1, null, null) },
        };

        var ranked = Ranked(models, SortOrder.Of(SortCriterion.Usual(SortMetric.Price), SortCriterion.Usual(SortMetric.Intelligence)), new CallDemand(10, 10, 0));

        Assert.Equal(["openai/d", "openai/b", "openai/c", "openai/a"], ranked);
    }

    [Fact]
    public void Latency_IsThePrior_UntilEnoughIsMeasured_AndAgainWhenThatIsOld()
    {
        var models = Plans([Model("a") with { Speed = new(100, null, null) }, Model("b") with { Speed = new(200, null, null) }]);
        var b = models[1];

        b.Statistics.Record(TimeSpan.FromMilliseconds(10), 0);
        b.Statistics.Record(TimeSpan.FromMilliseconds(10), 0);
        Assert.Equal("openai/a", First(models));
        b.Statistics.Record(TimeSpan.FromMilliseconds(10), 0);
        b.Statistics.Record(TimeSpan.FromMilliseconds(10), 0);
        Assert.Equal("openai/b", First(models));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("openai/a", First(models));

        string First(ModelPlan[] plans)
        {
            var copy = plans.OrderBy(p => p.Id, StringComparer.Ordinal).ToArray();
            ModelRanking.Rank(copy, Latency, default, _time);
            return copy[0].Id;
        }
    }

    [Fact]
    public void Measurements_Decay_AndAreReadWithoutDisagreement()
    {
        var statistics = new InworldRouter.DataPlane.Attempts.ModelStatistics(_time);
        for (var i = 0; i < 6; i++)
            statistics.Record(TimeSpan.FromMilliseconds(100), 50);

        // Six samples are three after one half-life, and fewer after that.
        Assert.Equal((100d, 50d), (statistics.TtftMs, statistics.TokensPerSecond));
        _time.Advance(InworldRouter.DataPlane.Attempts.ModelStatistics.HalfLife);
        Assert.Equal((100d, 50d), (statistics.TtftMs, statistics.TokensPerSecond));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(statistics.TtftMs);
        Assert.Null(statistics.TokensPerSecond);
        Assert.True(statistics.IsStale);
        statistics.Record(TimeSpan.FromMilliseconds(400), 0);
        Assert.Equal(175, statistics.TtftMs!.Value, 0);
        Assert.Null(statistics.TokensPerSecond);
        Assert.False(statistics.IsStale);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(63)]
    [InlineData(200)]
    [InlineData(1000)]
    public void AnyNumber_IsSortedAsByLinq_Stably(int count)
    {
        var random = new Random(count);
        var models = Plans([.. Enumerable.Range(0, count).Select(i => Model($"m{i}") with { Price = random.Next(4) == 0 ? default : new(random.Next(5), 1, null, null), Scores = new(random.Next(3), null, null) })]);
        var expected = models
            .OrderBy(m => m.Facts!.Price.Input ?? double.PositiveInfinity)
            .ThenByDescending(m => m.Facts!.Scores.Intelligence)
            .Select(m => m.Id)
            .ToArray();

        ModelRanking.Rank(models, SortOrder.Of(SortCriterion.Usual(SortMetric.Price), SortCriterion.Usual(SortMetric.Intelligence)), new CallDemand(100, 1, 0), _time);

        Assert.Equal(expected, models.Select(m => m.Id));
    }

    [Theory]
    [InlineData(ModelCapabilities.None, 10, null, "text tools both undescribed small unknown")]
    [InlineData(ModelCapabilities.Tools, 10, null, "tools both undescribed small")]
    [InlineData(ModelCapabilities.Tools | ModelCapabilities.Vision, 10, null, "both undescribed small")]
    [InlineData(ModelCapabilities.None, 10, 100, "text tools both undescribed unknown")]
    [InlineData(ModelCapabilities.None, 101, null, "text tools both undescribed unknown")]
    public void C74_ModelsThatCannotServeTheCall_AreLeftOut(ModelCapabilities needs, long prompt, int? limit, string expected)
    {
        ModelPlan[] models =
        [
            .. Plans(
            [
                Model("text") with { Capabilities = ModelCapabilities.Reasoning, ContextTokens = 1000 },
                Model("tools") with { Capabilities = ModelCapabilities.Tools, ContextTokens = 1000 },
                Model("both") with { Capabilities = ModelCapabilities.Tools | ModelCapabilities.Vision },
                Model("undescribed") with { HasKnownCapabilities = false },
                Model("small") with { ContextTokens = 100, Capabilities = ModelCapabilities.Tools | ModelCapabilities.Vision },
                Model("unknown") with { Capabilities = ModelCapabilities.Reasoning },
            ]),
        ];
        var fit = new ModelPlan[models.Length];

        var count = ModelRanking.Fit(models, new CallDemand(prompt, limit, needs), fit);

        Assert.Equal(expected.Split(' ').Select(n => "openai/" + n), fit.Take(count).Select(m => m.Id));
    }

    [Fact]
    public void Exploring_SendsItsShare_ToStaleModels_AndKeepsTheRest()
    {
        var models = Plans([Model("a"), Model("b"), Model("c"), Model("d")]);
        models[0].Statistics.Record(TimeSpan.FromMilliseconds(1), 0);
        models[2].Statistics.Record(TimeSpan.FromMilliseconds(1), 0);
        var random = new Random(1);
        var first = new Dictionary<string, int>();
        for (var i = 0; i < 10_000; i++)
        {
            var ranked = models.ToArray();
            ModelRanking.Explore(ranked, Latency, 0.1, random);
            Assert.Equal(models.Where(m => m != ranked[0]), ranked.Skip(1));
            first[ranked[0].Id] = first.GetValueOrDefault(ranked[0].Id) + 1;
        }

        Assert.Equal(["openai/a", "openai/b", "openai/d"], first.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(first["openai/b"], 400, 600);
        Assert.InRange(first["openai/d"], 400, 600);
    }

    [Fact]
    public void Exploring_IsForMeasuredCriteria_AndCanBeOff()
    {
        var models = Plans([Model("a"), Model("b")]);
        models[0].Statistics.Record(TimeSpan.FromMilliseconds(1), 0);
        var ranked = models.ToArray();

        ModelRanking.Explore(ranked, Price, 1, new Random(1));
        ModelRanking.Explore(ranked, Latency, 0, new Random(1));
        Assert.Equal(models, ranked);
        ModelRanking.Explore(ranked, Latency, 1, new Random(1));
        Assert.Equal(["openai/b", "openai/a"], ranked.Select(m => m.Id));
    }

    [Fact]
    public void Ranking_AllocatesNothing()
    {
        var models = Plans([.. Enumerable.Range(0, 200).Select(i => Model($"m{i}") with { Speed = new(i * 7919 % 200, null, null) })]);
        var order = SortOrder.Default;
        ModelRanking.Rank(models, order, default, _time);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            ModelRanking.Rank(models, order, default, _time);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ModelFacts Model(string name) => TestCatalog.Row("openai", name);

    private ModelPlan[] Plans(IEnumerable<ModelFacts> models) =>
    [
        .. models.Select(facts => new ModelPlan
        {
            Id = facts.Id,
            Provider = _provider,
            UpstreamName = facts.UpstreamName,
            IdJson = ModelPlan.Quote(facts.Id),
            Facts = facts,
            Statistics = new(_time),
            Cooldown = new(_time),
        }),
    ];

    private string[] Ranked(ModelFacts[] models, SortOrder order, CallDemand demand)
    {
        var plans = Plans(models);
        ModelRanking.Rank(plans, order, demand, _time);
        return [.. plans.Select(p => p.Id)];
    }
}

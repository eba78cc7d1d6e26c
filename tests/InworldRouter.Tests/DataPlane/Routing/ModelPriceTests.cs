// Money: cached tokens are part of the prompt and priced once.
using InworldRouter.DataPlane.Routing;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Tests.ControlPlane;

namespace InworldRouter.Tests.DataPlane.Routing;

public sealed class ModelPriceTests
{
    private static readonly ModelFacts Facts = TestCatalog.Row("openai", "x") with { Price = new(10, 20, 1, 12.5) };

    [Fact]
    public void C90_CachedTokens_ArePricedOnce()
    {
        var usage = new TokenUsage(1_000_000, 100_000) { Cached = 400_000, CacheWrite = 200_000 };

        Assert.Equal(4 + 0.4 + 2.5 + 2, ModelPrice.Cost(Facts, usage)!.Value, 9);
    }

    [Fact]
    public void WithoutACachePrice_CachedTokensCostWhatOthersDo() =>
        Assert.Equal(10, ModelPrice.Cost(Facts with { Price = new(10, 20, null, null) }, new TokenUsage(1_000_000, 0) { Cached = 400_000 })!.Value, 9);

    [Fact]
    public void WhatTheProviderDidNotSay_CostsNothing() => Assert.Equal(0, ModelPrice.Cost(Facts, TokenUsage.Unknown));

    [Fact]
    public void WithoutAPrice_TheCostIsUnknown()
    {
        Assert.Null(ModelPrice.Cost(null, new TokenUsage(1, 1)));
        Assert.Null(ModelPrice.Cost(Facts with { Price = new(1, null, null, null) }, new TokenUsage(1, 1)));
        Assert.Null(ModelPrice.Estimate(null, 1, 1));
    }
}

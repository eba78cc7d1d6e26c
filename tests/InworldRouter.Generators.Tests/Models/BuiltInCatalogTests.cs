// The catalog that ships: what the generator made of the real file, and that routing can rely on it.
using InworldRouter.Providers.Catalog;

namespace InworldRouter.Generators.Tests.Models;

public sealed class BuiltInCatalogTests
{
    [Fact]
    public void Rows_AreOrderedById_AndComplete()
    {
        Assert.True(ModelCatalog.All.Length > 200);
        Assert.Equal(ModelCatalog.All.Select(m => m.Id).Order(StringComparer.Ordinal), ModelCatalog.All.Select(m => m.Id));
        Assert.All(ModelCatalog.All, model =>
        {
            Assert.Equal(model.Id, model.ProviderId + "/" + model.UpstreamName);
            Assert.NotEqual(ModelModalities.None, model.Input);
            Assert.NotEqual(ModelModalities.None, model.Output);
            Assert.InRange(model.Released, new DateOnly(2023, 1, 1), new DateOnly(2026, 12, 31));
            Assert.All(model.Aliases, alias => Assert.Equal(alias.ToLowerInvariant(), alias));
            Assert.DoesNotContain(model.Aliases, alias => alias.Contains('/', StringComparison.Ordinal));
            Assert.Equal(model.Input.HasFlag(ModelModalities.Image), model.Capabilities.HasFlag(ModelCapabilities.Vision));
        });
    }

    [Fact]
    public void PricesScoresAndSpeeds_AreInTheirUnits() => Assert.All(ModelCatalog.All, model =>
    {
        // USD per million tokens: the dearest text models ask some hundreds; a price per token or per thousand would be far below a cent.
        foreach (var price in new[] { model.Price.Input, model.Price.Output })
            Assert.True(price is null or 0 or (>= 0.005 and <= 1000), $"{model.Id} {price}");
        foreach (var score in new[] { model.Scores.Intelligence, model.Scores.Math, model.Scores.Coding })
            Assert.True(score is null or (>= 0 and <= 100), $"{model.Id} {score}");
        Assert.True(model.Speed.TtftMilliseconds is null or (>= 50 and <= 120_000), model.Id);
        Assert.True(model.Speed.TokensPerSecond is null or (>= 1 and <= 5000), model.Id);
        Assert.Equal(model.Speed.TtftMilliseconds is null && model.Speed.TokensPerSecond is null, model.Speed.Basis is null);
        Assert.Equal(model.PriceTiers.OrderBy(t => t.AboveInputTokens), model.PriceTiers);
    });

    [Fact]
    public void FullIds_AndOtherFullIds_FindTheirRow()
    {
        Assert.All(ModelCatalog.All, model => Assert.Same(model, ModelCatalog.ById[model.Id]));
        Assert.Same(ModelCatalog.ById["groq/openai/gpt-oss-120b"], ModelCatalog.ById["groq/gpt-oss-120b"]);
        Assert.False(ModelCatalog.ById.ContainsKey("gpt-oss-120b"));
    }

    [Fact]
    public void BareName_FindsEveryProviderOfOneModel()
    {
        var served = ModelCatalog.ByBareName["gpt-oss-120b"];
        Assert.Contains("groq", served.Select(m => m.ProviderId));
        Assert.Contains("cerebras", served.Select(m => m.ProviderId));
        Assert.Equal(served.Length, served.Select(m => m.ProviderId).Distinct().Count());
        Assert.All(ModelCatalog.ByBareName, entry => Assert.Single(entry.Value.Select(m => m.CanonicalName).Distinct()));
    }
}

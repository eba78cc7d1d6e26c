// Which adapter speaks to a provider, by its id and the dialect that the configuration names.
using System.Collections.Frozen;
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Providers;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Tests.ControlPlane.Compilation;

public sealed class CatalogTests
{
    private static readonly string[] Ids = ["anthropic", "google-ai-studio", "google-vertex", "groq", "openai", "openai-compatible", "openai-responses"];

    private static readonly Catalog All = new(Ids.ToFrozenDictionary(id => id, _ => (Provider)new OpenAIProvider()), []);

    [Theory]
    [InlineData("groq", null, "groq")]
    [InlineData("groq", "openai", "groq")]
    [InlineData("groq", "anthropic", "anthropic")]
    [InlineData("anthropic", null, "anthropic")]
    [InlineData("anthropic", "anthropic", "anthropic")]
    [InlineData("anthropic", "openai", "openai-compatible")]
    [InlineData("google-vertex", "gemini", "google-vertex")]
    [InlineData("google-ai-studio", "gemini", "google-ai-studio")]
    [InlineData("google-ai-studio", "openai", "openai-compatible")]
    [InlineData("openai", "openai-responses", "openai-responses")]
    [InlineData("local", "openai", "openai-compatible")]
    [InlineData("local", "openai-responses", "openai-responses")]
    [InlineData("local", "anthropic", "anthropic")]
    [InlineData("local", "gemini", "google-ai-studio")]
    [InlineData("local", null, null)]
    public void TheDialect_MayBeRepeated_OrReplaceThatOfTheId(string id, string? dialect, string? expected) =>
        Assert.Same(expected is null ? null : All.ById(expected), All.Adapter(id, new ProviderConfig { Dialect = dialect }));

    [Fact]
    public void Gemini_OnAProject_IsVertex() =>
        Assert.Same(All.ById("google-vertex"), All.Adapter("vertex-eu", new ProviderConfig { Dialect = "gemini", Project = "p", Location = "eu" }));

    [Fact]
    public void AdaptersForAnyServer_AreNoVendors() =>
        Assert.Equal(["anthropic", "google-ai-studio", "google-vertex", "groq", "openai"], All.WellKnown.Select(known => known.Key));

    [Fact]
    public void Dialects_AreThoseThatCanBeSpoken()
    {
        Assert.Equal(DialectNames.All, All.Dialects);
        Assert.Equal(["openai"], TestCatalog.Small.Dialects);
    }
}

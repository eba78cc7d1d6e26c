// The two files of the catalog beside each other: what models.json says of a model agrees with its family, or is listed here.
using InworldRouter.Providers.Catalog;

namespace InworldRouter.Providers.Tests.Catalog;

public sealed class FamiliesAndFactsTests
{
    // A host that serves less than the maker's own API does.
    private static readonly string[] OtherOutput = ["bedrock/global.anthropic.claude-sonnet-4-6 64000"];

    // One whose vendor's page and SDK differ, and a host's own parameter.
    private static readonly string[] OtherEfforts = ["anthropic/claude-haiku-5-5", "cerebras/gemma-4-31b"];

    // models.dev counts it among those that reason; the API takes no thinkingConfig for it. Gemma thinks as its host says.
    private static readonly string[] OtherReasoning =
    [
        "cerebras/gemma-4-31b", "deepinfra/google/gemma-4-31B-it", "google-ai-studio/gemini-2.5-flash-image", "google-ai-studio/gemma-4-31b-it", "together/google/gemma-4-31B-it",
    ];

    private static readonly ModelFacts[] Makers =
    [
        .. ModelCatalog.All.Where(m => m.Creator is "Anthropic" or "Google" or "OpenAI"),
    ];

    [Fact]
    public void EveryModelOfTheThreeMakers_HasAFamily() => Assert.All(Makers, model => Assert.True(ModelFamilies.Of(model.UpstreamName).IsKnown, model.Id));

    [Fact]
    public void OutputLimits_Agree() => Assert.Equal(OtherOutput, Makers
        .Where(m => m.MaxOutputTokens is { } stated && ModelFamilies.Of(m.UpstreamName).MaxOutputTokens is { } family && stated != family)
        .Select(m => $"{m.Id} {m.MaxOutputTokens}"));

    [Fact]
    public void Efforts_Agree() => Assert.Equal(OtherEfforts, Makers
        .Where(m => m.ReasoningEfforts != ReasoningEfforts.Unknown && m.ReasoningEfforts != ModelFamilies.Of(m.UpstreamName).ReasoningEfforts)
        .Select(m => m.Id));

    [Fact]
    public void AFamilyReasons_WhenItsModelsDo() => Assert.Equal(OtherReasoning, Makers
        .Where(m => m.Capabilities.HasFlag(ModelCapabilities.Reasoning) != ModelFamilies.Of(m.UpstreamName).Reasons)
        .Select(m => m.Id));
}

// Without a file: the environment's keys, or the demo, or words on how to go on.
using InworldRouter.ControlPlane;
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Plan;

namespace InworldRouter.Tests.ControlPlane;

public sealed class PlanSourceTests
{
    [Fact]
    public void ProvidersWhoseVariableIsSet_AreEnabled()
    {
        var problems = new ConfigProblems();

        var loaded = PlanSource.Of(null, null, name => name == "GROQ_API_KEY" ? "gsk\n" : null, TestCatalog.Small, new LiveState(TimeProvider.System)).Load(problems)!;

        Assert.Empty(problems);
        Assert.Equal("gsk", Assert.Single(loaded.Plan.Providers).Value.Keys[0].Secret);
        Assert.Equal([ListenAddresses.Default], loaded.Listen.Urls);
    }

    [Fact]
    public void WithNone_OneProblemSaysHowToGoOn()
    {
        var problems = new ConfigProblems();

        Assert.Null(PlanSource.Of(null, null, _ => null, TestCatalog.Small, new LiveState(TimeProvider.System)).Load(problems));

        Assert.Equal(
            "inworld-router.json: there is no such file, and no environment variable holds the key of a provider; set one (GROQ_API_KEY, OPENAI_API_KEY), write the file, or try --demo",
            Assert.Single(problems).ToString());
    }

    [Fact]
    public void TheDemo_PutsTheSimulator_InThePlaceOfEveryProvider()
    {
        var problems = new ConfigProblems();

        var plan = PlanSource.Demo(new Uri("http://127.0.0.1:4444"), null, _ => null, TestCatalog.Small, new LiveState(TimeProvider.System)).Load(problems)!.Plan;

        Assert.Equal(["azure", "google-vertex", "groq", "openai"], plan.Providers.Keys.Order(StringComparer.Ordinal));
        Assert.All(plan.Providers.Values, p => Assert.Equal(p.Id == "google-vertex" ? "http://127.0.0.1:4444/" : "http://127.0.0.1:4444/v1", p.BaseUrl.AbsoluteUri));
        Assert.Empty(plan.MissingProviders);
    }

    // "the host's root for Anthropic and Gemini" (configuration.md): those of them that this build has.
    [Fact]
    public void TheDemo_GivesItsRoot_ToThoseWhoseAddressIsARoot()
    {
        var providers = KeyVariables.Demo(Catalog.BuiltIn, new Uri("http://127.0.0.1:4444")).Providers!;

        Assert.Equal("http://127.0.0.1:4444/", providers["anthropic"]?.BaseUrl?.AbsoluteUri);
        Assert.Equal("http://127.0.0.1:4444/v1", providers["openai"]?.BaseUrl?.AbsoluteUri);
        Assert.Equal(Catalog.BuiltIn.WellKnown.Select(p => p.Key).Order(StringComparer.Ordinal), providers.Keys.Order(StringComparer.Ordinal));
    }
}

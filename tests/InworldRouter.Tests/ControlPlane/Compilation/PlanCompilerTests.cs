// Configuration → plan: defaults filled in, keys as header lines, models found by every name they have.
using System.Text;
using InworldRouter.DataPlane.Auth;
using InworldRouter.Plan;
using InworldRouter.Providers.Catalog;

namespace InworldRouter.Tests.ControlPlane.Compilation;

public sealed class PlanCompilerTests
{
    [Fact]
    public void WhatIsLeftOut_HasTheDocumentedDefaults()
    {
        var plan = TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk" } } }""");

        Assert.Equal(new LimitsPlan(64 << 20, 10_000, 1000), plan.Limits);
        Assert.Equal(new RoutingPlan(0.01), plan.Routing);
        Assert.Equal(TimeSpan.FromSeconds(30), plan.ShutdownGrace);
        Assert.False(plan.RequestLog);
        var openai = plan.Providers["openai"];
        Assert.Equal("https://api.openai.com/v1", openai.BaseUrl.AbsoluteUri);
        Assert.Equal(TimeoutsPlan.Default, openai.Timeouts);
        Assert.Equal(0, openai.MaxConcurrency);
        Assert.Equal("Authorization: Bearer sk\r\n", Encoding.ASCII.GetString(Assert.Single(openai.Keys).HeaderLines));
    }

    [Fact]
    public void PrivateImageHosts_AreAllowed_OnlyWhenTheConfigurationSaysSo() =>
        Assert.True(TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk" } }, "limits": { "allowPrivateImageHosts": true } }""").Limits.AllowPrivateImageHosts);

    [Fact]
    public void AProvidersTimes_BeatTheGeneralOnes()
    {
        var plan = TestCatalog.Compile(
            """{ "providers": { "openai": { "apiKey": "sk", "timeouts": { "idle": "1s" } } }, "timeouts": { "idle": "9s", "connect": "2s", "shutdown": "1s" } }""");

        Assert.Equal(TimeoutsPlan.Default with { Idle = TimeSpan.FromSeconds(1), Connect = TimeSpan.FromSeconds(2) }, plan.Providers["openai"].Timeouts);
        Assert.Equal(TimeSpan.FromSeconds(1), plan.ShutdownGrace);
    }

    [Fact]
    public void SeveralKeys_ArePooled_EachWithItsCooldown()
    {
        var plan = TestCatalog.Compile("""{ "providers": { "azure": { "apiKey": "a", "apiKeys": ["b", "c"], "baseUrl": "https://x.example/openai/v1/" } } }""");

        var azure = plan.Providers["azure"];
        Assert.Equal(["api-key: a\r\n", "api-key: b\r\n", "api-key: c\r\n"], azure.Keys.Select(k => Encoding.ASCII.GetString(k.HeaderLines)));
        Assert.Equal(3, azure.Keys.Select(k => k.Cooldown).Distinct().Count());
        Assert.Equal("https://x.example/openai/v1", azure.BaseUrl.AbsoluteUri);
    }

    [Fact]
    public void AServerWithoutKeys_HasOneEmptyKey()
    {
        var plan = TestCatalog.Compile("""{ "providers": { "local": { "dialect": "openai", "baseUrl": "http://127.0.0.1:11434/v1" } } }""");

        Assert.Empty(Assert.Single(plan.Providers["local"].Keys).HeaderLines);
    }

    [Fact]
    public void ProvidersWithoutAKey_AreMissing_WithWhatWouldEnableThem()
    {
        var plan = TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk" }, "groq": { "apiKey": "" } } }""");

        Assert.Equal(["openai"], plan.Providers.Keys);
        Assert.Equal("providers.groq.apiKey (environment variable GROQ_API_KEY)", plan.MissingProviders["groq"]);
        Assert.Equal("providers.azure.baseUrl and providers.azure.apiKey (environment variable AZURE_OPENAI_API_KEY)", plan.MissingProviders["azure"]);
        Assert.Equal("providers.google-vertex.credentials (environment variable GOOGLE_APPLICATION_CREDENTIALS)", plan.MissingProviders["google-vertex"]);
        Assert.Equal(3, plan.MissingProviders.Count);
    }

    [Fact]
    public void Models_AreFoundById_ByOtherIds_AndByBareName()
    {
        var plan = TestCatalog.Compile(
            """
            { "providers": { "openai": { "apiKey": "sk" }, "groq": { "apiKey": "gsk" },
                             "local": { "dialect": "openai", "baseUrl": "http://127.0.0.1:11434/v1", "models": ["llama3.3:70b", "described"] } },
              "models": [ { "id": "local/described", "aliases": ["llama-70b"], "price": { "input": 0, "output": 0 }, "capabilities": ["vision"] } ] }
            """);

        Assert.Equal(["openai/gpt-x", "groq/meta/llama-70b", "local/described", "local/llama3.3:70b"], plan.Models.All.Select(m => m.Id));
        Assert.Same(plan.Models.ById["groq/meta/llama-70b"], plan.Models.ById["groq/llama-70b"]);
        Assert.Equal("meta/llama-70b", plan.Models.ById["groq/llama-70b"].UpstreamName);
        Assert.Equal("\"groq/meta/llama-70b\"", Encoding.UTF8.GetString(plan.Models.ById["groq/llama-70b"].IdJson));
        Assert.Equal(["groq/meta/llama-70b", "local/described"], plan.Models.ByBareName["llama-70b"].Select(m => m.Id));
        Assert.Equal(["local/described"], plan.Models.ByBareName["described"].Select(m => m.Id));
        Assert.Equal(["local/llama3.3:70b"], plan.Models.ByBareName["llama3.3:70b"].Select(m => m.Id));
        Assert.Null(plan.Models.ById["local/llama3.3:70b"].Facts);
        var facts = plan.Models.ById["local/described"].Facts!;
        Assert.Equal(0, facts.Price.Input);
        Assert.Equal((ModelCapabilities.Vision, ModelModalities.Text | ModelModalities.Image), (facts.Capabilities, facts.Input));
    }

    [Fact]
    public void ACorrection_ReplacesWhatItNames_AndNothingElse()
    {
        var plan = TestCatalog.Compile(
            """{ "providers": { "openai": { "apiKey": "sk" } }, "models": [ { "id": "openai/gpt-x", "price": { "input": 1 }, "context": 5, "scores": { "math": 7 } } ] }""");

        var facts = plan.Models.ById["openai/gpt-x"].Facts!;
        Assert.Equal(new TokenPrice(1, 8, 1, null), facts.Price);
        Assert.Empty(facts.PriceTiers);
        Assert.Equal((5, ModelCapabilities.Tools, 7d, (double?)null), (facts.ContextTokens, facts.Capabilities, facts.Scores.Math, facts.Scores.Coding));
    }

    [Fact]
    public void ARowThatOnlyMaps_IsNotOffered_UnlessItIsListed()
    {
        const string Azure = "\"baseUrl\": \"https://x.example/openai/v1\", \"apiKey\": \"k\"";
        var quiet = TestCatalog.Compile($$"""{ "providers": { "azure": { {{Azure}} } } }""").Models;
        var listed = TestCatalog.Compile($$"""{ "providers": { "azure": { {{Azure}}, "models": ["gpt-x"] } } }""").Models;

        Assert.Empty(quiet.All);
        Assert.Empty(quiet.ByBareName);
        Assert.NotNull(quiet.ById["azure/gpt-x"].Facts);
        Assert.Equal(["azure/gpt-x"], listed.All.Select(m => m.Id));
        Assert.NotNull(listed.ByBareName["gpt-x"][0].Facts);
    }

    [Fact]
    public void C93_AReload_KeepsConnectionsMeasurementsAndCooldowns()
    {
        var state = new LiveState(TimeProvider.System);
        var first = TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk" } } }""", state);
        var second = TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk", "maxConcurrency": 5 } } }""", state);

        var (before, after) = (first.Models.ById["openai/gpt-x"], second.Models.ById["openai/gpt-x"]);
        Assert.NotSame(before, after);
        Assert.Same(before.Statistics, after.Statistics);
        Assert.Same(before.Cooldown, after.Cooldown);
        Assert.Same(before.Provider.Endpoint, after.Provider.Endpoint);
        Assert.Same(before.Provider.Keys[0].Cooldown, after.Provider.Keys[0].Cooldown);
        Assert.Same(before.Provider.Gauge, after.Provider.Gauge);
    }

    [Fact]
    public void APlansText_ShowsNoKey()
    {
        var plan = TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk-secret" } } }""");

        Assert.DoesNotContain("sk-secret", plan.Providers["openai"].Keys[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, Permissions.All)]
    [InlineData("http://0.0.0.0:8080", Permissions.Inference)]
    public void Anonymous_MayDoEverythingOnThisMachine_AndOnlyCallModelsFromOthers(string? urls, Permissions expected)
    {
        var plan = TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk" } }, "auth": { "anonymous": true } }""", urls: urls);

        Assert.Equal(expected, plan.Callers.Anonymous!.Permissions);
    }
}

// A small catalog of a test's own, so that news of vendors changes no test.
using System.Collections.Frozen;
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Validation;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Credentials;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Tests.ControlPlane.Configuration;

namespace InworldRouter.Tests.ControlPlane;

internal static class TestCatalog
{
    public static readonly Catalog Small = new(
        new Dictionary<string, Provider>
        {
            ["openai"] = new OpenAIProvider(),
            ["groq"] = new Vendor(new() { BaseUrl = new("https://api.groq.com/openai/v1"), KeyVariables = ["GROQ_API_KEY"] }),
            ["azure"] = new Vendor(new() { KeyVariables = ["AZURE_OPENAI_API_KEY"], Credential = CredentialStyle.ApiKeyHeader }),
            ["google-vertex"] = new Vendor(new() { BaseUrlFor = VertexAddress.Of, RootSegments = ["v1", "v1beta1"], Credential = CredentialStyle.GoogleApiKeyHeader }),
            ["openai-compatible"] = new Vendor(new() { NeedsKey = false }),
        }.ToFrozenDictionary(),
        [
            Row("openai", "gpt-x") with { Aliases = ["gpt-x"], Price = new(2, 8, 1, null), PriceTiers = [new(1000, new(4, 16, null, null))], Capabilities = ModelCapabilities.Tools },
            Row("groq", "meta/llama-70b") with { Aliases = ["llama-70b"], IdAliases = ["groq/llama-70b"] },
            Row("azure", "gpt-x") with { Aliases = ["gpt-x"], IsMappingOnly = true },
            Row("anthropic", "claude") with { Aliases = ["claude"] },
        ]);

    public static ModelFacts Row(string provider, string name) =>
        new() { Id = $"{provider}/{name}", ProviderId = provider, UpstreamName = name, CanonicalName = name, Creator = "Somebody", Input = ModelModalities.Text, Output = ModelModalities.Text, Sources = "test" };

    /// <summary>Compiles what is expected to be without a problem.</summary>
    public static RouterPlan Compile(string config, LiveState? state = null, string? urls = null, Catalog? catalog = null)
    {
        var settings = Settings.Read(config);
        var listen = ListenAddresses.Of(settings, urls, _ => null);
        var problems = new ConfigProblems();
        ConfigRules.Check(settings, listen, catalog ?? Small, problems);
        Assert.Empty(problems);
        return new PlanCompiler(catalog ?? Small, state ?? new LiveState(TimeProvider.System)).Compile(settings, listen);
    }

    /// <summary>What the rules between settings say, after what the reader says.</summary>
    public static string[] Problems(string config, string? urls = null, params (string Name, string Value)[] environment)
    {
        var problems = new ConfigProblems();
        var settings = Settings.Read(config, problems, environment)!;
        ConfigRules.Check(settings, ListenAddresses.Of(settings, urls, _ => null), Small, problems);
        return [.. problems.Select(p => p.ToString())];
    }

    private sealed class Vendor(ProviderDefaults defaults) : OpenAIProvider
    {
        public override ProviderDefaults Defaults => defaults;
    }
}

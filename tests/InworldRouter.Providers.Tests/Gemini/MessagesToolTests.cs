// Anthropic's own tools at Gemini.
using InworldRouter.Providers.Gemini;

namespace InworldRouter.Providers.Tests.Gemini;

public sealed class MessagesToolTests
{
    private const string Bash = """{"type":"bash_20250124","name":"bash"}""";
    private const string Search = """{"type":"web_search_20250305","name":"web_search","max_uses":3}""";

    [Fact]
    public void WhatTheClientRuns_IsAFunction()
    {
        var functions = Written("gemini-2.5-flash", Bash).Tools![0]!["functionDeclarations"]!.AsArray();

        Assert.Equal("bash", functions.Single()!["name"]!.GetValue<string>());
        Assert.NotNull(functions[0]!["parametersJsonSchema"]!["properties"]!["command"]);
    }

    [Fact]
    public void ASearchAlone_IsGooglesOwn() =>
        Assert.Equal("""[{"googleSearch":{}}]""", Written("gemini-2.5-flash", Search).Tools!.ToJsonString());

    [Fact]
    public void BesideFunctions_OnlyNewerModelsSearch()
    {
        var old = Written("gemini-2.5-flash", Bash + "," + Search);
        var young = Written("gemini-3-pro", Bash + "," + Search);

        Assert.Contains(old.Warnings, w => w.StartsWith("tools[1] is not sent", StringComparison.Ordinal));
        Assert.Single(old.Tools!.AsArray());
        Assert.Empty(young.Warnings);
        Assert.Equal(2, young.Tools!.AsArray().Count);
    }

    [Fact]
    public void WhatOnlyAnthropicRuns_IsLeftOut_AndSaidToBe() =>
        Assert.Equal(["tools[0] is not sent: code_execution_20250825 is run by another provider"], Written("gemini-2.5-flash", """{"type":"code_execution_20250825","name":"code_execution"}""").Warnings);

    private static (System.Text.Json.Nodes.JsonNode? Tools, string[] Warnings) Written(string model, string tools)
    {
        var written = Requests.SendMessages(new GeminiProvider(), $$"""{"model":"x","max_tokens":50,"messages":[{"role":"user","content":"Hi"}],"tools":[{{tools}}]}""", model);
        Assert.Null(written.Refusal);
        return (System.Text.Json.Nodes.JsonNode.Parse(written.Body)!["tools"], [.. written.Warnings]);
    }
}

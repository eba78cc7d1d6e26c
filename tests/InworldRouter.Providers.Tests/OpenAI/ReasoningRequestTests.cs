// How hard to think: what each vendor is asked for (providers.md D.6).
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.OpenRouter;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class ReasoningRequestTests
{
    private const string Tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    // One row a model and its levels, one column an effort; - = the parameter is left out.
    [Theory]
    [InlineData("openai/o3", "- low low medium high high")]
    [InlineData("openai/gpt-5", "minimal minimal low medium high high")]
    [InlineData("openai/gpt-5.1", "none low low medium high high")]
    [InlineData("openai/gpt-5.2", "none low low medium high xhigh")]
    [InlineData("openai/gpt-5.4", "none low low medium high xhigh")]
    [InlineData("openai/gpt-5.2-pro", "- medium medium medium high xhigh")]
    [InlineData("openai/gpt-4o", "- - - - - -")]
    [InlineData("azure/gpt-5", "minimal minimal low medium high high")]
    [InlineData("azure/gpt-4o", "- - - - - -")]
    [InlineData("groq/openai/gpt-oss-120b", "low low low medium high high")]
    [InlineData("groq/qwen/qwen3.8-27b", "none default default default default default")]
    [InlineData("groq/llama-3.3-70b-versatile", "- - - - - -")]
    [InlineData("mistral/magistral-medium-2509", "none minimal low medium high xhigh")]
    [InlineData("mistral/mistral-medium-3-5", "none high high high high high")]
    [InlineData("mistral/mistral-large-2512", "- - - - - -")]
    [InlineData("deepseek/deepseek-reasoner", "- low low medium high max")]
    [InlineData("deepseek/deepseek-v4-pro", "- high high high high max")]
    [InlineData("deepseek/deepseek-chat", "- - - - - -")]
    [InlineData("xai/grok-4.3", "none low low medium high high")]
    [InlineData("xai/grok-4.5", "low low low medium high high")]
    [InlineData("xai/grok-4.20-0309-reasoning", "- - - - - -")]
    [InlineData("fireworks/accounts/fireworks/models/kimi-k2p6", "none low low medium high high")]
    [InlineData("fireworks/accounts/fireworks/models/gpt-oss-120b", "low low low medium high high")]
    [InlineData("cerebras/gpt-oss-120b", "low low low medium high high")]
    [InlineData("cerebras/qwen-3.8-27b", "- - - - - -")]
    [InlineData("together/openai/gpt-oss-120b", "low low low medium high high")]
    [InlineData("meta/muse-spark-1.2", "minimal minimal low medium high xhigh")]
    public void C51_AnEffort_BecomesTheModelsOwnLevel(string id, string levels)
    {
        string[] efforts = ["none", "minimal", "low", "medium", "high", "xhigh"];
        var provider = Vendors.Of(id[..id.IndexOf('/', StringComparison.Ordinal)]);
        var requests = efforts.Select(e => Requests.ReadFor(provider, id, $$"""{"model":"x","messages":[],"reasoning_effort":"{{e}}"}"""));
        var written = requests.Select(r => (r["reasoning_effort"] ?? r["reasoning"]?["effort"])?.GetValue<string>() ?? "-");
        Assert.Equal(levels, string.Join(' ', written));
    }

    [Theory]
    [InlineData("\"reasoning\":{\"effort\":\"low\"}", "low")]
    [InlineData("\"reasoning\":{}", "medium")]
    [InlineData("\"reasoning\":{\"exclude\":true}", "medium")]
    [InlineData("\"reasoning\":{\"effort\":\"low\"},\"reasoning_effort\":\"high\"", "low")]
    [InlineData("\"reasoning_effort\":\"max\"", "xhigh")]
    [InlineData("\"reasoning\":{\"max_tokens\":100},\"max_tokens\":1000", "minimal")]
    [InlineData("\"reasoning\":{\"max_tokens\":200,\"effort\":\"high\"},\"max_tokens\":1000", "low")]
    [InlineData("\"reasoning\":{\"max_tokens\":500},\"max_completion_tokens\":1000", "medium")]
    [InlineData("\"reasoning\":{\"max_tokens\":800},\"max_new_tokens\":1000", "high")]
    [InlineData("\"reasoning\":{\"max_tokens\":950},\"max_tokens\":1000", "xhigh")]
    [InlineData("\"reasoning\":{\"max_tokens\":0},\"max_tokens\":1000", "none")]
    [InlineData("\"reasoning_effort\":\"high\",\"extra_body\":{\"reasoning\":{\"effort\":\"low\"}}", "low")]
    [InlineData("\"reasoning\":{\"effort\":\"high\"},\"extra_body\":{\"reasoning\":{\"effort\":\"low\"}}", "low")]
    [InlineData("\"reasoning\":null,\"reasoning_effort\":null", "null")]
    [InlineData("\"user\":\"u\"", "-")]
    public void TheTwoWaysToAsk_AndWhichWins(string asked, string written) =>
        Assert.Equal(written, Requests.Read(Vendors.Of("openai"), $$"""{"model":"x",{{asked}},"messages":[]}""", "gpt-9") is var request && request.TryGetPropertyValue("reasoning_effort", out var effort)
            ? effort?.GetValue<string>() ?? "null" : "-");

    // "temperature, top_p: rejected while reasoning is on"
    [Theory]
    [InlineData("openai/gpt-5", "", false)]
    [InlineData("openai/o3", ",\"reasoning_effort\":\"low\"", false)]
    [InlineData("openai/gpt-5.1", "", true)]
    [InlineData("openai/gpt-5.1", ",\"reasoning_effort\":\"low\"", false)]
    [InlineData("openai/gpt-5.5", "", false)]
    [InlineData("openai/gpt-5.5", ",\"reasoning_effort\":\"none\"", true)]
    [InlineData("openai/gpt-5.5", Tools, false)]
    [InlineData("openai/gpt-5.4", Tools, true)]
    [InlineData("openai/gpt-4o", "", true)]
    public void SamplingParameters_StayFromModelsThatReason(string id, string more, bool stay)
    {
        var request = Requests.ReadFor(Vendors.Of("openai"), id, $$"""{"model":"x","messages":[],"temperature":0.2,"top_p":0.9,"stop":"x","presence_penalty":1{{more}}}""");
        foreach (var name in (string[])["temperature", "top_p", "stop", "presence_penalty"])
            Assert.Equal(stay, request.ContainsKey(name));
    }

    // A name that the catalog does not list is of its family all the same: a dated one, one of tomorrow; a deployment's says nothing.
    [Theory]
    [InlineData("gpt-5-2025-08-07", "minimal", "minimal", false)]
    [InlineData("gpt-5.1-2025-11-13", "minimal", "low", false)]
    [InlineData("gpt-5.3-chat-latest", "low", "-", false)]
    [InlineData("gpt-4.1-2025-04-14", "low", "-", true)]
    [InlineData("gpt-4o-search-preview", "low", "-", false)]
    [InlineData("gpt-6.2-sol", "max", "xhigh", false)]
    [InlineData("my-deployment", "low", "low", true)]
    public void AnUnlistedModel_KeepsTheRulesOfItsFamily(string name, string asked, string written, bool samplingStays)
    {
        foreach (var vendor in (string[])["openai", "azure"])
        {
            var request = Requests.Read(Vendors.Of(vendor), $$"""{"model":"x","messages":[],"temperature":0.2,"reasoning_effort":"{{asked}}"}""", name);
            Assert.Equal(written, request["reasoning_effort"]?.GetValue<string>() ?? "-");
            Assert.Equal(samplingStays, request.ContainsKey("temperature"));
        }
    }

    // A share of what the model can write at most: 128 000 of the first's family, 100 000 of the other's (providers.md D.6).
    [Theory]
    [InlineData("gpt-5.2-2025-12-11", "medium")]
    [InlineData("o3-2025-04-16", "high")]
    public void ABudgetInTokens_IsAShareOfTheFamilysLongestAnswer(string name, string written) =>
        Assert.Equal(written, Requests.Read(Vendors.Of("openai"), """{"model":"x","messages":[],"reasoning":{"max_tokens":80000}}""", name)["reasoning_effort"]!.GetValue<string>());

    [Theory]
    [InlineData("none", """{"type":"disabled"}""")]
    [InlineData("high", """{"type":"enabled"}""")]
    public void DeepSeek_SwitchesThinking(string effort, string thinking)
    {
        var body = $$"""{"model":"x","messages":[],"reasoning_effort":"{{effort}}"}""";
        Assert.Equal(thinking, Requests.ReadFor(Vendors.Of("deepseek"), "deepseek/deepseek-v4-flash", body)["thinking"]!.ToJsonString());
        Assert.False(Requests.ReadFor(Vendors.Of("deepseek"), "deepseek/deepseek-chat", body).ContainsKey("thinking"));
        // What the caller says in DeepSeek's own words stands.
        Assert.Equal("{}", Requests.Read(Vendors.Of("deepseek"), $$"""{"model":"x","messages":[],"reasoning_effort":"{{effort}}","thinking":{} }""")["thinking"]!.ToJsonString());
        Assert.Equal("{}", Requests.Read(Vendors.Of("deepseek"), $$"""{"model":"x","messages":[],"reasoning_effort":"{{effort}}","extra_body":{"thinking":{} } }""")["thinking"]!.ToJsonString());
    }

    [Fact]
    public void ModelsWithASwitchInsteadOfLevels_AreSwitched()
    {
        const string Off = """{"model":"x","messages":[],"reasoning_effort":"none"}""";
        const string On = """{"model":"x","messages":[],"reasoning":{}}""";
        Assert.Equal("true", Requests.ReadFor(Vendors.Of("cerebras"), "cerebras/qwen-3.8-27b", Off)["disable_reasoning"]!.ToJsonString());
        Assert.False(Requests.ReadFor(Vendors.Of("cerebras"), "cerebras/qwen-3.8-27b", On).ContainsKey("disable_reasoning"));
        Assert.Equal("false", Requests.ReadFor(Vendors.Of("groq"), "groq/openai/gpt-oss-20b", Off)["include_reasoning"]!.ToJsonString());
        Assert.Equal("""{"enabled":false}""", Requests.ReadFor(Vendors.Of("together"), "together/zai-org/GLM-5.3", Off)["reasoning"]!.ToJsonString());
        Assert.Equal("""{"enabled":true}""", Requests.ReadFor(Vendors.Of("together"), "together/zai-org/GLM-5.3", On)["reasoning"]!.ToJsonString());
    }

    [Fact]
    public void OpenRouter_TakesTheReasoningObjectAsItIs()
    {
        const string Body = """{"model":"x","messages":[],"reasoning":{"max_tokens": 100,"exclude":true}}""";
        Assert.Equal(Body.Replace("\"x\"", "\"up-model\"", StringComparison.Ordinal), Requests.Write(new OpenRouterProvider(), Body));
    }

    [Theory]
    [InlineData("none", "none")]
    [InlineData("minimal", "low")]
    [InlineData("xhigh", "high")]
    public void AServerOfWhichNothingIsKnown_GetsOneOfTheCommonLevels(string asked, string written) =>
        Assert.Equal(written, Requests.Read(new CompatibleProvider(), $$"""{"model":"x","messages":[],"reasoning_effort":"{{asked}}"}""")["reasoning_effort"]!.GetValue<string>());
}

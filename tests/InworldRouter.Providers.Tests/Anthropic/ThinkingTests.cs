// How hard a Claude model is told to think, row by row of providers.md D.6 and B.2.
using System.Text.Json.Nodes;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class ThinkingTests
{
    private static readonly AnthropicProvider Provider = new();

    [Theory]
    // Budget models: "budget=max(1024,pct·cap)", share of max_tokens (10000 here).
    [InlineData("claude-sonnet-4-5", "minimal", """{"type":"enabled","budget_tokens":1024}""", null)]
    [InlineData("claude-sonnet-4-5", "low", """{"type":"enabled","budget_tokens":2000}""", null)]
    [InlineData("claude-sonnet-4-5", "medium", """{"type":"enabled","budget_tokens":5000}""", null)]
    [InlineData("claude-sonnet-4-5", "high", """{"type":"enabled","budget_tokens":8000}""", null)]
    [InlineData("claude-sonnet-4-5", "max", """{"type":"enabled","budget_tokens":9500}""", null)]
    [InlineData("claude-sonnet-4-5", "none", null, null)]
    [InlineData("claude-opus-4-5", "high", """{"type":"enabled","budget_tokens":8000}""", "high")]
    // Adaptive: thinking{adaptive} + effort; 4.6 has no xhigh but max.
    [InlineData("claude-opus-4-6", "xhigh", """{"type":"adaptive","display":"summarized"}""", "max")]
    [InlineData("claude-opus-4-7", "xhigh", """{"type":"adaptive","display":"summarized"}""", "xhigh")]
    [InlineData("claude-opus-4-7", "minimal", """{"type":"adaptive","display":"summarized"}""", "low")]
    [InlineData("claude-opus-4-7", "none", null, null)]
    // "Sonnet 5 thinks by default → send thinking:{type:disabled} explicitly"
    [InlineData("claude-sonnet-5", "none", """{"type":"disabled"}""", null)]
    [InlineData("claude-opus-5", "none", """{"type":"disabled"}""", null)]
    [InlineData("claude-3-5-haiku-20241022", "high", null, null)]
    public void C51_AnEffort_IsWhatTheModelTakes(string model, string effort, string? thinking, string? outputEffort)
    {
        var request = Requests.Read(Provider, $$"""{"model":"x","max_tokens":10000,"messages":[{"role":"user","content":"Hi"}],"reasoning_effort":"{{effort}}"}""", model);
        Assert.Equal(thinking, request["thinking"]?.ToJsonString());
        Assert.Equal(outputEffort, request["output_config"]?["effort"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", 3000, 10000, 3000)]
    [InlineData("claude-sonnet-4-5", 100, 10000, 1024)]      // "budget ≥1024"
    [InlineData("claude-sonnet-4-5", 50000, 10000, 9500)]    // "need budget ≤ max_tokens−1", and room for an answer
    [InlineData("claude-opus-4-6", 3000, 10000, 3000)]       // both ways are taken: a number is a budget
    public void MaxTokens_IsABudgetOfItsOwn(string model, int asked, int limit, int budget)
    {
        var request = Requests.Read(Provider, $$"""{"model":"x","max_tokens":{{limit}},"messages":[{"role":"user","content":"Hi"}],"reasoning":{"max_tokens":{{asked}} } }""", model);
        Assert.Equal($$"""{"type":"enabled","budget_tokens":{{budget}}}""", request["thinking"]!.ToJsonString());
    }

    [Fact]
    public void MaxTokens_IsTheNearestLevelWhereThereIsNoBudget()
    {
        var request = Requests.Read(Provider, """{"model":"x","max_tokens":10000,"messages":[{"role":"user","content":"Hi"}],"reasoning":{"max_tokens":8000}}""", "claude-opus-4-8");
        Assert.Equal("high", request["output_config"]!["effort"]!.GetValue<string>());
    }

    [Fact]
    public void Excluded_ThinkingIsNotEvenSent()
    {
        var request = Requests.Read(Provider, """{"model":"x","messages":[{"role":"user","content":"Hi"}],"reasoning":{"effort":"low","exclude":true}}""", "claude-opus-4-8");
        Assert.Equal("omitted", request["thinking"]!["display"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"max_tokens":1000,"reasoning_effort":"high","messages":[{"role":"user","content":"Hi"}]}""", "1024 tokens")]
    [InlineData("""{"reasoning_effort":"high","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"x"}]}""", "signed thinking")]
    public void ThinkingThatWouldBeRefused_IsLeftOutWithAWarning(string body, string words)
    {
        var written = Requests.Send(Provider, "{\"model\":\"x\"," + body[1..], "claude-sonnet-4-5");
        Assert.False(JsonNode.Parse(written.Body)!.AsObject().ContainsKey("thinking"));
        Assert.Contains(written.Warnings, w => w.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void AnthropicsOwnWords_AreSentAsTheyAre()
    {
        const string Words = """{ "type":"enabled", "budget_tokens":2048}""";
        var written = Requests.Write(Provider, $$"""{"model":"x","thinking":{{Words}},"temperature":0.2,"messages":[{"role":"user","content":"Hi"}]}""", "claude-sonnet-4-5");
        Assert.Contains($"\"thinking\":{Words}", written, StringComparison.Ordinal);
        Assert.DoesNotContain("temperature", written, StringComparison.Ordinal);
    }

    // "Wrong/foreign signature → 400 → strip all and retry once"
    [Fact]
    public void C47_SignaturesThatWereRefused_AreLeftOut()
    {
        Assert.Equal(FailureKind.SignatureRefused, Provider.Classify(400, """{"type":"error","error":{"type":"invalid_request_error","message":"messages.1.content.0: Invalid `signature` in `thinking` block"}}"""u8).Kind);
        const string Body = """{"model":"x","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_details":[{"type":"reasoning.text","text":"t","signature":"s","format":"anthropic-claude-v1","index":0},{"type":"reasoning.encrypted","data":"d","format":"anthropic-claude-v1","index":1}]},{"role":"user","content":"c"}]}""";
        Assert.Equal(["thinking", "redacted_thinking", "text"], Types(Requests.Read(Provider, Body, "claude-sonnet-4-5")));
        Assert.Equal(["text"], Types(Requests.Read(Provider, Body, "claude-sonnet-4-5", concessions: Concessions.Signatures)));

        static IEnumerable<string> Types(JsonObject request) => request["messages"]![1]!["content"]!.AsArray().Select(b => b!["type"]!.GetValue<string>());
    }

    // "Rules on older ones: thinking enabled ⇒ drop temperature/top_p/top_k"; "any top_k 400" on the newer.
    [Theory]
    [InlineData("claude-sonnet-4-5", "", "temperature,top_k")]
    [InlineData("claude-3-haiku-20240307", "", "temperature,top_p,top_k")]
    [InlineData("claude-sonnet-4-5", ""","reasoning_effort":"high" """, "")]
    [InlineData("claude-opus-4-7", "", "")]
    public void Sampling_IsSentWhereItIsTaken(string model, string more, string kept)
    {
        var request = Requests.Read(Provider, $$"""{"model":"x","messages":[{"role":"user","content":"Hi"}],"temperature":0.20,"top_p":0.5,"top_k":40{{more}}}""", model);
        string[] sampling = ["temperature", "top_p", "top_k"];
        Assert.Equal(kept, string.Join(',', sampling.Where(request.ContainsKey)));
    }

    [Theory]
    [InlineData("claude-opus-4-1", null, 32000)]
    [InlineData("a-model-of-somebodys", null, 8192)]
    [InlineData("claude-3-haiku-20240307", null, 4096)]
    [InlineData("claude-opus-4-1", 100000, 32000)]
    [InlineData("claude-opus-4-1", 7, 7)]
    public void C45_MaxTokens_IsAlwaysSentAndNeverMoreThanTheModelHas(string model, int? asked, int sent)
    {
        var limit = asked is null ? "" : $"\"max_tokens\":{asked},";
        Assert.Equal(sent, Requests.Read(Provider, $$"""{"model":"x",{{limit}}"messages":[{"role":"user","content":"Hi"}]}""", model)["max_tokens"]!.GetValue<int>());
    }

    // A prompt that nearly fills the window leaves no room for the model's longest answer.
    [Fact]
    public void C45_ALongPrompt_GetsWhatTheWindowHasLeft()
    {
        var facts = ModelCatalog.ById["anthropic/claude-haiku-4-5"];
        var body = $$"""{"model":"x","messages":[{"role":"user","content":"{{new string('a', 500_000)}}"}]}""";
        Assert.InRange(Requests.Read(Provider, body, facts.UpstreamName, facts: facts)["max_tokens"]!.GetValue<int>(), 33_000, 34_000);
    }

    [Fact]
    public void EveryClaudeOfTheCatalog_CanBeAskedForEveryEffort()
    {
        foreach (var facts in ModelCatalog.All.Where(m => m.ProviderId == "anthropic"))
        {
            foreach (var effort in (string[])["none", "minimal", "low", "medium", "high", "xhigh"])
            {
                var request = Requests.Read(Provider, $$"""{"model":"x","messages":[{"role":"user","content":"Hi"}],"reasoning_effort":"{{effort}}"}""", facts.UpstreamName, facts: facts);
                if (request["output_config"]?["effort"]?.GetValue<string>() is { } sent && facts.ReasoningEfforts != ReasoningEfforts.Unknown)
                    Assert.Contains(sent, facts.ReasoningEfforts.ToString().ToLowerInvariant(), StringComparison.Ordinal);
                if (request["thinking"]?["budget_tokens"]?.GetValue<int>() is { } budget)
                    Assert.InRange(budget, 1024, request["max_tokens"]!.GetValue<int>() - 1);
            }
        }
    }

    // What Anthropic has signed or sealed stands inside the router's own string with Responses callers (CarriedSignature), and is Anthropic's again.
    [Theory]
    [InlineData("""[{"type":"summary_text","text":"Hm."}]""", "anthropic::c2ln", """{"type":"thinking","thinking":"Hm.","signature":"c2ln"}""")]
    [InlineData("[]", "anthropic::c2ln", """{"type":"thinking","thinking":"","signature":"c2ln"}""")]
    [InlineData("[]", "anthropic:redacted:c2VhbGVk", """{"type":"redacted_thinking","data":"c2VhbGVk"}""")]
    public void C47_AResponsesCallersReasoning_IsAnthropicsAgain(string summary, string carried, string block)
    {
        var written = Requests.Send(
            Provider, $$"""{"model":"x","input":[{"role":"user","content":"Hi"},{"type":"reasoning","summary":{{summary}},"encrypted_content":"router:v1:{{carried}}"},{"role":"assistant","content":"a"},{"role":"user","content":"b"}]}""",
            "claude-sonnet-4-5", caller: CallerDialect.Responses);
        Assert.Equal(block, JsonNode.Parse(written.Body)!["messages"]![1]!["content"]![0]!.ToJsonString());
    }
}

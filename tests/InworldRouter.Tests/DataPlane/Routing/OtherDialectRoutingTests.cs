// Named routers and aliases for callers of Messages and Responses: the same routes, said in their dialect.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.DataPlane;
using InworldRouter.Plan;
using InworldRouter.Providers.Dialects;
using InworldRouter.Tests.ControlPlane;
using InworldRouter.Tests.DataPlane.Ingress;
using static InworldRouter.Tests.DataPlane.Routing.NamedRouters;

namespace InworldRouter.Tests.DataPlane.Routing;

public sealed class OtherDialectRoutingTests
{
    private const string Config =
        """
        {
          "providers": { "a": { "dialect": "openai", "baseUrl": "http://a.test/v1", "models": ["x", "y", "claude-nice-5", "claude-own"] },
                         "anthropic": { "dialect": "openai", "baseUrl": "http://b.test/v1" } },
          "aliases": { "claude-haiku-4-5": "a/x", "claude-haiku-*": "a/y", "claude-agent": "inworld/r", "claude-own": "a/y", "claude-any": "auto" }
        }
        """;

    private const string Prompted =
        """
        "message_templates":[{"role":"system","content":"Be {{tone}}."},{"role":"user","content":"Ready?"},{"role":"assistant","content":"Yes."}],
        "text_generation_config":{"max_tokens":77,"stop_sequences":["END"],"temperature":0.5,"reasoning":{"effort":"high"}}
        """;

    private readonly RouterPlan _plan = TestCatalog.Compile(Config);

    [Theory]
    [InlineData("claude-haiku-4-5", "a/x")]
    [InlineData("claude-haiku-3", "a/y")]
    [InlineData("claude-own", "a/y")]
    [InlineData("claude-own[1m]", "a/y")]
    [InlineData("claude-nice-5", "a/claude-nice-5")]
    [InlineData("claude-nice-5-20260101", "a/claude-nice-5")]
    [InlineData("claude-nice-5-latest", "a/claude-nice-5")]
    [InlineData("claude-nice-5[1m]", "a/claude-nice-5")]
    [InlineData("claude-newest-9", "anthropic/claude-newest-9")]
    [InlineData("claude-newest-9-20270101", "anthropic/claude-newest-9-20270101")]
    public void ANameOfClaudes_IsFound(string name, string model)
    {
        using var exchange = Resolved($$"""{"model":"{{name}}","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""", CallerDialect.Messages);

        Assert.Equal(model, exchange.Candidates[0].Id);
    }

    [Theory]
    [InlineData("claude-newest-9")]
    [InlineData("claude-nice-5-20260101")]
    public void ElsewhereABareNameThatNobodyServes_IsRefused(string name) =>
        Assert.Equal(404, Resolve(_plan, Say.Call(name)).Refusal?.Status);

    [Fact]
    public void AnAlias_MayStandForARouter_OrForAuto()
    {
        using var routed = Resolved("""{"model":"claude-agent","messages":[{"role":"user","content":"Hi"}]}""", CallerDialect.Messages, Router("x", ""));
        using var auto = Resolved("""{"model":"claude-any","messages":[{"role":"user","content":"Hi"}]}""", CallerDialect.Messages);

        Assert.Equal("v", routed.Variant!.Id);
        Assert.True(auto.Candidates.Count > 1);
    }

    [Theory]
    [InlineData("""  "": "a/x"  """, "aliases[\"\"]")]
    [InlineData("""  "c*d": "a/x"  """, "aliases[\"c*d\"]")]
    [InlineData("""  "c": ""  """, "aliases.c")]
    [InlineData("""  "c": "nobody/x"  """, "aliases.c")]
    [InlineData("""  "c": "d", "d": "a/x"  """, "aliases.c")]
    public void AnAliasForNothing_IsAProblem_WithItsPlace(string aliases, string place) =>
        Assert.Contains(TestCatalog.Problems($$$"""{ "providers": { "a": { "dialect": "openai", "baseUrl": "http://a.test/v1", "models": ["x"] } }, "aliases": { {{{aliases}}} } }"""), p => p.StartsWith(place + ":", StringComparison.Ordinal));

    [Fact]
    public void Messages_GetAPromptsInstructions_AsTheFirstBlocksOfSystem()
    {
        using var exchange = Resolved(
            """{"model":"inworld/r","system":[{"type":"text","text":"Mine","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"Hi"}],"prompt_variables":{"tone":"kind"}}""", CallerDialect.Messages, Router("x", Prompted));
        var body = JsonNode.Parse(exchange.Body.Span)!;

        Assert.Equal("""[{"type":"text","text":"Be kind."},{"type":"text","text":"Mine","cache_control":{"type":"ephemeral"}}]""", body["system"]!.ToJsonString());
        Assert.Equal("""[{"role":"user","content":"Ready?"},{"role":"assistant","content":"Yes."},{"role":"user","content":"Hi"}]""", body["messages"]!.ToJsonString());
        Assert.Equal((77, """["END"]""", 0.5, null), (body["max_tokens"]!.GetValue<int>(), body["stop_sequences"]!.ToJsonString(), body["temperature"]!.GetValue<double>(), body["stop"]));
    }

    [Theory]
    [InlineData("", """[{"type":"text","text":"Be {{tone}}."}]""")]
    [InlineData(",\"system\":null", """[{"type":"text","text":"Be {{tone}}."}]""")]
    [InlineData(",\"system\":\"Mine\"", """[{"type":"text","text":"Be {{tone}}."},{"type":"text","text":"Mine"}]""")]
    [InlineData(",\"system\":[]", """[{"type":"text","text":"Be {{tone}}."}]""")]
    public void WhateverSystemWas_ItIsAfterThem(string system, string expected)
    {
        using var exchange = Resolved($$"""{"model":"inworld/r","messages":[{"role":"user","content":"Hi"}]{{system}}}""", CallerDialect.Messages, Router("x", Prompted));

        Assert.Equal(expected, JsonNode.Parse(exchange.Body.Span)!["system"]!.ToJsonString());
    }

    [Theory]
    [InlineData("\"Hi\"", """,{"role":"user","content":"Hi"}]""")]
    [InlineData("""[{"role":"user","content":"Hi"}]""", """,{"role":"user","content":"Hi"}]""")]
    [InlineData("[]", "]")]
    public void Responses_GetThePrompt_BeforeTheirInput(string input, string rest)
    {
        using var exchange = Resolved($$"""{"model":"inworld/r","input":{{input}}}""", CallerDialect.Responses, Router("x", Prompted));
        var body = JsonNode.Parse(exchange.Body.Span)!;

        Assert.Equal("""[{"role":"system","content":"Be {{tone}}."},{"role":"user","content":"Ready?"},{"role":"assistant","content":"Yes."}""" + rest, body["input"]!.ToJsonString());
        Assert.Equal((77, null), (body["max_output_tokens"]!.GetValue<int>(), body["max_tokens"]));
    }

    [Theory]
    [InlineData(CallerDialect.Messages, """{"model":"inworld/r","max_tokens":1,"stop_sequences":["A"],"thinking":{"type":"disabled"},"temperature":0,"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData(CallerDialect.Responses, """{"model":"inworld/r","max_output_tokens":1,"stop":["A"],"reasoning":{"effort":"low"},"temperature":0,"input":"Hi"}""")]
    public void WhatTheRequestSays_InItsOwnWords_Wins(CallerDialect dialect, string request)
    {
        using var exchange = Resolved(request, dialect, Router("x", """ "text_generation_config":{"max_tokens":77,"stop_sequences":["END"],"temperature":0.5,"reasoning":{"effort":"high"}} """));

        Assert.Equal(request, Encoding.UTF8.GetString(exchange.Body.Span));
    }

    [Theory]
    [InlineData(CallerDialect.Messages, """{"model":"inworld/r","metadata":{"user_id":"eve"},"messages":[{"role":"user","content":[{"type":"text","text":"secret"}]}]}""")]
    [InlineData(CallerDialect.Responses, """{"model":"inworld/r","user":"eve","input":"secret"}""")]
    [InlineData(CallerDialect.Responses, """{"model":"inworld/r","user":"eve","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"secret"}]}]}""")]
    public void Conditions_SeeUserAndMessages(CallerDialect dialect, string request)
    {
        const string Routes = """{"name":"r","routes":[{"route":{"route_id":"yes","variants":[{"variant":{"variant_id":"v","model_id":"a/x"}}]},"condition":{"cel_expression":"user == \"eve\" && messages.last().content == \"secret\" && messages.last().role == \"user\""}}]}""";
        using var exchange = Resolved(request, dialect, Routes);

        Assert.Equal("yes", exchange.Route!.Id);
    }

    [Theory]
    [InlineData(CallerDialect.Messages, """{"model":"a/x","messages":[]}""", "messages")]
    [InlineData(CallerDialect.Messages, """{"model":"a/x"}""", "messages")]
    [InlineData(CallerDialect.Messages, """{"model":7,"messages":[{"role":"user","content":"Hi"}]}""", "model")]
    [InlineData(CallerDialect.Messages, """{"messages":[{"role":"user","content":"Hi"}]}""", "model")]
    [InlineData(CallerDialect.Messages, """{"model":"a/x","max_tokens":-1,"messages":[{"role":"user","content":"Hi"}]}""", "max_tokens")]
    [InlineData(CallerDialect.Messages, """{"model":"a/x","system":7,"messages":[{"role":"user","content":"Hi"}]}""", "system")]
    [InlineData(CallerDialect.Messages, """{"model":"a/x","thinking":"on","messages":[{"role":"user","content":"Hi"}]}""", "thinking")]
    [InlineData(CallerDialect.Responses, """{"model":"a/x"}""", "input")]
    [InlineData(CallerDialect.Responses, """{"model":"a/x","input":7}""", "input")]
    [InlineData(CallerDialect.Responses, """{"model":"a/x","input":"Hi","max_output_tokens":0}""", "max_output_tokens")]
    [InlineData(CallerDialect.Responses, """{"model":"a/x","input":"Hi","previous_response_id":7}""", "previous_response_id")]
    [InlineData(CallerDialect.Responses, """{"model":"a/x","input":"Hi","background":"yes"}""", "background")]
    public void C46_WhatCannotBeActedUpon_IsRefusedByName(CallerDialect dialect, string request, string field)
    {
        var refusal = Calls.Refusal(request, dialect);

        Assert.Equal((400, field), (refusal?.Status, refusal?.Param));
    }

    private static string Router(string model, string variant) =>
        $$$"""{"name":"r","defaultRoute":{"variants":[{"variant":{"variant_id":"v","model_id":"a/{{{model}}}"{{{(variant.Length > 0 ? "," + variant : "")}}}} }]}}""";

    private Exchange Resolved(string request, CallerDialect dialect, string? router = null)
    {
        var (exchange, refusal) = Resolve(router is null ? _plan : _plan.With(Table(router)), request, dialect: dialect);
        Assert.True(refusal is null, refusal?.Message);
        return exchange;
    }
}

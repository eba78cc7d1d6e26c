// Named routers, sentence by sentence of api.md 5: which route, which variant, and what the call becomes.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;
using InworldRouter.Tests.ControlPlane;
using static InworldRouter.Tests.DataPlane.Routing.NamedRouters;

namespace InworldRouter.Tests.DataPlane.Routing;

public sealed class NamedRoutingTests
{
    private const string Config =
        """
        {
          "providers": {
            "a": { "dialect": "openai", "baseUrl": "http://a.test/v1", "models": ["x", "y"] },
            "b": { "dialect": "openai", "baseUrl": "http://b.test/v1", "models": ["x", "z"] }
          },
          "models": [ { "id": "a/x", "price": { "input": 1, "output": 1 } }, { "id": "b/x", "price": { "input": 2, "output": 2 } } ],
          "routing": { "explore": 0 },
          "auth": { "anonymous": true, "keys": [
            { "name": "one", "key": "one", "models": ["inworld/tiers"] },
            { "name": "none", "key": "none", "models": ["a/*"] } ] }
        }
        """;

    private static readonly string Tiers =
        $$"""
        { "name": "tiers",
          "routes": [
            { "route": { "route_id": "vip", "variants": [{{Variant("gold", "a/x")}}] }, "condition": { "cel_expression": "tier == \"premium\" && (country in [\"US\",\"CA\"] || score >= 0.5)" } },
            { "route": { "route_id": "long", "variants": [{{Variant("big", "b/z")}}] }, "condition": { "cel_expression": "messages.last().content.size() > 20" } },
            { "route": { "route_id": "eve", "variants": [{{Variant("e", "a/y")}}] }, "condition": { "cel_expression": "user == \"eve\"" } } ],
          "defaultRoute": { "variants": [{{Variant("rest", "b/x")}}] } }
        """;

    private readonly RouterPlan _plan = TestCatalog.Compile(Config);

    [Theory]
    [InlineData(",\"metadata\":{\"tier\":\"premium\",\"country\":\"CA\"}", "vip", "gold", "a/x")]
    [InlineData(",\"metadata\":{\"tier\":\"premium\",\"country\":\"FR\",\"score\":0.5}", "vip", "gold", "a/x")]
    [InlineData(",\"metadata\":{\"tier\":\"premium\",\"country\":\"FR\",\"score\":0.4}", "default", "rest", "b/x")]
    [InlineData(",\"extra_body\":{\"metadata\":{\"tier\":\"premium\",\"country\":\"US\"}}", "vip", "gold", "a/x")]
    [InlineData(",\"metadata\":{\"tier\":\"basic\"},\"extra_body\":{\"metadata\":{\"tier\":\"premium\",\"country\":\"US\"}}", "vip", "gold", "a/x")]
    [InlineData(",\"user\":\"eve\",\"metadata\":{\"tier\":\"\"}", "eve", "e", "a/y")]
    [InlineData(",\"user\":\"\\u0065ve\",\"metadata\":{\"tier\":\"\"}", "eve", "e", "a/y")]
    public void TheFirstTrueCondition_Wins_ElseTheDefault(string more, string route, string variant, string model)
    {
        using var exchange = Resolved("inworld/tiers", more, Tiers);

        Assert.Equal((route, variant, model), (exchange.Route!.Id, exchange.Variant!.Id, exchange.Candidates[0].Id));
        Assert.DoesNotContain(exchange.Warnings, w => !w.Contains("'vip'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("inworld/tiers")]
    [InlineData("inworld/routers/tiers")]
    public void BothSpellings_NameTheRouter(string model)
    {
        using var exchange = Resolved(model, ",\"metadata\":{\"tier\":\"premium\",\"country\":\"US\"}", Tiers);
        Assert.Equal("gold", exchange.Variant!.Id);
    }

    [Fact]
    public void AConditionThatFails_IsNotMatched_AndLeavesAWarning()
    {
        using var exchange = Resolved("inworld/tiers", "", Tiers);

        Assert.Equal("rest", exchange.Variant!.Id);
        var warning = Assert.Single(exchange.Warnings);
        Assert.Contains("route 'vip'", warning, StringComparison.Ordinal);
        Assert.Contains("tier", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void AConditionThatIsNoBool_IsNotMatched_AndLeavesAWarning()
    {
        using var exchange = Resolved(
            "inworld/r", ",\"metadata\":{\"flag\":\"yes\"}",
            $$$"""{"name":"r","routes":[{"route":{"route_id":"f","variants":[{{{Variant("v", "a/x")}}}]},"condition":{"cel_expression":"flag"}}],"defaultRoute":{"variants":[{{{Variant("rest", "b/x")}}}]}}""");

        Assert.Equal("rest", exchange.Variant!.Id);
        Assert.Contains("expected bool", Assert.Single(exchange.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void ARouteWithoutACondition_IsAlwaysTaken()
    {
        using var exchange = Resolved("inworld/r", "", $$$"""{"name":"r","routes":[{"route":{"route_id":"all","variants":[{{{Variant("v", "a/x")}}}]}}]}""");
        Assert.Equal("all", exchange.Route!.Id);
    }

    [Fact]
    public void WithoutAMatchAndADefault_TheCallIsRefused()
    {
        var refusal = Refused("inworld/r", "", $$$"""{"name":"r","routes":[{"route":{"route_id":"f","variants":[{{{Variant("v", "a/x")}}}]},"condition":{"cel_expression":"false"}}]}""");
        Assert.Equal((400, "No route matched. Configure a default route or adjust conditions."), (refusal.Status, refusal.Message));
    }

    [Fact]
    public void AnUnknownRouter_IsNotFound()
    {
        var refusal = Refused("inworld/nobody", "", Tiers);
        Assert.Equal(404, refusal.Status);
        Assert.StartsWith("The router 'nobody' does not exist.", refusal.Message, StringComparison.Ordinal);
    }

    // A key that may use a router may use what is in it; what the request names itself is held against the key's list.
    [Fact]
    public void AKeysList_NamesTheRouter_NotWhatIsInIt()
    {
        var plan = _plan.With(Table(Tiers));
        Assert.Null(Resolution(plan, "inworld/tiers", "", "one"));
        Assert.Equal(403, Resolution(plan, "inworld/tiers", "", "none")!.Status);
        Assert.Equal(403, Resolution(plan, "a/x", "", "one")!.Status);

        var (exchange, refusal) = Resolve(plan, Say.Call("inworld/tiers", more: ",\"models\":[\"a/y\"]"), "one");
        using var kept = exchange;
        Assert.Null(refusal);
        Assert.Equal(["b/x"], Ids(exchange));
    }

    [Fact]
    public void AVariantThatNothingServes_IsToldWithItsPlace()
    {
        var refusal = Refused("inworld/r", "", $$$"""{"name":"r","defaultRoute":{"variants":[{{{Variant("v", "nope/x")}}}]}}""");
        Assert.Equal(400, refusal.Status);
        Assert.Equal("Route 'default', variant 'v' of inworld/r: Invalid service provider: nope", refusal.Message);
    }

    [Fact]
    public void ADocumentThatDoesNotCompile_IsUnusable_NotACrash()
    {
        var refusal = Refused("inworld/r", "", $$$"""{"name":"r","routes":[{"route":{"variants":[{{{Variant("v", "a/x")}}}]},"condition":{"cel_expression":"1 +"}}]}""");
        Assert.Equal((503, "router_unusable"), (refusal.Status, refusal.Code));
    }

    [Theory]
    [InlineData("\"models\":[\"b/z\"]", "", "a/y b/z")]
    [InlineData("\"models\":[\"b/z\"]", ",\"models\":[\"b/x\"]", "a/y b/x")]
    [InlineData("\"models\":[\"b/z\"]", ",\"models\":[]", "a/y")]
    [InlineData("\"models\":[\"b/z\",\"b/x\"],\"ignore\":[\"b/z\"]", "", "a/y b/x")]
    [InlineData("\"models\":[\"b/z\",\"b/x\"],\"ignore\":[\"b/z\"]", ",\"ignore\":[]", "a/y b/z b/x")]
    [InlineData("\"models\":[\"b/x\",\"a/x\"],\"sort\":[{\"metric\":\"SORT_METRIC_PRICE\"}]", "", "a/y a/x b/x")]
    [InlineData("\"models\":[\"b/x\",\"a/x\"],\"sort\":[{\"metric\":\"SORT_METRIC_PRICE\"}]", ",\"sort\":[{\"metric\":\"price\",\"direction\":\"SORT_DIRECTION_DESCENDING\"}]", "a/y b/x a/x")]
    [InlineData("\"models\":[\"b/z\"],\"provider\":{\"allow_fallbacks\":false}", "", "a/y")]
    [InlineData("\"models\":[\"b/z\"],\"provider\":{\"allow_fallbacks\":false}", ",\"provider\":{}", "a/y b/z")]
    public void TheVariantsSelection_HoldsUnlessTheRequestHasItsOwn(string selection, string more, string expected)
    {
        using var exchange = Resolved("inworld/r", more, One($",\"model_selection\":{{{selection}}}"));
        Assert.Equal(expected, string.Join(' ', Ids(exchange)));
    }

    [Fact]
    public void InsideAVariant_BareNamesAndAuto_AreSelectedAsEver()
    {
        var router = $$$"""{"name":"r","defaultRoute":{"variants":[{{{Variant("v", "x", null, ",\"model_selection\":{\"provider\":{\"order\":[\"b\",\"a\"]}}")}}}]}}""";
        using var bare = Resolved("inworld/r", "", router);
        Assert.Equal(["b/x", "a/x"], Ids(bare));

        using var auto = Resolved("inworld/r", "", $$$"""{"name":"r","defaultRoute":{"variants":[{{{Variant("v", "auto", null, ",\"model_selection\":{\"models\":[\"b/x\",\"a/x\"],\"sort\":[{\"metric\":\"SORT_METRIC_PRICE\"}]}")}}}]}}""");
        Assert.Equal(["a/x", "b/x"], Ids(auto));
        Assert.Equal(SelectionKind.AutoFromSpecified, auto.Candidates.Selection);
    }

    [Theory]
    [InlineData("", 900)]
    [InlineData(",\"fallback\":{\"ttft_timeout\":\"2s\"}", 2000)]
    public void TheVariantsTimeout_HoldsUnlessTheRequestHasItsOwn(string more, int expected)
    {
        using var exchange = Resolved("inworld/r", more, One(",\"fallback\":{\"ttft_timeout\":\"900ms\"}"));
        Assert.Equal(TimeSpan.FromMilliseconds(expected), exchange.Options.TtftTimeout);
    }

    // "the request's explicit value, else the variant's config, else (only when the variant has none at all) the defaults' config"
    [Theory]
    [InlineData("", ",\"text_generation_config\":{\"temperature\":0.2,\"max_tokens\":50}", "{\"temperature\":0.2,\"max_tokens\":50}")]
    [InlineData(",\"temperature\":1", ",\"text_generation_config\":{\"temperature\":0.2,\"max_tokens\":50}", "{\"max_tokens\":50,\"temperature\":1}")]
    [InlineData(",\"temperature\":null", ",\"text_generation_config\":{\"temperature\":0.2}", "{\"temperature\":0.2}")]
    [InlineData(",\"max_completion_tokens\":9", ",\"text_generation_config\":{\"max_tokens\":50}", "{\"max_completion_tokens\":9}")]
    [InlineData(",\"extra_body\":{\"temperature\":1}", ",\"text_generation_config\":{\"temperature\":0.2}", "{\"extra_body\":{\"temperature\":1}}")]
    [InlineData("", "", "{\"temperature\":0.9,\"seed\":7}")]
    [InlineData("", ",\"text_generation_config\":{\"top_p\":0.5}", "{\"top_p\":0.5}")]
    [InlineData(",\"reasoning_effort\":\"low\"", ",\"text_generation_config\":{\"reasoning\":{\"effort\":\"high\"}}", "{\"reasoning_effort\":\"low\"}")]
    [InlineData("", ",\"text_generation_config\":{\"reasoning\":{\"effort\":\"low\",\"max_tokens\":9}}", "{\"reasoning\":{\"effort\":\"low\",\"max_tokens\":9}}")]
    [InlineData(",\"reasoning\":{\"exclude\":false}", ",\"text_generation_config\":{\"reasoning\":{\"effort\":\"low\"}}", "{\"reasoning\":{\"effort\":\"low\",\"exclude\":false}}")]
    [InlineData(",\"extra_body\":{\"reasoning\":{}}", ",\"text_generation_config\":{\"reasoning\":{\"effort\":\"low\"}}", "{\"extra_body\":{\"reasoning\":{\"effort\":\"low\"}}}")]
    [InlineData(",\"reasoning\":{\"max_tokens\":5}", ",\"text_generation_config\":{\"reasoning\":{\"effort\":\"low\"}}", "{\"reasoning\":{\"max_tokens\":5}}")]
    [InlineData("", ",\"text_generation_config\":{}", "{\"temperature\":0.9,\"seed\":7}")]
    [InlineData("", ",\"text_generation_config\":{\"stop_sequences\":[\"a\\\"b\"],\"logit_bias\":[{\"token_id\":\"5\",\"bias_value\":-1.5}]}", "{\"stop\":[\"a\\\"b\"],\"logit_bias\":[{\"token_id\":\"5\",\"bias_value\":-1.5}]}")]
    [InlineData("", ",\"text_generation_config\":{\"repetition_penalty\":1.1,\"frequency_penalty\":0.1,\"presence_penalty\":-0.1}", "{\"repetition_penalty\":1.1,\"frequency_penalty\":0.1,\"presence_penalty\":-0.1}")]
    public void Parameters_ComeFromTheRequest_ThenTheVariant_ThenTheDefaults(string more, string config, string expected)
    {
        using var exchange = Resolved("inworld/r", more, One(config, ",\"defaults\":{\"text_generation_config\":{\"temperature\":0.9,\"seed\":7}}"));

        var body = JsonNode.Parse(exchange.Body.Span)!.AsObject();
        body.Remove("model");
        body.Remove("messages");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), body), body.ToJsonString());
    }

    // Parameter by parameter, and reasoning has three.
    [Theory]
    [InlineData("", true)]
    [InlineData(",\"reasoning_effort\":\"high\"", true)]
    [InlineData(",\"reasoning\":{\"effort\":\"high\"}", true)]
    [InlineData(",\"reasoning\":{\"exclude\":false}", false)]
    public void WhatTheVariantExcludes_StaysExcluded_UnlessTheRequestSaysOtherwise(string more, bool expected)
    {
        using var exchange = Resolved("inworld/r", more, One(",\"text_generation_config\":{\"reasoning\":{\"effort\":\"unspecified\",\"exclude\":true}}"));

        Assert.Equal(expected, exchange.Options.ExcludeReasoning);
        Assert.Equal(more.Contains("\"reasoning\"", StringComparison.Ordinal), exchange.Fields.Reasoning.IsPresent);
    }

    // A thousand conditions, each within its own bound, must not hold the thread a thousand times as long.
    [Fact]
    public void ManyCostlyConditions_AreBoundedTogether()
    {
        var costly = string.Join(",", Enumerable.Range(0, 500).Select(i => $$$"""{"route":{"route_id":"r{{{i}}}","variants":[{{{Variant("v", "a/x")}}}]},"condition":{"cel_expression":"l.all(a, l.all(b, l.all(c, a + b >= 0 - {{{i}}}))) && false"}}"""));
        using var exchange = Resolved("inworld/r", $",\"metadata\":{{\"l\":[{string.Join(',', Enumerable.Range(0, 400))}]}}", $$$"""{"name":"r","routes":[{{{costly}}}],"defaultRoute":{"variants":[{{{Variant("rest", "b/x")}}}]}}""", TimeProvider.System);

        Assert.Equal("rest", exchange.Variant!.Id);
        Assert.Contains("those after it were not tried", exchange.Warnings[^1], StringComparison.Ordinal);
        Assert.InRange(exchange.Warnings.Count, 1, 100);
    }

    [Fact]
    public void Templates_StandBeforeTheMessages_WithVariablesInTheirPlaces()
    {
        using var exchange = Resolved(
            "inworld/r",
            ",\"prompt_variables\":{\"name\":\"Ann \\\"A\\\" \\u00e9\\n\",\"n\":3,\"list\":[\"x\"],\"again\":\"{{name}}\"}",
            One(
                """
                ,"message_templates":[
                  {"role":"system","content":"Hello {{name}}, {{ n }} \"times\" {{list}} {{again}} {{unknown}} {{}} {{a}b}} {x}"},
                  {"role":"user","content_items":[{"text":"é{{n}}"},{"text":"two"}]},
                  {"role":"assistant","tool_calls":[{"id":"c1","name":"f","args":"{\"n\":{{n}},\"who\":\"{{name}}\"}"}]},
                  {"role":"tool","tool_call_id":"c1","content":"done"}]
                """));

        Assert.Equal(
            """[{"role":"system","content":"Hello Ann \"A\" \u00e9\n, 3 \"times\" [\"x\"] {{name}} {{unknown}} {{}} {{a}b}} {x}"},"""
            + """{"role":"user","content":[{"type":"text","text":"é3"},{"type":"text","text":"two"}]},"""
            + """{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"n\":3,\"who\":\"Ann \\\"A\\\" \\u00e9\\n\"}"}}]},"""
            + """{"role":"tool","content":"done","tool_call_id":"c1"},"""
            + """{"role":"user","content":"Hi"}]""",
            Encoding.UTF8.GetString(exchange.Fields.Messages.Raw(exchange.Body.Span)));
        Assert.Contains("prompt_variables.unknown", Assert.Single(exchange.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(",\"message_templates\":[{\"role\":\"system\",\"content\":\"own\"}]", "own")]
    [InlineData("", "of all")]
    public void AVariantsTemplates_BeatTheDefaults(string templates, string expected)
    {
        using var exchange = Resolved("inworld/r", "", One(templates, ",\"defaults\":{\"message_templates\":[{\"role\":\"system\",\"content\":\"of all\"}]}"));

        var messages = JsonNode.Parse(exchange.Body.Span)!["messages"]!.AsArray();
        Assert.Equal([expected, "Hi"], messages.Select(m => m!["content"]!.GetValue<string>()));
    }

    [Fact]
    public void WithoutTemplatesAndParameters_TheBodyIsTheCallersOwn()
    {
        var json = Say.Call("inworld/r", more: ",  \"x\" : 1e3 ");
        var (exchange, refusal) = Resolve(_plan.With(Table(One(""))), json);
        using var kept = exchange;

        Assert.Null(refusal);
        Assert.Equal(json, Encoding.UTF8.GetString(exchange.Body.Span));
    }

    [Fact]
    public void AStickyUser_StaysWithTheVariant()
    {
        var router = $$$"""{"name":"support","defaultRoute":{"route_id":"default","variants":[{{{Variant("a", "a/x", 60)}}},{{{Variant("b", "b/x", 40)}}}]}}""";
        for (var seed = 0; seed < 20; seed++)
        {
            // 92.07… and 53.32…: see VariantPickerTests.
            Assert.Equal("b", VariantOf("user-1", seed));
            Assert.Equal("a", VariantOf("user-2", seed));
        }

        string VariantOf(string user, int seed)
        {
            var (exchange, refusal) = Resolve(_plan.With(Table(router)), Say.Call("inworld/support", more: $",\"user\":\"{user}\""), random: new Random(seed));
            using var kept = exchange;
            Assert.Null(refusal);
            return exchange.Variant!.Id;
        }
    }

    private static string One(string variant, string more = "") => $$$"""{"name":"r"{{{more}}},"defaultRoute":{"variants":[{{{Variant("v", "a/y", null, variant)}}}]}}""";

    private static string[] Ids(Exchange exchange) => [.. exchange.Candidates.Models.ToArray().Select(m => m.Id)];

    private static RouterError? Resolution(RouterPlan plan, string model, string more, string? key)
    {
        var (exchange, refusal) = Resolve(plan, Say.Call(model, more: more), key);
        exchange.Dispose();
        return refusal;
    }

    private RouterError Refused(string model, string more, string router) => Resolution(_plan.With(Table(router)), model, more, null)!;

    private Exchange Resolved(string model, string more, string router, TimeProvider? time = null)
    {
        var (exchange, refusal) = Resolve(_plan.With(Table(router)), Say.Call(model, more: more), time: time);
        Assert.True(refusal is null, refusal?.Message);
        return exchange;
    }
}

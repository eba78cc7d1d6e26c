// "Saved only if valid, every problem listed at once with its path" (api.md 5).
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.ControlPlane.Routers.Validation;
using InworldRouter.Tests.ControlPlane.Routers.Model;

namespace InworldRouter.Tests.ControlPlane.Routers.Validation;

public sealed class RouterRulesTests
{
    [Fact]
    public void TheWholeShape_IsValid() => Assert.Empty(Problems(RouterReaderTests.Whole));

    [Theory]
    [InlineData("{\"name\":\"a\"}", "routes: there is neither a route nor a default route; add one of them")]
    [InlineData("{\"name\":\"a\",\"routes\":[]}", "routes: there is neither a route nor a default route; add one of them")]
    [InlineData("{\"name\":\"a\",\"defaultRoute\":{}}", "defaultRoute.variants: the route has no variant; add at least one")]
    [InlineData("{\"name\":\"a\",\"defaultRoute\":{\"variants\":[{}]}}", "defaultRoute.variants[0].variant: the variant is missing; expected { \"model_id\", … }", "defaultRoute.variants[0].weight: the variant has no weight; expected a number from 0 to 100; those of a route sum to 100")]
    public void ARouter_HasARoute_AndARouteVariants(string json, params string[] expected) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), Problems(json).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("a")]
    [InlineData("0-9-a")]
    [InlineData("a--")]
    [InlineData("routers/x")]
    public void ANameThatFits_IsFine(string name) => Assert.Empty(Problems(With("name", name)));

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("a_b")]
    [InlineData("a/b")]
    [InlineData("a.json")]
    [InlineData("ä")]
    [InlineData("routers/routers/x")]
    public void ANameThatDoesNot_IsAProblem(string name) => Assert.Contains($"name: \"{RouterNames.Bare(name)}\" is no name; expected lower-case letters, digits and hyphens, a letter or digit first, at most 128 of them", Problems(With("name", name)));

    [Theory]
    [InlineData("[100]")]
    [InlineData("[null]")]
    [InlineData("[50,50]")]
    [InlineData("[33.3,33.3,33.4]")]
    [InlineData("[100,0]")]
    [InlineData("[0.1,0.2,99.7]")]
    [InlineData("[14.285714,14.285714,14.285714,14.285714,14.285714,14.285714,14.285716]")]
    public void WeightsThatSumTo100_AreFine(string weights) => Assert.Empty(Problems(Weighted(weights)));

    [Theory]
    [InlineData("[50]", "defaultRoute.variants: the weights sum to 50; expected 100")]
    [InlineData("[50,49.99]", "defaultRoute.variants: the weights sum to 99.99; expected 100")]
    [InlineData("[0,0]", "defaultRoute.variants: the weights sum to 0; expected 100")]
    [InlineData("[101,-1]", "defaultRoute.variants[0].weight: 101 is out of range; expected a number from 0 to 100; those of a route sum to 100", "defaultRoute.variants[1].weight: -1 is out of range; expected a number from 0 to 100; those of a route sum to 100")]
    [InlineData("[100,null]", "defaultRoute.variants[1].weight: the variant has no weight; expected a number from 0 to 100; those of a route sum to 100")]
    public void OtherWeights_AreAProblem(string weights, params string[] expected) => Assert.Equal(expected, Problems(Weighted(weights)));

    [Theory]
    [InlineData("auto")]
    [InlineData("gpt-oss-120b")]
    [InlineData("groq/openai/gpt-oss-120b")]
    [InlineData("openrouter/x:free")]
    [InlineData("inworld/models/x")]
    public void AModelThatCanBeCalled_IsFine(string model) => Assert.Empty(Problems(Variant($"\"model_id\":\"{model}\"")));

    [Theory]
    [InlineData("\"model_id\":null", "model_id: the variant names no model; expected provider/model, a bare model id, or auto")]
    [InlineData("\"model_id\":\" \"", "model_id: the variant names no model; expected provider/model, a bare model id, or auto")]
    [InlineData("\"model_id\":\"inworld/other\"", "model_id: \"inworld/other\" is a router; a router cannot call another; expected provider/model, a bare model id, or auto")]
    [InlineData("\"model_id\":\"inworld/routers/other\"", "model_id: \"inworld/routers/other\" is a router; a router cannot call another; expected provider/model, a bare model id, or auto")]
    [InlineData("\"model_id\":\"openai/\"", "model_id: \"openai/\" is no model; expected provider/model, a bare model id, or auto")]
    [InlineData("\"model_id\":\"a\",\"model_selection\":{\"models\":[\"inworld/x\",\"\"]}", "model_selection.models[0]: \"inworld/x\" is a router; a router cannot call another; expected provider/model, a bare model id, or auto", "model_selection.models[1]: it is empty; expected provider/model, a bare model id, or auto")]
    [InlineData("\"model_id\":\"a\",\"model_selection\":{\"sort\":[\"cost\",{\"metric\":\"price\",\"direction\":\"up\"},{}]}", "model_selection.sort[0].metric: \"cost\" is no metric; expected price, latency, throughput, intelligence, math or coding", "model_selection.sort[1].direction: \"up\" is no direction; expected SORT_DIRECTION_ASCENDING or SORT_DIRECTION_DESCENDING", "model_selection.sort[2].metric: it says no metric; expected price, latency, throughput, intelligence, math or coding")]
    [InlineData("\"model_id\":\"a\",\"model_selection\":{\"ignore\":[\"\"],\"provider\":{\"order\":[\"\"]}}", "model_selection.ignore[0]: it is empty; expected a non-empty string", "model_selection.provider.order[0]: it is empty; expected a non-empty string")]
    [InlineData("\"model_id\":\"a\",\"fallback\":{\"ttft_timeout\":\"299ms\"}", "fallback.ttft_timeout: \"299ms\" is too short; expected at least 300ms")]
    [InlineData("\"model_id\":\"a\",\"fallback\":{\"ttft_timeout\":\"soon\"}", "fallback.ttft_timeout: \"soon\" is no duration; expected one such as \"300ms\", \"1s\" or \"1.5s\"")]
    [InlineData("\"model_id\":\"a\",\"compression\":{\"aggressiveness\":1.1}", "compression.aggressiveness: 1.1 is out of range; expected a number from 0 to 1")]
    [InlineData("\"model_id\":\"a\",\"web_search\":{\"engine\":\"bing\",\"max_results\":21,\"maxSteps\":0}", "web_search.engine: \"bing\" is no engine; expected exa, google or native", "web_search.max_results: 21 is out of range; expected a whole number from 1 to 20", "web_search.max_steps: 0 is out of range; expected a whole number from 1 to 5")]
    [InlineData("\"model_id\":\"a\",\"web_search\":true,\"web_search_options\":{}", "web_search_options: web_search is there too; keep one of them")]
    [InlineData("\"model_id\":\"a\",\"message_templates\":[{\"role\":\"bot\"},{\"role\":\"user\",\"content\":\"a\",\"content_items\":[{\"text\":\"a\"}]},{\"role\":\"tool\",\"content\":\"\"},{\"role\":\"user\",\"content\":\"\",\"tool_calls\":[{}]}]", "message_templates[0].role: \"bot\" is no role; expected system, developer, user, assistant or tool", "message_templates[0].content: the message says nothing; expected content or content_items; only an assistant's tool_calls go without", "message_templates[1].content_items: content is there too; keep one of them", "message_templates[2].tool_call_id: a tool's message answers no call; expected the id of a tool call", "message_templates[3].tool_calls: a message of the role user calls no tools; expected them on an assistant's message")]
    public void AVariantThatSaysNonsense_IsAProblem(string members, params string[] expected) =>
        Assert.Equal(expected, Problems(Variant(members)).Select(p => p["defaultRoute.variants[0].variant.".Length..]));

    [Theory]
    [InlineData("max_tokens", "0", "a whole number of at least 1")]
    [InlineData("top_p", "0", "a number above 0 and at most 1")]
    [InlineData("top_p", "1.01", "a number above 0 and at most 1")]
    [InlineData("temperature", "2.1", "a number from 0 to 2")]
    [InlineData("temperature", "-0.1", "a number from 0 to 2")]
    [InlineData("repetition_penalty", "3", "a number from 0 to 2")]
    [InlineData("frequency_penalty", "-2.5", "a number from -2 to 2")]
    [InlineData("presence_penalty", "2.5", "a number from -2 to 2")]
    public void AParameterOutOfRange_IsAProblem_InVariantsAndDefaults(string name, string value, string expected)
    {
        var config = $"\"text_generation_config\":{{\"{name}\":{value}}}";
        var problem = $"text_generation_config.{name}: {value} is out of range; expected {expected}";

        Assert.Equal([$"defaultRoute.variants[0].variant.{problem}"], Problems(Variant($"\"model_id\":\"a\",{config}")));
        Assert.Equal([$"defaults.{problem}"], Problems(With("defaults", JsonNode.Parse($"{{{config}}}"))));
    }

    [Fact]
    public void StopBiasAndReasoning_HaveTheRangesOfARequest() => Assert.Equal(
        [
            "defaults.text_generation_config.stop_sequences: there are 5; expected at most 4 strings",
            "defaults.text_generation_config.logit_bias[0].token_id: it names no token; expected a token's id",
            "defaults.text_generation_config.logit_bias[0].bias_value: 101 is out of range; expected a number from -100 to 100",
            "defaults.text_generation_config.logit_bias[1].bias_value: it is missing; expected a number from -100 to 100",
            "defaults.text_generation_config.reasoning.effort: \"much\" is no effort; expected one of none, minimal, low, medium, high, xhigh, max",
            "defaults.text_generation_config.reasoning.max_tokens: -1 is out of range; expected a whole number of at least 0",
        ],
        Problems(With("defaults", JsonNode.Parse("""{"text_generation_config":{"stop_sequences":["a","b","c","d","e"],"logit_bias":[{"bias_value":101},{"token_id":"1"}],"reasoning":{"effort":"much","max_tokens":-1}}}"""))));

    [Fact]
    public void Ids_AreUnique_AndARouteHasACondition() => Assert.Equal(
        [
            "routes[0].route.route_id: \"x\" is the id of another route; give each its own",
            "routes[0].route.variants[1].variant.variant_id: \"v\" is the id of another variant of the route; give each its own",
            "routes[0].condition.cel_expression: the route has no condition; write a CEL expression, or make it the defaultRoute",
            "routes[1].route: the route is missing; expected { \"route_id\", \"variants\" }",
        ],
        Problems("""
            {"name":"a","defaultRoute":{"route_id":"x","variants":[{"variant":{"variant_id":"v","model_id":"m"}}]},
             "routes":[{"route":{"route_id":"x","variants":[{"variant":{"variant_id":"v","model_id":"m"},"weight":50},{"variant":{"variant_id":"v","model_id":"m"},"weight":50}]}},
                       {"condition":"true"}]}
            """));

    [Fact]
    public void IdsThatAreLeftOut_AreMade_TheSameEveryTime_AndCollideWithNone()
    {
        const string Json = """
            {"name":"a","routes":[{"condition":"a","route":{"variants":[{"variant":{"model_id":"m"},"weight":50},{"variant":{"variant_id":"variant-1","model_id":"m"},"weight":50}]}},
                                  {"condition":"b","route":{"route_id":"route-1","variants":[{"variant":{"model_id":"m"}}]}},
                                  {"condition":"c","route":{"route_id":"default","variants":[{"variant":{"model_id":"m"}}]}}],
             "default_route":{"variants":[{"variant":{"model_id":"m"}}]}}
            """;

        var document = Complete(Json);

        Assert.Equal(["route-1-2", "route-1", "default"], document.Routes!.Select(r => r.Route!.RouteId!));
        Assert.Equal(["variant-1-2", "variant-1"], document.Routes![0].Route!.Variants!.Select(v => v.Variant!.VariantId!));
        Assert.Equal("default-2", document.DefaultRoute!.RouteId);
        Assert.Equal(100, document.DefaultRoute.Variants![0].Weight);
        Assert.True(RouterCompletion.IsComplete(document));
        Assert.Equal(RouterText.Write(document), RouterText.Write(Complete(Json)));
        Assert.Equal(RouterText.Write(document), RouterText.Write(RouterCompletion.Complete(document)));
        Assert.Equal("default", Complete("""{"defaultRoute":{"variants":[]}}""").DefaultRoute!.RouteId);
    }

    [Theory]
    [InlineData("My First Router!", "my-first-router")]
    [InlineData("  --A  (b) ", "a-b")]
    [InlineData("日本", "")]
    public void ASlug_IsAName(string displayName, string slug) => Assert.Equal(slug, RouterNames.Slug(displayName));

    private static string Variant(string members) => "{\"name\":\"a\",\"defaultRoute\":{\"variants\":[{\"variant\":{" + members + "}}]}}";

    private static string Weighted(string weights)
    {
        var variants = weights.Trim('[', ']').Split(',').Select(w => "{\"variant\":{\"model_id\":\"m\"},\"weight\":" + w + "}");
        return "{\"name\":\"a\",\"defaultRoute\":{\"variants\":[" + string.Join(",", variants) + "]}}";
    }

    private static string With(string name, JsonNode? value)
    {
        var router = JsonNode.Parse(Variant("\"model_id\":\"m\""))!;
        router[name] = value;
        return router.ToJsonString();
    }

    private static RouterDocument Complete(string json) => RouterCompletion.Complete(RouterReader.Read(Encoding.UTF8.GetBytes(json)).Document!);

    private static string[] Problems(string json)
    {
        var reading = RouterReader.Read(Encoding.UTF8.GetBytes(json));
        Assert.Empty(reading.Problems);
        CheckedRouter.Of(reading.Document!, null, reading.Problems);
        return [.. reading.Problems.Select(p => p.ToString())];
    }
}

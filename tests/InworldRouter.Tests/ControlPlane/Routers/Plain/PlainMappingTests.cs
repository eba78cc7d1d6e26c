// The plain facade's own fields: mapped onto the canonical router, echoed, and in what order of precedence (api.md 5, 10 "S0 rules").
using System.Text.Json.Nodes;
using InworldRouter.Tests.ControlPlane.Routers.Http;

namespace InworldRouter.Tests.ControlPlane.Routers.Plain;

public sealed class PlainMappingTests
{
    private const string Everything = """
        {"name":"s0","description":"All of it","defaultModel":"openai/gpt-4o",
         "rules":[{"condition":"tier == 'gold'","model":"anthropic/claude"},
                  {"condition":{"cel_expression":"beta"},"model":"groq/a","weight":30},{"condition":"beta","model":"groq/b","weight":70,"provider":{"order":["groq"]}},
                  {"model":"mistral/m","weight":20}],
         "cache":{"enabled":true,"ttlSeconds":60},"promptCompression":{"enabled":true},"webSearch":{"enabled":true}}
        """;

    [Fact]
    public async Task EveryField_IsMapped_AndEchoed()
    {
        var router = await CreateAsync(Everything);

        const string Extras = ",\"web_search\":{},\"compression\":{\"aggressiveness\":0.5}";
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$$"""
                {"id":"s0","name":"s0","description":"All of it","defaultModel":"openai/gpt-4o",
                 "routes":[{"route":{"route_id":"route-1","variants":[{"variant":{"variant_id":"variant-1","model_id":"anthropic/claude"{{{Extras}}}},"weight":100}]},"condition":{"cel_expression":"tier == 'gold'"}},
                           {"route":{"route_id":"route-2","variants":[{"variant":{"variant_id":"variant-1","model_id":"groq/a"{{{Extras}}}},"weight":30},
                             {"variant":{"variant_id":"variant-2","model_id":"groq/b","model_selection":{"provider":{"order":["groq"]}}{{{Extras}}}},"weight":70}]},"condition":{"cel_expression":"beta"}}],
                 "defaultRoute":{"route_id":"default","variants":[{"variant":{"variant_id":"variant-1","model_id":"mistral/m"{{{Extras}}}},"weight":20},
                             {"variant":{"variant_id":"variant-2","model_id":"openai/gpt-4o"{{{Extras}}}},"weight":80}]},
                 "rules":[{"condition":"tier == 'gold'","model":"anthropic/claude"},
                  {"condition":{"cel_expression":"beta"},"model":"groq/a","weight":30},{"condition":"beta","model":"groq/b","weight":70,"provider":{"order":["groq"]}},
                  {"model":"mistral/m","weight":20}],
                 "cache":{"enabled":true,"ttlSeconds":60},"promptCompression":{"enabled":true},"webSearch":{"enabled":true}}
                """),
            router), router.ToJsonString());
    }

    [Theory]
    [InlineData("\"defaultModel\":\"a/b\"", "a/b 100")]
    [InlineData("\"id\":\"copied-from\",\"defaultModel\":\"a/b\"", "a/b 100")]
    [InlineData("\"default_model\":\"a/b\",\"rules\":[]", "a/b 100")]
    [InlineData("\"rules\":[{\"model\":\"a\",\"weight\":50},{\"model\":\"b\",\"weight\":50}]", "a 50, b 50")]
    [InlineData("\"rules\":[{\"model\":\"a\",\"weight\":50},{\"model\":\"b\",\"weight\":50}],\"defaultModel\":\"c\"", "a 50, b 50, c 0")]
    [InlineData("\"rules\":[{\"model\":\"a\",\"weight\":33.3},{\"model\":\"c\",\"weight\":66.7}],\"defaultModel\":\"c\"", "a 33.3, c 66.7")]
    [InlineData("\"rules\":[{\"provider\":{\"order\":[\"groq\"]}}],\"defaultModel\":\"m\"", "m groq 100")]
    [InlineData("\"rules\":[{\"model\":\"m\",\"provider\":{\"order\":[\"groq\"]}}]", "m groq 100")]
    public async Task RulesWithoutACondition_AndTheDefaultModel_AreTheDefaultRoute(string fields, string variants)
    {
        var router = await CreateAsync($$"""{"name":"a",{{fields}}}""");

        Assert.Equal(variants, string.Join(", ", router["defaultRoute"]!["variants"]!.AsArray().Select(v =>
            $"{v!["variant"]!["model_id"]} {v["variant"]!["model_selection"]?["provider"]!["order"]![0] + " "}{v["weight"]}".Replace("  ", " ", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("\"rules\":[{\"condition\":\"\",\"model\":\"inworld/x\"}]", "rules[0].condition", "rules[0].model")]
    [InlineData("\"rules\":[{\"condition\":\"a\"}]", "rules[0].model")]
    [InlineData("\"rules\":[{\"condition\":\"a\",\"model\":\"m\",\"weight\":50}]", "rules")]
    [InlineData("\"rules\":[{\"model\":\"m\",\"weight\":-1},{\"model\":\"n\"}]", "rules[0].weight", "rules[1].weight")]
    [InlineData("\"rules\":[{\"model\":\"m\",\"provider\":{\"order\":[\"\"]}}]", "rules[0].provider.order[0]")]
    [InlineData("\"rules\":[{\"model\":\"m\"}],\"defaultModel\":\"n\"", "rules[0].weight")]
    [InlineData("\"rules\":[{\"condition\":{},\"model\":\"m\"}]", "rules[0].condition")]
    [InlineData("\"rules\":[{\"condition\":7,\"model\":\"m\"}]", "rules[0].condition")]
    [InlineData("\"defaultModel\":\"m\",\"cache\":{\"enabled\":true,\"ttlSeconds\":0}", "cache.ttlSeconds")]
    public async Task Problems_NameWhatTheCallerWrote(string fields, params string[] places)
    {
        var answer = await (await Facade.LoadedAsync()).AskAsync("POST", Facade.Plain, $$"""{"name":"a",{{fields}}}""");

        Assert.Equal(400, answer.Status);
        Assert.Equal(places, answer.Json["details"]![0]!["fieldViolations"]!.AsArray().Select(v => v!["field"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EitherShape_GoesToEitherFacade()
    {
        var facade = await Facade.LoadedAsync();

        Assert.Equal(200, (await facade.AskAsync("POST", Facade.Plain, Facade.Simple("canonical"))).Status);
        var answer = await facade.CreateAsync("""{"name":"plain","rules":[{"condition":"a","model":"m"}],"cache":{"enabled":true}}""");

        Assert.Equal("m", answer.Router["routes"]![0]!["route"]!["variants"]![0]!["variant"]!["model_id"]!.GetValue<string>());
        Assert.Equal("m", answer.Router["rules"]![0]!["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task WhatClaimsNothing_StandsBesideWhatTheOtherSideSays()
    {
        var router = await CreateAsync("""{"name":"a","routes":[{"condition":"x","route":{"variants":[{"variant":{"model_id":"m"}}]}}],"defaultModel":"n"}""");

        Assert.Equal(("m", "n"), (Model(router["routes"]![0]!["route"]), Model(router["defaultRoute"])));
    }

    [Fact]
    public async Task BothSidesNewlySaid_AndDifferent_IsAProblemThatNamesBoth()
    {
        var facade = await Facade.LoadedAsync();

        var answer = await facade.AskAsync("POST", Facade.Plain, """{"name":"a","defaultModel":"m","defaultRoute":{"variants":[{"variant":{"model_id":"n"}}]}}""");
        var routes = await facade.AskAsync("POST", Facade.Plain, """{"name":"a","rules":[{"condition":"x","model":"m"}],"routes":[]}""");

        Assert.Contains("defaultModel: defaultRoute says something else; send one of them", answer.Message, StringComparison.Ordinal);
        Assert.Contains("rules: routes says something else; send one of them", routes.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARouterReadAndSentBack_IsTheSame_AndWhicheverSideChangedWins()
    {
        var facade = await Facade.LoadedAsync();
        var created = (await facade.AskAsync("POST", Facade.Plain, Everything)).Json;
        const string Path = Facade.Plain + "/s0";

        Assert.Equal(created.ToJsonString(), (await facade.AskAsync("PATCH", Path, created.ToJsonString())).Json.ToJsonString());
        Assert.Equal(200, (await facade.AskAsync("POST", Facade.Plain, created.ToJsonString().Replace("\"s0\"", "\"copy\"", StringComparison.Ordinal))).Status);

        // The plain side: mapped again, whatever the rest of what was sent back says.
        var plain = created.DeepClone();
        plain["rules"] = new JsonArray(JsonNode.Parse("""{"condition":"new","model":"x/y"}"""));
        var remapped = (await facade.AskAsync("PATCH", Path, plain.ToJsonString())).Json;
        Assert.Equal(("new", "x/y"), (remapped["routes"]!.AsArray().Single()!["condition"]!["cel_expression"]!.GetValue<string>(), Model(remapped["routes"]![0]!["route"])));
        Assert.Equal("openai/gpt-4o", Model(remapped["defaultRoute"]));

        // The canonical side: the rules describe it no more.
        var canonical = remapped.DeepClone();
        canonical["routes"]![0]!["route"]!["variants"]![0]!["variant"]!["model_id"] = "z";
        var rewritten = (await facade.AskAsync("PATCH", Path, canonical.ToJsonString())).Json;
        Assert.Equal("z", Model(rewritten["routes"]![0]!["route"]));
        Assert.Null(rewritten["rules"]);
        Assert.Equal("All of it", rewritten["description"]!.GetValue<string>());
    }

    [Fact]
    public async Task OneFieldPatched_ChangesWhatItClaims_AndNoMore()
    {
        var facade = await Facade.LoadedAsync();
        await facade.AskAsync("POST", Facade.Plain, Everything);
        const string Path = Facade.Plain + "/s0";

        var model = (await facade.AskAsync("PATCH", Path, """{"default_model":"new/model"}""")).Json;
        Assert.Equal(("mistral/m", "new/model"), (Model(model["defaultRoute"]), Model(model["defaultRoute"], 1)));
        Assert.Equal(2, model["routes"]!.AsArray().Count);

        var off = (await facade.AskAsync("PATCH", Path, """{"promptCompression":{"enabled":false},"webSearch":null,"cache":{"enabled":false}}""")).Json;
        Assert.DoesNotContain("aggressiveness", off.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("web_search", off.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""{"enabled":false,"ttlSeconds":60}""", off["cache"]!.ToJsonString());

        var cleared = (await facade.AskAsync("PATCH", Path + "?update_mask=rules", "{}")).Json;
        Assert.Null(cleared["routes"]);
        Assert.Equal("new/model 100", $"{Model(cleared["defaultRoute"])} {cleared["defaultRoute"]!["variants"]!.AsArray().Single()!["weight"]}");

        Assert.Equal(400, (await facade.AskAsync("PATCH", Path + "?update_mask=defaultModel", "{}")).Status);
    }

    [Fact]
    public async Task ASwitch_LeavesAloneWhatAVariantSaysItself()
    {
        var facade = await Facade.LoadedAsync();
        await facade.AskAsync("POST", Facade.Plain, """{"name":"a","promptCompression":{"enabled":true},"defaultRoute":{"variants":[{"variant":{"model_id":"m","compression":{"aggressiveness":0.9}},"weight":1},{"variant":{"model_id":"n"},"weight":99}]}}""");

        var off = (await facade.AskAsync("PATCH", Facade.Plain + "/a", """{"promptCompression":{"enabled":false}}""")).Json;

        Assert.Equal(0.9, off["defaultRoute"]!["variants"]![0]!["variant"]!["compression"]!["aggressiveness"]!.GetValue<double>());
        Assert.Null(off["defaultRoute"]!["variants"]![1]!["variant"]!["compression"]);
    }

    private static string Model(JsonNode? route, int variant = 0) => route!["variants"]![variant]!["variant"]!["model_id"]!.GetValue<string>();

    private static async Task<JsonNode> CreateAsync(string json)
    {
        var answer = await (await Facade.LoadedAsync()).AskAsync("POST", Facade.Plain, json);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json;
    }
}

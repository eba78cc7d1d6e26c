// Calls of named routers against the native binary: saved over HTTP, in force with the next call, told in the metadata.
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Routers;

public sealed class NamedRouterTests
{
    private const string Tiers =
        """
        {
          "name": "tiers",
          "routes": [{
            "route": { "route_id": "premium", "variants": [{ "variant": { "variant_id": "best", "model_id": "alpha/m",
              "text_generation_config": { "temperature": 0.2 },
              "message_templates": [{ "role": "system", "content": "You help {{name}}." }] }, "weight": 100 }] },
            "condition": { "cel_expression": "tier == \"premium\" && messages.last().content.matches(\"(?i)refund\")" }
          }],
          "defaultRoute": { "variants": [{ "variant": { "variant_id": "rest", "model_id": "beta/m" }, "weight": 100 }] }
        }
        """;

    private const string Premium = ",\"metadata\":{\"tier\":\"premium\"},\"prompt_variables\":{\"name\":\"Ann\"}";

    [Fact]
    public async Task ASavedRouter_ServesTheNextCall_JsonAndStreamAlike()
    {
        await using var alpha = FakeUpstream.Always(Wire.Says("from alpha"));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(Config(("alpha", alpha), ("beta", beta)));
        Assert.Equal(404, (await router.ChatAsync(Refund("inworld/tiers", ""))).Status);
        await SaveAsync(router, Tiers);

        var answer = await router.ChatAsync(Refund("inworld/tiers", Premium));
        Assert.Equal("from alpha", answer.TextOf());
        Assert.Equal(("premium", "best"), Ids(answer.Json["metadata"]!));
        Assert.Equal("Using specified model: 'alpha/m' - success", answer.Json["metadata"]!["reasoning"]!.GetValue<string>());
        Assert.Equal("""{"role":"system","content":"You help Ann."}""", alpha.Calls[0].Json["messages"]![0]!.ToJsonString());
        Assert.Equal(0.2, alpha.Calls[0].Json["temperature"]!.GetValue<double>());
        Assert.Null(alpha.Calls[0].Json["metadata"]);
        Assert.Null(alpha.Calls[0].Json["prompt_variables"]);

        var events = await router.StreamAsync(Refund("inworld/tiers", Premium + ",\"stream\":true"));
        Assert.Equal("from alpha", events.TextOf());
        Assert.Equal(("premium", "best"), Ids(events.MetadataOf()));

        var other = await router.ChatAsync(Refund("inworld/routers/tiers", ",\"metadata\":{\"tier\":\"basic\"}"));
        Assert.Equal("from beta", other.TextOf());
        Assert.Equal(("default", "rest"), Ids(other.Json["metadata"]!));
    }

    [Fact]
    public async Task AConditionThatFails_LeavesAWarning_AndTheDefault()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(Config(("alpha", upstream), ("beta", upstream)));
        await SaveAsync(router, Tiers);

        var metadata = (await router.ChatAsync(Refund("inworld/tiers", ""))).Json["metadata"]!;
        Assert.Equal(("default", "rest"), Ids(metadata));
        Assert.Contains("route 'premium'", Assert.Single(metadata["warnings"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAMatch_TheCallIsRefused()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(Config(("alpha", upstream)));
        await SaveAsync(router, """{"name":"never","routes":[{"route":{"variants":[{"variant":{"model_id":"alpha/m"},"weight":100}]},"condition":{"cel_expression":"false"}}]}""");

        var answer = await router.ChatAsync(Wire.Chat("inworld/never"));
        Assert.Equal((400, "No route matched. Configure a default route or adjust conditions."), (answer.Status, answer.ErrorMessage));
    }

    [Fact]
    public async Task WhenTheVariantFails_ItsOwnFallbacksFollow()
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(503));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(Config(("alpha", alpha), ("beta", beta)));
        await SaveAsync(router, """{"name":"safe","defaultRoute":{"route_id":"d","variants":[{"variant":{"variant_id":"v","model_id":"alpha/m","model_selection":{"models":["beta/m"]}},"weight":100}]}}""");

        var answer = await router.ChatAsync(Wire.Chat("inworld/safe"));
        Assert.Equal("from beta", answer.TextOf());
        Assert.Equal("alpha/m:false beta/m:true", Wire.Attempts(answer.Json["metadata"]!));
        Assert.Equal(("d", "v"), Ids(answer.Json["metadata"]!));
    }

    // 92.07… and 53.32… of VariantPickerTests: the same users on the same variants in every process.
    [Fact]
    public async Task AStickyUser_StaysAcrossARestart()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        for (var start = 0; start < 2; start++)
        {
            await using var router = await NativeRouter.StartAsync(Config(("alpha", upstream)));
            await SaveAsync(router, """{"name":"support","defaultRoute":{"variants":[{"variant":{"variant_id":"a","model_id":"alpha/m"},"weight":60},{"variant":{"variant_id":"b","model_id":"alpha/n"},"weight":40}]}}""");
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(("default", "b"), Ids((await router.ChatAsync(Wire.Chat("inworld/support", more: ",\"user\":\"user-1\""))).Json["metadata"]!));
                Assert.Equal(("default", "a"), Ids((await router.ChatAsync(Wire.Chat("inworld/support", more: ",\"user\":\"user-2\""))).Json["metadata"]!));
            }
        }
    }

    private static string Refund(string model, string more) => $$"""{"model":"{{model}}","messages":[{"role":"user","content":[{"type":"text","text":"I want"},{"type":"text","text":"a Refund"}]}]{{more}}}""";

    private static (string Route, string Variant) Ids(JsonNode metadata) => (metadata["route_id"]!.GetValue<string>(), metadata["variant_id"]!.GetValue<string>());

    private static JsonObject Config(params (string, FakeUpstream)[] providers)
    {
        var config = RouterConfig.For(providers);
        config["auth"]!["keys"]![0]!["permissions"] = new JsonArray("inference", "routers.read", "routers.write");
        return config;
    }

    private static async Task SaveAsync(NativeRouter router, string json)
    {
        using var http = new HttpClient { BaseAddress = router.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", RouterConfig.Key);
        using var saved = await http.PostAsJsonAsync("/router/v1/routers", JsonNode.Parse(json), TestContext.Current.CancellationToken);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

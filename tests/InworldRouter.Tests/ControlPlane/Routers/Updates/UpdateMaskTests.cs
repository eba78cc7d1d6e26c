// "Without a mask, PATCH changes the fields present; with one, exactly those named (absent = cleared)" (api.md 5).
using System.Text.Json.Nodes;
using InworldRouter.ControlPlane.Routers.Updates;
using InworldRouter.Tests.ControlPlane.Routers.Http;
using InworldRouter.Tests.ControlPlane.Routers.Model;

namespace InworldRouter.Tests.ControlPlane.Routers.Updates;

public sealed class UpdateMaskTests
{
    private const string Path = Facade.Official + "/support";

    [Theory]
    [InlineData("displayName")]
    [InlineData("display_name, default_route")]
    [InlineData("defaults.text_generation_config.temperature,defaults.textGenerationConfig.reasoning.maxTokens")]
    [InlineData("*")]
    [InlineData("")]
    [InlineData(",,")]
    [InlineData(null)]
    [InlineData("cache.ttl_seconds,webSearch.enabled,rules")]
    public void PathsOfARouter_AreRead(string? text) => Assert.True(UpdateMask.TryParse(text, out _, out _));

    [Theory]
    [InlineData("nonsense", "nonsense: a router has no field \"nonsense\"")]
    [InlineData("routes,displayNam", "displayNam: a router has no field \"displayNam\"; did you mean \"displayName\"?")]
    [InlineData("defaults.text_generation_config.temprature", "defaults.text_generation_config.temprature: defaults.text_generation_config has no field \"temprature\"; did you mean \"temperature\"?")]
    [InlineData("routes.route", "routes.route: routes is no message: name it whole")]
    [InlineData("displayName.x", "displayName.x: displayName is no message: name it whole")]
    [InlineData("defaults..x", "defaults..x: defaults has no field \"\"")]
    [InlineData(".", ".: a router has no field \"\"")]
    [InlineData("*.name", "*.name: a router has no field \"*\"")]
    public void OtherPaths_AreNamed(string text, string problem)
    {
        Assert.False(UpdateMask.TryParse(text, out var mask, out var said));
        Assert.Equal((null, problem), (mask, said));
    }

    // Each PATCH on S4's whole example; then what "display | temperature | stops | templates | routes | default" is.
    [Theory]
    [InlineData("", """{"displayName":"New"}""", "New | 0.5 | 1 | 3 | 1 | gpt-oss-120b")]
    [InlineData("", """{"display_name":null}""", " | 0.5 | 1 | 3 | 1 | gpt-oss-120b")]
    [InlineData("", """{"defaults":{"textGenerationConfig":{"temperature":1}}}""", "Support | 1 | 1 | 3 | 1 | gpt-oss-120b")]
    [InlineData("", """{"defaults":{"message_templates":null}}""", "Support | 0.5 | 1 | 0 | 1 | gpt-oss-120b")]
    [InlineData("", """{"routes":[]}""", "Support | 0.5 | 1 | 3 | 0 | gpt-oss-120b")]
    [InlineData("", "{}", "Support | 0.5 | 1 | 3 | 1 | gpt-oss-120b")]
    [InlineData("displayName", """{"displayName":"New","routes":[]}""", "New | 0.5 | 1 | 3 | 1 | gpt-oss-120b")]
    [InlineData("display_name", "{}", " | 0.5 | 1 | 3 | 1 | gpt-oss-120b")]
    [InlineData("defaults.text_generation_config.temperature", """{"defaults":{"text_generation_config":{"temperature":2,"stop_sequences":[]}}}""", "Support | 2 | 1 | 3 | 1 | gpt-oss-120b")]
    [InlineData("defaults.textGenerationConfig.temperature", """{"displayName":"x"}""", "Support |  | 1 | 3 | 1 | gpt-oss-120b")]
    [InlineData("defaults.textGenerationConfig", """{"defaults":{"text_generation_config":{"temperature":2}}}""", "Support | 2 | 0 | 3 | 1 | gpt-oss-120b")]
    [InlineData("defaults", """{"defaults":{"text_generation_config":{"temperature":2}}}""", "Support | 2 | 0 | 0 | 1 | gpt-oss-120b")]
    [InlineData("defaults,defaults.message_templates", "{}", "Support |  | 0 | 0 | 1 | gpt-oss-120b")]
    [InlineData("routes,display_name", """{"displayName":"New"}""", "New | 0.5 | 1 | 3 | 0 | gpt-oss-120b")]
    [InlineData("defaultRoute.variants", """{"default_route":{"variants":[{"variant":{"model_id":"m"}}]}}""", "Support | 0.5 | 1 | 3 | 1 | m")]
    [InlineData("*", """{"defaultRoute":{"variants":[{"variant":{"model_id":"m"}}]}}""", " |  | 0 | 0 | 0 | m")]
    [InlineData("name,displayName", """{"name":"routers/support","displayName":"New"}""", "New | 0.5 | 1 | 3 | 1 | gpt-oss-120b")]
    public async Task AnUpdate_ChangesWhatItNames(string mask, string patch, string expected)
    {
        var facade = await SupportAsync();

        var answer = await facade.AskAsync("PATCH", mask.Length == 0 ? Path : $"{Path}?update_mask={Uri.EscapeDataString(mask)}", patch);

        Assert.True(answer.Status == 200, answer.Text);
        var router = answer.Router;
        var config = router["defaults"]?["text_generation_config"];
        Assert.Equal(expected, string.Join(" | ", router["displayName"], config?["temperature"], Count(config?["stop_sequences"]), Count(router["defaults"]?["message_templates"]), Count(router["routes"]), router["defaultRoute"]!["variants"]![0]!["variant"]!["model_id"]));
    }

    [Theory]
    [InlineData("?updateMask=nope", "{}", "update_mask: nope: a router has no field \"nope\"")]
    [InlineData("", """{"name":"other"}""", "name: \"other\" is not the router's name \"support\"")]
    [InlineData("?update_mask=name", "{}", "name: update_mask names it, and the body does not have it")]
    [InlineData("?update_mask=routes,defaultRoute", "{}", "routes: there is neither a route nor a default route")]
    [InlineData("", "[]", "body: it is no JSON object")]
    public async Task AnUpdateThatCannotBe_Is400_AndChangesNothing(string query, string patch, string message)
    {
        var facade = await SupportAsync();
        var before = (await facade.AskAsync("GET", Path)).Text;

        var answer = await facade.AskAsync("PATCH", Path + query, patch);

        Assert.Equal((400, 3), (answer.Status, answer.Code));
        Assert.Contains(message, answer.Message, StringComparison.Ordinal);
        Assert.Equal(before, (await facade.AskAsync("GET", Path)).Text);
    }

    [Fact]
    public void NoText_MakesItThrow()
    {
        var random = new Random(20261121);
        const string Letters = "defaultRoute.text_generation_config,*\u0000é ";
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Letters[random.Next(Letters.Length)]));
            Assert.Equal(UpdateMask.TryParse(text, out _, out var problem), problem is null);
        }
    }

    private static int Count(JsonNode? list) => list?.AsArray().Count ?? 0;

    private static async Task<Facade> SupportAsync()
    {
        var facade = await Facade.LoadedAsync();
        await facade.CreateAsync(RouterReaderTests.Whole);
        return facade;
    }
}

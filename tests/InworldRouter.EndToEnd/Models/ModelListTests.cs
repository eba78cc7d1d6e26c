// The lists of models, in OpenAI's shape and in the vendor's own (api.md 8).
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Models;

public sealed class ModelListTests
{
    [Fact]
    public async Task TheList_HasConfiguredProvidersModelsAndAuto()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream), ("local", upstream)));
        var list = (await router.GetAsync("/v1/models")).Json;
        Assert.Equal("list", list["object"]!.GetValue<string>());
        var data = list["data"]!.AsArray();
        var ids = data.Select(m => m!["id"]!.GetValue<string>()).ToList();
        Assert.Contains("openai/gpt-4o", ids);
        Assert.Contains("local/m", ids);
        Assert.Contains("auto", ids);
        Assert.DoesNotContain(ids, i => i.StartsWith("mistral/", StringComparison.Ordinal));
        Assert.All(data, m => Assert.Equal("model", m!["object"]!.GetValue<string>()));
        Assert.Equal("openai", data.First(m => m!["id"]!.GetValue<string>() == "openai/gpt-4o")!["provider"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/v1/models/openai/gpt-4o")]
    [InlineData("/v1/models/openai%2Fgpt-4o")]
    public async Task OneModel_IsFoundByItsId(string path)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal("openai/gpt-4o", (await router.GetAsync(path)).Json["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task AnUnknownModel_Is404()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal(404, (await router.GetAsync("/v1/models/openai/no-such-model")).Status);
    }

    [Fact]
    public async Task TheKeysModels_AreTheOnlyOnesListed()
    {
        await using var upstream = FakeUpstream.Never();
        var config = RouterConfig.For(("openai", upstream), ("local", upstream));
        config["auth"]!["keys"]![0]!["models"] = new JsonArray("local/*");
        await using var router = await NativeRouter.StartAsync(config);
        var ids = (await router.GetAsync("/v1/models")).Json["data"]!.AsArray().Select(m => m!["id"]!.GetValue<string>()).ToList();
        Assert.Contains("local/m", ids);
        Assert.DoesNotContain(ids, i => i.StartsWith("openai/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheNativeList_HasPricesPerToken()
    {
        await using var upstream = FakeUpstream.Never();
        var config = RouterConfig.For(("local", upstream));
        config["models"] = new JsonArray(new JsonObject
        {
            ["id"] = "local/m",
            ["price"] = new JsonObject { ["input"] = 2, ["output"] = 8 },
            ["context"] = 131072,
            ["maxOutput"] = 8192,
        });
        await using var router = await NativeRouter.StartAsync(config);
        var model = Assert.Single((await router.GetAsync("/llm/v1alpha/models")).Json["models"]!.AsArray(), m => m!["provider"]!.GetValue<string>() == "local")!;
        Assert.Equal(2e-6, double.Parse(model["pricing"]!["promptToken"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture), 12);
        Assert.Equal(8e-6, double.Parse(model["pricing"]!["completionToken"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture), 12);
        Assert.Equal(131072, model["spec"]!["contextLength"]!.GetValue<int>());
        Assert.Equal(8192, model["spec"]!["maxCompletionTokens"]!.GetValue<int>());
    }
}

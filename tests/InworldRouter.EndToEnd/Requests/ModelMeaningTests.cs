// What the value of model means: a provider's model, a bare name, automatic choice, a router (api.md 3.1 to 3.4).
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Requests;

public sealed class ModelMeaningTests
{
    [Fact]
    public async Task AProvidersModel_NeedNotBeKnown()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/some/new-model:free"));
        Assert.Equal("Hello", answer.TextOf());
        // "split at the first /; rest may contain / and :"
        Assert.Equal("some/new-model:free", upstream.Calls[0].Json["model"]!.GetValue<string>());
        Assert.Equal("openai/some/new-model:free", answer.Json["model"]!.GetValue<string>());
        Assert.Equal("openai/some/new-model:free", answer.Header("x-inworld-model"));
        Assert.Equal("Using specified model: 'openai/some/new-model:free' - success", answer.Json["metadata"]!["reasoning"]!.GetValue<string>());
    }

    [Fact]
    public async Task AnUnknownProvider_Is400()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("nobody/gpt-4o"));
        Assert.Equal(400, answer.Status);
        Assert.Equal("Invalid service provider: nobody", answer.ErrorMessage);
    }

    [Fact]
    public async Task AKnownProviderWithoutACredential_Is400NamingTheSetting()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("mistral/mistral-large-latest"));
        Assert.Equal(400, answer.Status);
        Assert.Contains("MISTRAL_API_KEY", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inworld/no-such-router")]
    [InlineData("inworld/routers/no-such-router")]
    public async Task AnUnknownRouter_Is404(string model)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal(404, (await router.ChatAsync(Wire.Chat(model))).Status);
    }

    [Fact]
    public async Task ABareNameThatNobodyServes_Is404NamingIt()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("no-such-model"));
        Assert.Equal(404, answer.Status);
        Assert.Equal("model_not_found", answer.Json["error"]!["code"]!.GetValue<string>());
        Assert.Contains("no-such-model", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABareName_GoesToTheProvidersInTheGivenOrder()
    {
        await using var alpha = FakeUpstream.Always(Wire.Says("from alpha"));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        foreach (var (first, second) in new[] { ("alpha", "beta"), ("beta", "alpha") })
        {
            var answer = await router.ChatAsync(Wire.Chat("m", more: $",\"provider\":{{\"order\":[\"{first}\",\"{second}\"]}}"));
            Assert.Equal($"from {first}", answer.TextOf());
            Assert.Equal($"Selected provider '{first}' for 'm', in the given order - success", answer.Json["metadata"]!["reasoning"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task ABareName_FallsBackToItsOtherProviders()
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(500));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var answer = await router.ChatAsync(Wire.Chat("m", more: ",\"provider\":{\"order\":[\"alpha\",\"beta\"]}"));
        Assert.Equal("alpha/m:false beta/m:true", Wire.Attempts(answer.Json["metadata"]!));
        // "order is exclusive, exact"
        Assert.Equal(502, (await router.ChatAsync(Wire.Chat("m", more: ",\"provider\":{\"order\":[\"alpha\"]}"))).Status);
        Assert.Equal(502, (await router.ChatAsync(Wire.Chat("m", more: ",\"provider\":{\"order\":[\"alpha\",\"beta\"],\"allow_fallbacks\":false}"))).Status);
    }

    [Fact]
    public async Task ABareName_WithoutWishes_IsSelectedByLatency()
    {
        await using var alpha = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha)));
        var answer = await router.ChatAsync(Wire.Chat("m"));
        Assert.Equal("Selected provider 'alpha' for 'm', sorted by lowest latency - success", answer.Json["metadata"]!["reasoning"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("\"price\"")]
    [InlineData("{\"metric\":\"SORT_METRIC_PRICE\",\"direction\":\"SORT_DIRECTION_ASCENDING\"}")]
    public async Task Auto_ByPrice_TakesTheCheapest(string sort)
    {
        await using var alpha = FakeUpstream.Always(Wire.Says("from alpha"));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        var config = RouterConfig.For(("alpha", alpha), ("beta", beta));
        config["models"] = new JsonArray(Priced("alpha/m", 2, 8), Priced("beta/m", 0.1, 0.4));
        await using var router = await NativeRouter.StartAsync(config);
        var all = await router.ChatAsync(Wire.Chat("auto", more: $",\"sort\":[{sort}]"));
        Assert.Equal("from beta", all.TextOf());
        Assert.Equal("Auto-selected 'beta/m', from all models, sorted by lowest price - success", all.Json["metadata"]!["reasoning"]!.GetValue<string>());
        var some = await router.ChatAsync(Wire.Chat("auto", more: $",\"models\":[\"alpha/m\",\"beta\"],\"sort\":[{sort}]"));
        Assert.Equal("Auto-selected 'beta/m', from specified models, sorted by lowest price - success", some.Json["metadata"]!["reasoning"]!.GetValue<string>());
        var without = await router.ChatAsync(Wire.Chat("auto", more: $",\"ignore\":[\"beta\"],\"sort\":[{sort}]"));
        Assert.Equal("from alpha", without.TextOf());
    }

    [Fact]
    public async Task Auto_TheOtherRankedModels_AreTheFallbacks()
    {
        await using var alpha = FakeUpstream.Always(Wire.Says("from alpha"));
        await using var beta = FakeUpstream.Always(Wire.Fails(500));
        var config = RouterConfig.For(("alpha", alpha), ("beta", beta));
        config["models"] = new JsonArray(Priced("alpha/m", 2, 8), Priced("beta/m", 0.1, 0.4));
        await using var router = await NativeRouter.StartAsync(config);
        var answer = await router.ChatAsync(Wire.Chat("auto", more: ",\"sort\":[\"price\"]"));
        Assert.Equal("beta/m:false alpha/m:true", Wire.Attempts(answer.Json["metadata"]!));
    }

    [Fact]
    public async Task Auto_WithToolsAsked_TakesModelsThatHaveThem()
    {
        await using var alpha = FakeUpstream.Always(Wire.Says("from alpha"));
        await using var beta = FakeUpstream.Never();
        var config = RouterConfig.For(("alpha", alpha), ("beta", beta));
        var (able, unable) = (Priced("alpha/m", 2, 8), Priced("beta/m", 0.1, 0.4));
        able["capabilities"] = new JsonArray("tools");
        unable["capabilities"] = new JsonArray();
        config["models"] = new JsonArray(able, unable);
        await using var router = await NativeRouter.StartAsync(config);
        Assert.Equal("from alpha", (await router.ChatAsync(Wire.Chat("auto", more: ",\"sort\":[\"price\"],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"))).TextOf());
    }

    private static JsonObject Priced(string id, double input, double output) => new()
    {
        ["id"] = id,
        ["price"] = new JsonObject { ["input"] = input, ["output"] = output },
    };

    [Fact]
    public async Task AModelOfAnyAlphabet_IsServed_AndNamedInAHeaderThatIsAscii()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/модель"));
        Assert.Equal(200, answer.Status);
        Assert.Equal("openai/модель", answer.Json["model"]!.GetValue<string>());
        Assert.Equal("openai/" + Uri.EscapeDataString("модель"), answer.Header("x-inworld-model"));
    }
}

// The two facades over HTTP: who may, what is answered, with which status and code (api.md 1, 5, 6, 10).
using System.Text.Json.Nodes;

namespace InworldRouter.Tests.ControlPlane.Routers.Http;

public sealed class RoutersEndpointTests
{
    [Fact]
    public async Task TheOfficialFacade_AnswersWritesByFinishedOperations_WhichCanBeAskedForAgain()
    {
        var facade = await Facade.LoadedAsync();

        var created = await facade.AskAsync("POST", Facade.Official, Facade.Simple("a"));
        var operation = created.Json["name"]!.GetValue<string>();
        await facade.AskAsync("PATCH", Facade.Official + "/a", """{"displayName":"A"}""");

        Assert.Equal((200, true), (created.Status, created.Json["done"]!.GetValue<bool>()));
        Assert.StartsWith("operations/", operation, StringComparison.Ordinal);
        Assert.Equal("a", created.Router["name"]!.GetValue<string>());
        Assert.EndsWith(".Router", created.Router["@type"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("routers/a", created.Json["metadata"]!["target"]!.GetValue<string>());
        var id = operation["operations/".Length..];
        foreach (var path in (string[])[$"/router/v1/operations/{id}", $"/lro/v1alpha/{id}", $"/lro/v1alpha/operations/{id}", $"/lro/v1alpha/operations%2F{id}"])
            Assert.Equal(created.Text, (await facade.AskAsync("GET", path)).Text);
        Assert.Equal((404, 5), Both(await facade.AskAsync("GET", "/lro/v1alpha/other")));
    }

    [Fact]
    public async Task BothFacades_ShowTheSameRouters()
    {
        var facade = await Facade.LoadedAsync();
        await facade.CreateAsync(Facade.Simple("official"));

        var plain = await facade.AskAsync("POST", Facade.Plain, """{"name":"plain","defaultModel":"openai/gpt-x"}""");

        Assert.Equal((200, "plain", "plain"), (plain.Status, plain.Json["id"]!.GetValue<string>(), plain.Json["name"]!.GetValue<string>()));
        var official = await facade.AskAsync("GET", Facade.Official + "/plain");
        Assert.Equal("openai/gpt-x", official.Json["defaultRoute"]!["variants"]![0]!["variant"]!["model_id"]!.GetValue<string>());
        Assert.Null(official.Json["id"]);
        var list = await facade.AskAsync("GET", Facade.Plain);
        Assert.Equal(["official", "plain"], list.Json["routers"]!.AsArray().Select(r => r!["id"]!.GetValue<string>()));
        Assert.Equal("", list.Json["next_page_token"]!.GetValue<string>());
    }

    [Fact]
    public async Task Delete_IsAnOperation_Or204()
    {
        var facade = await Facade.LoadedAsync();
        await facade.CreateAsync(Facade.Simple("a"));
        await facade.CreateAsync(Facade.Simple("b"));

        var official = await facade.AskAsync("DELETE", Facade.Official + "/a");
        var plain = await facade.AskAsync("DELETE", Facade.Plain + "/b");

        Assert.Equal((200, "type.googleapis.com/google.protobuf.Empty"), (official.Status, official.Router["@type"]!.GetValue<string>()));
        Assert.Equal((204, ""), (plain.Status, plain.Text));
        Assert.Equal((404, 5), Both(await facade.AskAsync("GET", Facade.Official + "/a")));
        Assert.Equal((404, 5), Both(await facade.AskAsync("DELETE", Facade.Plain + "/b")));
    }

    [Fact]
    public async Task ASavedRouter_IsInForce_WhenTheAnswerComes()
    {
        var facade = await Facade.LoadedAsync();
        await facade.CreateAsync(Facade.Simple("a"));

        Assert.True(facade.Services.Plans.Current.Routers.TryGet("a", out _));
        await facade.AskAsync("DELETE", Facade.Official + "/a");
        Assert.False(facade.Services.Plans.Current.Routers.TryGet("a", out _));
    }

    [Theory]
    [InlineData("GET", "", 401, 16)]
    [InlineData("GET", "nobody", 401, 16)]
    [InlineData("GET", "caller", 403, 7)]
    [InlineData("GET", "writer", 403, 7)]
    [InlineData("GET", "reader", 200, 0)]
    [InlineData("GET", "boss", 200, 0)]
    [InlineData("POST", "", 401, 16)]
    [InlineData("POST", "reader", 403, 7)]
    [InlineData("POST", "writer", 200, 0)]
    [InlineData("POST", "boss", 200, 0)]
    public async Task AKey_MayWhatItsPermissionsSay(string method, string key, int status, int code)
    {
        var facade = await Facade.LoadedAsync();

        foreach (var path in (string[])[Facade.Official, Facade.Plain])
        {
            var answer = await facade.AskAsync(method, path, method == "POST" ? Facade.Simple(path == Facade.Plain ? "p" : "o") : null, key);

            Assert.Equal(status, answer.Status);
            if (code != 0)
                Assert.Equal((code, 0), (answer.Code, answer.Json["details"]!.AsArray().Count));
        }
    }

    [Fact]
    public async Task AKeyWithAListOfModels_SeesAndChangesTheRoutersOfItsList()
    {
        var facade = await Facade.LoadedAsync();
        await facade.CreateAsync(Facade.Simple("mine"));
        await facade.CreateAsync(Facade.Simple("other"));

        var list = await facade.AskAsync("GET", Facade.Official, key: "one");
        Assert.Equal(["mine"], list.Json["routers"]!.AsArray().Select(r => r!["name"]!.GetValue<string>()));
        Assert.Equal((404, 5), Both(await facade.AskAsync("GET", Facade.Official + "/other", key: "one")));
        Assert.Equal((403, 7), Both(await facade.AskAsync("PATCH", Facade.Official + "/other", "{}", "one")));
        Assert.Equal((403, 7), Both(await facade.AskAsync("DELETE", Facade.Official + "/unknown", key: "one")));
        Assert.Equal((403, 7), Both(await facade.AskAsync("POST", Facade.Official, Facade.Simple("new"), "one")));
        Assert.Equal(200, (await facade.AskAsync("PATCH", Facade.Official + "/mine", """{"displayName":"x"}""", "one")).Status);
    }

    [Theory]
    [InlineData("PUT", Facade.Official, "GET, HEAD, POST")]
    [InlineData("DELETE", Facade.Plain, "GET, HEAD, POST")]
    [InlineData("POST", Facade.Official + "/a", "GET, HEAD, PATCH, DELETE")]
    [InlineData("PUT", Facade.Plain + "/a", "GET, HEAD, PATCH, DELETE")]
    [InlineData("POST", "/lro/v1alpha/x", "GET, HEAD")]
    public async Task AnotherMethod_Is405_AndSaysWhichThereAre(string method, string path, string allowed)
    {
        var answer = await (await Facade.LoadedAsync()).AskAsync(method, path, "{}");

        Assert.Equal((405, 12), Both(answer));
        Assert.Equal(allowed, answer.Headers.Allow);
    }

    [Fact]
    public async Task ATakenName_Is409_AndCode6()
    {
        var facade = await Facade.LoadedAsync();
        await facade.CreateAsync(Facade.Simple("a"));

        Assert.Equal((409, 6), Both(await facade.AskAsync("POST", Facade.Official, Facade.Simple("routers/a"))));
        Assert.Equal((409, 6), Both(await facade.AskAsync("POST", Facade.Plain, Facade.Simple("a"))));
    }

    [Theory]
    [InlineData("""{"name":"routers/my-router"}""", "my-router")]
    [InlineData("""{"displayName":"My First Router!"}""", "my-first-router")]
    [InlineData("""{"id":"from-id"}""", "from-id")]
    [InlineData("""{"name":"a","displayName":"B"}""", "a")]
    public async Task AName_IsWrittenBare_OrMadeOfTheDisplayName(string said, string name)
    {
        var router = JsonNode.Parse(said)!.AsObject();
        router["default_route"] = JsonNode.Parse("""{"variants":[{"variant":{"modelId":"auto"}}]}""");

        var answer = await (await Facade.LoadedAsync()).CreateAsync(router.ToJsonString());

        Assert.Equal(name, answer.Router["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task AllProblems_AreInTheMessage_AndInTheDetailsFieldByField()
    {
        var facade = await Facade.LoadedAsync();

        var answer = await facade.AskAsync("POST", Facade.Official, """{"name":"A b","routes":[{"route":{"variants":[{"variant":{},"weight":50}]}}],"displayName":7}""");

        Assert.Equal((400, 3), Both(answer));
        var violations = answer.Json["details"]![0]!;
        Assert.Equal("type.googleapis.com/google.rpc.BadRequest", violations["@type"]!.GetValue<string>());
        var fields = violations["fieldViolations"]!.AsArray().Select(v => v!["field"]!.GetValue<string>()).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["displayName", "name", "routes[0].condition.cel_expression", "routes[0].route.variants", "routes[0].route.variants[0].variant.model_id"], fields);
        Assert.All(fields, field => Assert.Contains(field + ": ", answer.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatMeansNothing_IsIgnored_AndNamedInTheOperation()
    {
        var answer = await (await Facade.LoadedAsync()).CreateAsync("""{"name":"a","defaultRoute":{"variants":[{"variant":{"model_id":"auto","temprature":1}}]},"x-note":1,"dispayName":"D"}""");

        Assert.Equal(
            [
                "defaultRoute.variants[0].variant.temprature: unknown field, ignored",
                "x-note: unknown field, ignored",
                "dispayName: unknown field, ignored; did you mean \"displayName\"?",
            ],
            answer.Json["metadata"]!["warnings"]!.AsArray().Select(w => w!.GetValue<string>()));
    }

    [Fact]
    public async Task AModelThatCannotBeCalledToday_IsSaved_AndNamedInTheOperation()
    {
        var answer = await (await Facade.LoadedAsync()).CreateAsync("""{"name":"a","defaultRoute":{"variants":[{"variant":{"model_id":"auto","model_selection":{"models":["openai","opnai/x","openai/anything","groq/y","nobody-serves-this"]}}}]}}""");

        Assert.Equal(
            ["models[1]: Invalid service provider: opnai", "models[3]: The provider", "models[4]: "],
            answer.Json["metadata"]!["warnings"]!.AsArray().Select(w => w!.GetValue<string>()["defaultRoute.variants[0].variant.model_selection.".Length..]).Select((w, i) => w[..Math.Min(w.Length, i == 0 ? 99 : i == 1 ? 23 : 11)]));
    }

    [Fact]
    public async Task AMegabyteOfProblems_IsRefusedInWordsThatCanBeRead()
    {
        var rules = string.Join(",", Enumerable.Repeat("{\"weight\":-1}", 60_000));

        var answer = await (await Facade.LoadedAsync()).AskAsync("POST", Facade.Plain, $$"""{"name":"a","rules":[{{rules}}]}""");

        Assert.Equal((400, 100), (answer.Status, answer.Json["details"]![0]!["fieldViolations"]!.AsArray().Count));
        Assert.EndsWith(" | and 119900 more", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyBeyondAMegabyte_Is413()
    {
        var answer = await (await Facade.LoadedAsync()).AskAsync("POST", Facade.Official, Facade.Simple("a", new string('m', 1 << 20)));

        Assert.Equal((413, 3), Both(answer));
        Assert.Contains("1 MB", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_GuardAgainstLostUpdates()
    {
        var facade = await Facade.LoadedAsync();
        var first = (await facade.CreateAsync(Facade.Simple("a"))).Tag;
        const string Path = Facade.Official + "/a";

        Assert.Equal(first, (await facade.AskAsync("GET", Path)).Tag);
        var unchanged = await facade.AskAsync("GET", Path, headers: ["If-None-Match", $"\"x\", W/{first}"]);
        Assert.Equal((304, ""), (unchanged.Status, unchanged.Text));
        Assert.Equal((412, 9), Both(await facade.AskAsync("PATCH", Path, """{"displayName":"B"}""", headers: ["If-Match", "\"x\""])));
        Assert.Equal((412, 9), Both(await facade.AskAsync("PATCH", Path, """{"displayName":"B"}""", headers: ["If-Match", "W/" + first])));
        Assert.Equal((412, 9), Both(await facade.AskAsync("PATCH", Path, """{"displayName":"B"}""", headers: ["If-None-Match", "*"])));
        var second = await facade.AskAsync("PATCH", Path, """{"displayName":"B"}""", headers: ["If-Match", first]);
        Assert.Equal(200, second.Status);
        Assert.NotEqual(first, second.Tag);
        Assert.Equal((412, 9), Both(await facade.AskAsync("DELETE", Path, headers: ["If-Match", first])));
        Assert.Equal(200, (await facade.AskAsync("DELETE", Path, headers: ["If-Match", "*"])).Status);
        Assert.Equal((404, 5), Both(await facade.AskAsync("PATCH", Path, "{}", headers: ["If-Match", "*"])));
        Assert.Equal((412, 9), Both(await facade.AskAsync("POST", Facade.Official, Facade.Simple("a"), headers: ["If-Match", "*"])));
        await facade.CreateAsync(Facade.Simple("a"));
        Assert.Equal((412, 9), Both(await facade.AskAsync("POST", Facade.Official, Facade.Simple("a"), headers: ["If-None-Match", "*"])));
    }

    [Fact]
    public async Task Head_IsGet_WithoutABody_AndAnEscapedNameIsTheName()
    {
        var facade = await Facade.LoadedAsync();
        await facade.CreateAsync(Facade.Simple("a"));

        var head = await facade.AskAsync("HEAD", Facade.Official + "/routers%2F%61");

        Assert.Equal((200, ""), (head.Status, head.Text));
        Assert.NotEmpty(head.Tag);
    }

    [Fact]
    public async Task Routers_AreModels_OfTheKeysThatMayCallThem()
    {
        var facade = await Facade.LoadedAsync();
        await facade.CreateAsync(Facade.Simple("mine"));
        await facade.CreateAsync(Facade.Simple("other"));

        var mine = await facade.AskAsync("GET", "/v1/models", key: "one");
        var ids = mine.Json["data"]!.AsArray().Select(m => m!["id"]!.GetValue<string>());
        Assert.Equal(["inworld/mine", "auto"], ids);
        Assert.Equal(200, (await facade.AskAsync("GET", "/v1/models/inworld%2Fmine", key: "one")).Status);
        Assert.Equal(404, (await facade.AskAsync("GET", "/v1/models/inworld/other", key: "one")).Status);
        Assert.Equal(404, (await facade.AskAsync("GET", "/v1/models/inworld/nothing")).Status);
    }

    private static (int Status, int Code) Both(Answered answer) => (answer.Status, answer.Code);
}

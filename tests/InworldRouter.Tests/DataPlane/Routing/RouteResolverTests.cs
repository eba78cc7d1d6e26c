// What "model" means and which candidates follow: api.md 3.1 to 3.4, rule by rule.
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;
using InworldRouter.Tests.ControlPlane;
using InworldRouter.Tests.DataPlane.Ingress;

namespace InworldRouter.Tests.DataPlane.Routing;

public sealed class RouteResolverTests
{
    // Both "a" and "b" serve shared; a is cheaper, b is cleverer; c has something of its own.
    private const string Config =
        """
        {
          "providers": {
            "a": { "dialect": "openai", "baseUrl": "http://a.test/v1" },
            "b": { "dialect": "openai", "baseUrl": "http://b.test/v1" },
            "c": { "dialect": "openai", "baseUrl": "http://c.test/v1", "models": ["plain"] },
            "inworld": { "dialect": "openai", "baseUrl": "http://own.test/v1", "models": ["own"] }
          },
          "models": [
            { "id": "a/shared", "price": { "input": 1, "output": 1 }, "scores": { "intelligence": 10, "math": 5 }, "context": 100000, "capabilities": ["tools"] },
            { "id": "b/big/shared", "aliases": ["shared"], "price": { "input": 2, "output": 2 }, "scores": { "intelligence": 90, "math": 50 }, "context": 1000, "capabilities": ["tools", "vision"] },
            { "id": "c/other", "price": { "input": 3, "output": 3 }, "scores": { "intelligence": 50 }, "capabilities": ["json_schema"] }
          ],
          "routing": { "explore": 0 },
          "auth": { "anonymous": true, "keys": [ { "name": "narrow", "key": "k", "models": ["a/*", "c/other", "nobody/x"] } ] }
        }
        """;

    private readonly ManualTime _time = new();
    private readonly RouterPlan _plan;

    public RouteResolverTests() => _plan = TestCatalog.Compile(Config, new LiveState(_time));

    // 3.1, 5: "<provider>/<rest>, split at the first /"
    [Theory]
    [InlineData("a/shared", "a/shared")]
    [InlineData("b/big/shared", "b/big/shared")]
    [InlineData("c/never-described", "c/never-described")]
    [InlineData("c/with/slashes:free", "c/with/slashes:free")]
    [InlineData("c/Größe", "c/Größe")]
    public void AProviderAndAModel_AreExactlyThat(string model, string expected) => Assert.Equal([expected], Candidates(model));

    [Fact]
    public void TheRest_IsTheModelsNameUpstream()
    {
        var (exchange, _) = Resolve("c/with/slashes:free");
        using var kept = exchange;

        Assert.Equal("with/slashes:free", exchange.Candidates[0].UpstreamName);
        Assert.Equal(SelectionKind.Specified, exchange.Candidates.Selection);
        Assert.Null(exchange.Candidates.Order);
    }

    // 3.1, 3 and 4
    [Theory]
    [InlineData("inworld/support", 404, "The router 'support' does not exist.")]
    [InlineData("inworld/routers/support", 404, "The router 'support' does not exist.")]
    [InlineData("inworld/own", 404, "The router 'own' does not exist.")]
    [InlineData("nobody/x", 400, "Invalid service provider: nobody")]
    [InlineData("nobody/", 400, "Invalid service provider: nobody")]
    [InlineData("/x", 400, "Invalid service provider: ")]
    [InlineData("a/", 400, "model names a provider but no model: 'a/'; expected a/MODEL.")]
    [InlineData("openai/gpt-x", 400, "The provider 'openai' has no credential here: providers.openai.apiKey (environment variable OPENAI_API_KEY).")]
    [InlineData("groq/x", 400, "The provider 'groq' has no credential here: providers.groq.apiKey (environment variable GROQ_API_KEY).")]
    [InlineData("azure/x", 400, "The provider 'azure' has no credential here: providers.azure.baseUrl and providers.azure.apiKey (environment variable AZURE_OPENAI_API_KEY).")]
    [InlineData("never-heard-of", 404, "No configured provider serves the model 'never-heard-of'. GET /v1/models lists those that can be called.")]
    [InlineData("a", 404, "No configured provider serves the model 'a'. GET /v1/models lists those that can be called.")]
    public void WhatCannotBeCalled_IsRefused_WithTheReason(string model, int status, string message)
    {
        var (exchange, refusal) = Resolve(model);
        exchange.Dispose();

        Assert.Equal((status, "invalid_request_error", "model", message), (refusal!.Status, refusal.Type, refusal.Param, refusal.Message));
        Assert.Equal(status == 404 ? "model_not_found" : refusal.Code, refusal.Code);
    }

    [Fact]
    public void InworldModels_AreThoseOfAProviderOfThatName()
    {
        var (exchange, refusal) = Resolve("inworld/models/own");
        using var kept = exchange;

        Assert.Null(refusal);
        Assert.Equal(("inworld", "own"), (exchange.Candidates[0].Provider.Id, exchange.Candidates[0].UpstreamName));
        Assert.False(exchange.Candidates[0].IsAdHoc);
        Assert.Equal(["inworld/other"], Candidates("inworld/models/other"));
    }

    // 3.2: "Providers that serve it, ordered by provider.order …, else by sort, else by measured latency"
    [Theory]
    [InlineData("", "a/shared b/big/shared", "sorted by lowest latency")]
    [InlineData(",\"sort\":[\"price\"]", "a/shared b/big/shared", "sorted by lowest price")]
    [InlineData(",\"sort\":[\"intelligence\",\"price\"]", "b/big/shared a/shared", "sorted by highest intelligence, lowest price")]
    [InlineData(",\"provider\":{\"order\":[\"b\",\"a\"]}", "b/big/shared a/shared", "in the given order")]
    [InlineData(",\"provider\":{\"order\":[\"b\"]}", "b/big/shared", "in the given order")]
    [InlineData(",\"provider\":{\"order\":[\"x\",\"b\",\"b\"]}", "b/big/shared", "in the given order")]
    [InlineData(",\"provider\":{\"order\":[\"b\",\"a\"]},\"sort\":[\"price\"]", "b/big/shared a/shared", "in the given order")]
    [InlineData(",\"provider\":{\"order\":[\"b\",\"a\"],\"allow_fallbacks\":false},\"models\":[\"c/other\"]", "b/big/shared", "in the given order")]
    [InlineData(",\"provider\":{\"allow_fallbacks\":false}", "a/shared", "sorted by lowest latency")]
    [InlineData(",\"ignore\":[\"a\"]", "b/big/shared", "sorted by lowest latency")]
    [InlineData(",\"ignore\":[\"b/big/shared\"]", "a/shared", "sorted by lowest latency")]
    [InlineData(",\"ignore\":[\"a\"],\"provider\":{\"order\":[\"a\",\"b\"]}", "b/big/shared", "in the given order")]
    [InlineData(",\"models\":[\"c/other\"]", "a/shared b/big/shared c/other", "sorted by lowest latency")]
    [InlineData(",\"models\":[\"c/other\",\"c/plain\"],\"sort\":[\"price\"]", "a/shared b/big/shared c/other c/plain", "sorted by lowest price")]
    public void ABareId_GoesToThoseWhoServeIt(string options, string expected, string order)
    {
        var (exchange, refusal) = Resolve("shared", options);
        using var kept = exchange;

        Assert.Null(refusal);
        Assert.Equal(expected, Ids(exchange));
        Assert.Equal((SelectionKind.Provider, "shared", order), (exchange.Candidates.Selection, exchange.Candidates.BareName, exchange.Candidates.Order));
    }

    [Fact]
    public void ABareId_FollowsWhatIsMeasured()
    {
        for (var i = 0; i < 4; i++)
        {
            _plan.Models.ById["a/shared"].Statistics.Record(TimeSpan.FromMilliseconds(300), 0);
            _plan.Models.ById["b/big/shared"].Statistics.Record(TimeSpan.FromMilliseconds(200), 0);
        }

        Assert.Equal(["b/big/shared", "a/shared"], Candidates("shared"));
        Assert.Equal(["b/big/shared", "a/shared"], Candidates("Shared"));
    }

    [Theory]
    [InlineData(",\"provider\":{\"order\":[\"c\"]}")]
    [InlineData(",\"ignore\":[\"a\",\"b\"]")]
    [InlineData(",\"ignore\":[\"shared\"]")]
    public void ABareId_OfWhichNoProviderIsLeft_Is404_WithThoseThereWere(string options)
    {
        var (exchange, refusal) = Resolve("shared", options);
        exchange.Dispose();

        Assert.Equal((404, "No provider is left for 'shared' after provider.order and ignore; it is served by a, b."), (refusal!.Status, refusal.Message));
    }

    // 3.3
    [Theory]
    [InlineData(",\"sort\":[\"price\"]", "a/shared b/big/shared c/other c/plain inworld/own", "sorted by lowest price")]
    [InlineData(",\"sort\":[\"intelligence\"]", "b/big/shared c/other a/shared c/plain inworld/own", "sorted by highest intelligence")]
    [InlineData(",\"sort\":[{\"metric\":\"price\",\"direction\":\"desc\"}]", "c/other b/big/shared a/shared c/plain inworld/own", "sorted by highest price")]
    [InlineData("", "a/shared b/big/shared c/other c/plain inworld/own", "sorted by lowest latency, lowest price")]
    [InlineData(",\"sort\":[\"price\"],\"ignore\":[\"a\",\"c/other\",\"own\"]", "b/big/shared c/plain", "sorted by lowest price")]
    [InlineData(",\"sort\":[\"price\"],\"ignore\":[\"SHARED\"]", "c/other c/plain inworld/own", "sorted by lowest price")]
    [InlineData(",\"sort\":[\"price\"],\"provider\":{\"allow_fallbacks\":false}", "a/shared", "sorted by lowest price")]
    [InlineData(",\"sort\":[\"price\"],\"tools\":[{}]", "a/shared b/big/shared c/plain inworld/own", "sorted by lowest price")]
    [InlineData(",\"sort\":[\"price\"],\"response_format\":{\"type\":\"json_schema\"}", "c/other c/plain inworld/own", "sorted by lowest price")]
    [InlineData(",\"sort\":[\"price\"],\"max_tokens\":1000", "a/shared c/other c/plain inworld/own", "sorted by lowest price")]
    public void Auto_RanksEveryModelThatCanServeTheCall(string options, string expected, string order)
    {
        var (exchange, refusal) = Resolve("auto", options);
        using var kept = exchange;

        Assert.Null(refusal);
        Assert.Equal(expected, Ids(exchange));
        Assert.Equal((SelectionKind.AutoFromAll, order), (exchange.Candidates.Selection, exchange.Candidates.Order));
    }

    [Theory]
    [InlineData("[\"c/other\",\"b/big/shared\"]", "b/big/shared c/other", 0)]
    [InlineData("[\"c\"]", "c/other c/plain", 0)]
    [InlineData("[\"c\",\"a\"]", "a/shared c/other c/plain", 0)]
    [InlineData("[\"shared\"]", "a/shared b/big/shared", 0)]
    [InlineData("[\"c/never-described\",\"a/shared\"]", "a/shared c/never-described", 0)]
    [InlineData("[\"openai\",\"groq/x\",\"a/shared\"]", "a/shared", 2)]
    public void Auto_FromSpecifiedModels_TakesIdsAndWholeProviders(string models, string expected, int warnings)
    {
        var (exchange, refusal) = Resolve("auto", $",\"sort\":[\"price\"],\"models\":{models}");
        using var kept = exchange;

        Assert.Null(refusal);
        Assert.Equal(expected, Ids(exchange));
        Assert.Equal(SelectionKind.AutoFromSpecified, exchange.Candidates.Selection);
        Assert.Equal(warnings, exchange.Warnings.Count);
    }

    [Theory]
    [InlineData("auto", ",\"models\":[\"nobody/x\"]", 400, "models[0]", "Invalid service provider: nobody")]
    [InlineData("auto", ",\"models\":[\"a/shared\",\"nothing\"]", 404, "models[1]", "No configured provider serves the model 'nothing'.")]
    [InlineData("auto", ",\"ignore\":[\"a\",\"b\",\"c\",\"inworld\"]", 400, "model", "No configured model is left for auto")]
    [InlineData("a/shared", ",\"models\":[\"nobody/x\"]", 400, "models[0]", "Invalid service provider: nobody")]
    [InlineData("a/shared", ",\"models\":[\"b/big/shared\",\"a/\"]", 400, "models[1]", "names a provider but no model")]
    [InlineData("shared", ",\"models\":[\"nothing\"]", 404, "models[0]", "No configured provider serves the model 'nothing'.")]
    public void AWrongEntryOfAList_IsNamed(string model, string options, int status, string field, string expected)
    {
        var (exchange, refusal) = Resolve(model, options);
        exchange.Dispose();

        Assert.Equal((status, field), (refusal!.Status, refusal.Param));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    // 3.4: "Primary first, then the list in the given order (sorted if sort is given), ignore removes entries of the list, never the primary"
    [Theory]
    [InlineData("", "b/big/shared")]
    [InlineData(",\"models\":[\"c/other\",\"a/shared\"]", "b/big/shared c/other a/shared")]
    [InlineData(",\"models\":[\"c/other\",\"a/shared\"],\"sort\":[\"price\"]", "b/big/shared a/shared c/other")]
    [InlineData(",\"models\":[\"b/big/shared\",\"a/shared\",\"a/shared\"]", "b/big/shared a/shared")]
    [InlineData(",\"models\":[\"c/other\",\"a/shared\"],\"ignore\":[\"b\",\"c\"]", "b/big/shared a/shared")]
    [InlineData(",\"models\":[\"c/other\"],\"provider\":{\"allow_fallbacks\":false}", "b/big/shared")]
    [InlineData(",\"models\":[\"shared\"]", "b/big/shared a/shared")]
    [InlineData(",\"models\":[\"openai/gpt-x\",\"c/other\"]", "b/big/shared c/other")]
    public void ASpecificModel_IsFollowedByItsList(string options, string expected)
    {
        var (exchange, refusal) = Resolve("b/big/shared", options);
        using var kept = exchange;

        Assert.Null(refusal);
        Assert.Equal(expected, Ids(exchange));
    }

    [Theory]
    [InlineData("b/big/shared", "", 403, "")]
    [InlineData("c/plain", "", 403, "")]
    [InlineData("a/anything", "", 0, "a/anything")]
    [InlineData("c/other", "", 0, "c/other")]
    [InlineData("shared", "", 0, "a/shared")]
    [InlineData("own", "", 403, "")]
    [InlineData("plain", "", 403, "")]
    [InlineData("a/shared", ",\"models\":[\"b/big/shared\",\"c/other\"]", 0, "a/shared c/other")]
    [InlineData("shared", ",\"models\":[\"c/plain\",\"c/other\"]", 0, "a/shared c/other")]
    [InlineData("auto", ",\"sort\":[\"intelligence\"]", 0, "c/other a/shared")]
    [InlineData("auto", ",\"models\":[\"b\"]", 400, "")]
    public void C71_AKey_ReachesWhatItsListNames_AlsoInFallbacks(string model, string options, int status, string expected)
    {
        var (exchange, refusal) = Resolve(model, options, key: "k");
        using var kept = exchange;

        Assert.Equal(status, refusal?.Status ?? 0);
        if (status == 403)
            Assert.Equal(("permission_error", $"This key may not use the model '{model}'."), (refusal!.Type, refusal.Message));
        else if (status == 0)
            Assert.Equal(expected, Ids(exchange));
    }

    [Fact]
    public void AModelsOtherId_IsIgnoredUnderEitherName()
    {
        var plan = TestCatalog.Compile("""{ "providers": { "groq": { "apiKey": "gsk" }, "openai": { "apiKey": "sk" } }, "routing": { "explore": 0 } }""");
        foreach (var id in (string[])["groq/llama-70b", "groq/meta/llama-70b", "llama-70b", "meta/llama-70b"])
        {
            var (exchange, refusal) = Resolve("auto", $",\"ignore\":[\"{id}\"]", plan: plan);
            using var kept = exchange;
            Assert.Null(refusal);
            Assert.Equal("openai/gpt-x", Ids(exchange));
        }
    }

    [Fact]
    public void Exploring_SendsAShareElsewhere_AndKeepsTheRestAsFallbacks()
    {
        var plan = TestCatalog.Compile(Config.Replace("\"explore\": 0", "\"explore\": 1", StringComparison.Ordinal), new LiveState(_time));
        for (var i = 0; i < 4; i++)
            plan.Models.ById["a/shared"].Statistics.Record(TimeSpan.FromMilliseconds(1), 0);

        var (exchange, _) = Resolve("auto", "", plan: plan);
        using var kept = exchange;

        Assert.NotEqual("a/shared", exchange.Candidates[0].Id);
        Assert.Equal("a/shared", exchange.Candidates[1].Id);
        Assert.Equal(5, exchange.Candidates.Count);
    }

    private static string Ids(Exchange exchange) => string.Join(' ', exchange.Candidates.Models.ToArray().Select(m => m.Id));

    private string[] Candidates(string model)
    {
        var (exchange, refusal) = Resolve(model);
        using var kept = exchange;
        Assert.Null(refusal);
        return Ids(exchange).Split(' ');
    }

    private (Exchange Exchange, RouterError? Refusal) Resolve(string model, string options = "", string? key = null, RouterPlan? plan = null)
    {
        plan ??= _plan;
        var (exchange, invalid) = Calls.Read(Say.Call(model, more: options), plan, _time);
        Assert.Null(invalid);
        exchange.Caller = key is null ? plan.Callers.Anonymous! : plan.Callers.ByCredential[key];
        return (exchange, new RouteResolver(_time, new Random(1)).Resolve(exchange));
    }
}

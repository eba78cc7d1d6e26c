// What settings mean together: refused configurations, with the words that they are refused with.
namespace InworldRouter.Tests.ControlPlane.Validation;

public sealed class ConfigRulesTests
{
    private const string Provider = "\"providers\": { \"openai\": { \"apiKey\": \"sk\" } }";

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://10.0.0.1:8080")]
    [InlineData("http://router.example:8080")]
    public void NoKeys_OnAnOpenListener_IsRefused(string url) =>
        Assert.Equal(
            [$"auth.keys: there is no key, and {url} can be reached from other machines; add a key, set auth.anonymous to true, or listen on 127.0.0.1"],
            TestCatalog.Problems($$"""{ {{Provider}}, "listen": ["{{url}}"] }"""));

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    [InlineData("http://127.8.9.10:80")]
    [InlineData("http://unix:/tmp/router.sock")]
    public void NoKeys_OnALoopbackListener_IsFine(string url) =>
        Assert.Empty(TestCatalog.Problems($$"""{ {{Provider}}, "listen": ["{{url}}"] }"""));

    [Theory]
    [InlineData("\"auth\": { \"anonymous\": true }")]
    [InlineData("\"auth\": { \"keys\": [ { \"name\": \"a\", \"key\": \"k\" } ] }")]
    public void AnonymousOrAKey_OpensAnyListener(string auth) =>
        Assert.Empty(TestCatalog.Problems($$"""{ {{Provider}}, {{auth}}, "listen": ["http://0.0.0.0:8080"] }"""));

    [Fact]
    public void TheCommandLine_BeatsTheFilesListeners() =>
        Assert.Equal(
            ["auth.keys: there is no key, and http://0.0.0.0:9000 can be reached from other machines; add a key, set auth.anonymous to true, or listen on 127.0.0.1"],
            TestCatalog.Problems($$"""{ {{Provider}}, "listen": ["http://127.0.0.1:8080"] }""", urls: "http://127.0.0.1:9001;http://0.0.0.0:9000"));

    [Fact]
    public void Listeners_AreAddresses_EachOnce_AndHttpsHasACertificate() =>
        Assert.Equal(
            [
                "listen[0]: \"localhost\" is no address to listen on; expected one such as http://127.0.0.1:8080",
                "listen[2]: \"http://127.0.0.1:8080\" is listed twice; keep one of them",
                "listen[3]: \"ftp://127.0.0.1\" is no address to listen on; expected one such as http://127.0.0.1:8080",
                "certificate: an https listener has no certificate; name its file: \"certificate\": { \"path\": \"router.pem\" }",
            ],
            TestCatalog.Problems($$"""{ {{Provider}}, "listen": ["localhost", "http://127.0.0.1:8080", "http://127.0.0.1:8080", "ftp://127.0.0.1", "https://127.0.0.1"] }"""));

    [Fact]
    public void ACertificate_IsLoaded()
    {
        using var file = new TemporaryFile("no certificate");

        var problem = Assert.Single(TestCatalog.Problems($$"""{ {{Provider}}, "listen": ["https://127.0.0.1"], "certificate": { "path": "{{file.Path}}" } }"""));

        Assert.StartsWith("certificate.path: no certificate with its private key could be loaded: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_HaveNamesAndSecretsOfTheirOwn() =>
        Assert.Equal(
            [
                "auth.keys[1].name: another key is called \"a\"; give each key a name of its own",
                "auth.keys[1].key: another entry has the same key; callers are told apart by their keys: give each its own",
                "auth.keys[2].name: the key has no name; give it one: logs and metrics show it",
                "auth.keys[2].key: the key is empty; set it, usually from the environment: ${NAME}",
                "auth.keys[3].key: the key has spaces or characters that no HTTP header can carry; use visible ASCII characters only",
                "auth.keys[3].models[1]: \"gpt-*\" names no model; expected provider/model, provider/*, inworld/name or *",
                "auth.keys[3].models[2]: \"groq/ll*\" names no model; expected provider/model, provider/*, inworld/name or *",
                "auth.keys[3].limits.budgetUsd: there is a budgetPeriod, but no budget; set budgetUsd too",
            ],
            TestCatalog.Problems(
                $$"""
                { {{Provider}}, "auth": { "keys": [ { "name": "a", "key": "k" }, { "name": "a", "key": "k" }, {},
                  { "name": "d", "key": "k\r\nx", "models": ["groq/*", "gpt-*", "groq/ll*", "openai/gpt-x"], "limits": { "budgetPeriod": "day" } } ] } }
                """));

    [Fact]
    public void AnUnsetVariable_IsTheOnlyProblemOfItsKey() =>
        Assert.Equal(
            ["providers.groq.apiKey: the environment variable GROQ is not set; set it, or give a default as ${GROQ:-default}"],
            TestCatalog.Problems("""{ "providers": { "groq": { "apiKey": "${GROQ}" } } }"""));

    [Theory]
    [InlineData("\"groq\": {}", "providers.groq.apiKey: the provider has no key; set it, usually to ${GROQ_API_KEY}")]
    [InlineData("\"azure\": { \"apiKey\": \"k\" }", "providers.azure.baseUrl: this provider has no address of its own; set it, such as http://127.0.0.1:11434/v1")]
    [InlineData("\"grok\": { \"apiKey\": \"k\" }", "providers.grok.dialect: this provider is not well known, so that its dialect must be set; set \"dialect\": \"openai\" and its baseUrl (or did you mean \"groq\"?)")]
    [InlineData("\"local\": { \"dialect\": \"openai\" }", "providers.local.baseUrl: this provider has no address of its own; set it, such as http://127.0.0.1:11434/v1")]
    [InlineData("\"x\": { \"dialect\": \"anthropic\", \"baseUrl\": \"http://x\" }", "providers.x.dialect: this version has no adapter for the dialect \"anthropic\"; expected openai")]
    [InlineData("\"x\": { \"dialect\": \"telex\", \"baseUrl\": \"http://x\" }", "providers.x.dialect: \"telex\" is not allowed; expected one of openai, openai-responses, anthropic, gemini")]
    [InlineData("\"anthropic\": { \"apiKey\": \"k\" }", "providers.anthropic: this version has no adapter for this provider's own dialect; remove it, or set dialect openai and the baseUrl of its OpenAI-compatible API")]
    [InlineData("\"Groq\": { \"apiKey\": \"k\" }", "providers.Groq: this id cannot stand before the slash of a model; use lower-case letters, digits, \"-\", \"_\" and \".\"")]
    [InlineData("\"groq\": { \"apiKey\": \"k\\r\\nX-Evil: 1\" }", "providers.groq.apiKey: the key has spaces, line ends or other characters that no HTTP header can carry; use visible ASCII characters only")]
    [InlineData("\"groq\": { \"apiKeys\": [\"k\", \"ключ\"] }", "providers.groq.apiKeys[1]: the key has spaces, line ends or other characters that no HTTP header can carry; use visible ASCII characters only")]
    [InlineData("\"groq\": { \"apiKey\": \"k\", \"apiKeys\": [\"k\"] }", "providers.groq.apiKeys[0]: the key is repeated; keep one of them")]
    public void Providers_CanBeSpokenTo_Reached_AndPaid(string provider, string expected) =>
        Assert.Equal([expected], TestCatalog.Problems($$"""{ "providers": { {{provider}} } }"""));

    [Theory]
    [InlineData("\"groq\": { \"apiKey\": \"\" }")]
    [InlineData("\"groq\": { \"baseUrl\": \"http://127.0.0.1:9000/v1\" }")]
    [InlineData("\"groq\": { \"apiKey\": \"k\", \"dialect\": \"openai\" }")]
    [InlineData("\"local\": { \"dialect\": \"openai\", \"baseUrl\": \"http://127.0.0.1:11434/v1\" }")]
    [InlineData("\"anthropic\": { \"dialect\": \"openai\", \"baseUrl\": \"https://api.anthropic.com/v1\", \"apiKey\": \"k\" }")]
    public void Providers_MayLeaveOutWhatIsKnown(string provider) => Assert.Empty(TestCatalog.Problems($$"""{ "providers": { {{provider}} } }"""));

    [Fact]
    public void NoProvider_IsAProblem() =>
        Assert.Equal(["providers: there is no provider; add one, such as \"openai\": { \"apiKey\": \"${OPENAI_API_KEY}\" }"], TestCatalog.Problems("{}"));

    [Fact]
    public void Models_NameProvidersThatThereAre() =>
        Assert.Equal(
            [
                "models[0].id: there is no provider \"opnai\"; did you mean \"openai/x\"?",
                "models[1].id: \"bare\" is no model id; expected provider/model",
                "models[2].id: the model has no id; expected provider/model",
                "models[4].id: \"openai/y\" is described twice; keep one of them",
                "models[4].aliases[0]: \"auto\" cannot be an alias; expected a bare name: without a slash, and not \"auto\"",
                "moderation.model: there is no provider \"nobody\"; add it under providers, or write an id of one that is there",
            ],
            TestCatalog.Problems(
                $$"""
                { {{Provider}}, "models": [ { "id": "opnai/x" }, { "id": "bare" }, {}, { "id": "openai/y" }, { "id": "openai/y", "aliases": ["auto"] } ],
                  "moderation": { "model": "nobody/x" } }
                """));

    [Fact]
    public void Services_HaveAllTheirSettings() =>
        Assert.Equal(
            [
                "store.connection: a postgres store has no connection; set it, such as Host=db;Username=router;Password=${PGPASSWORD}",
                "search.google.apiKey: the engine has no key; set it",
                "limits.maxBodyBytes: 2147483648 bytes cannot be the limit; expected a size from 1B to 1GB",
            ],
            TestCatalog.Problems($$"""{ {{Provider}}, "store": { "type": "postgres" }, "search": { "google": { "engineId": "x" } }, "limits": { "maxBodyBytes": "2GB" } }"""));
}

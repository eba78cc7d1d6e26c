// The configuration file: everything that the documentation shows is read, everything wrong is named with its path.
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.Tests.ControlPlane.Configuration;

public sealed class ConfigReaderTests
{
    [Fact]
    public void TheDocumentedFile_IsReadWhole()
    {
        using var vertex = new TemporaryFile("{\"type\":\"service_account\"}\n");
        var config = Settings.Read(
            $$$"""
            {
              "$schema": "inworld-router.schema.json",
              "listen": ["http://127.0.0.1:8080"],            // --urls and ASPNETCORE_URLS win
              "auth": {
                "keys": [ { "name": "dev", "key": "${INWORLD_API_KEY}", "permissions": ["inference","routers.read","routers.write","admin"],
                            "models": ["*"], "limits": { "requestsPerMinute": 600, "tokensPerMinute": 1000000, "budgetUsd": 50, "budgetPeriod": "month" } } ],
                "anonymous": false
              },
              "providers": {
                "openai":    { "apiKey": "${OPENAI_API_KEY:-sk-none}" },
                "google-vertex": { "project": "p", "location": "global", "credentials": "${file:{{{vertex.Path}}}}" },
                "groq":      { "apiKeys": ["${GROQ_KEY_A}", "${GROQ_KEY_A}-2"] },
                "local":     { "dialect": "openai", "baseUrl": "http://127.0.0.1:11434/v1", "models": ["llama3.3"],
                               "timeouts": { "connect": "3s", "firstToken": "300ms", "idle": "1.5m", "total": "1h" }, "maxConcurrency": 64 }
              },
              "models": [ { "id": "local/llama3.3", "aliases": ["llama-3.3-70b"], "price": {"input":0,"output":0.25},
                            "context": 131072, "maxOutput": 8192, "capabilities": ["tools","vision"], "scores": {"intelligence": 30} } ],
              "routing": { "explore": 0.01 },
              "moderation": { "model": "groq/llama-guard-4-12b" },
              "routers": "/etc/routers/",
              "store": { "type": "file", "path": "/var/lib/router" },
              "cache": { "maxBytes": "256MB" },
              "search": { "exa": { "apiKey": "${EXA_API_KEY:-none}" /* baseUrl too */ }, "google": { "apiKey": "…", "engineId": "…" } },
              "limits": { "maxBodyBytes": "64MB", "maxConcurrentRequests": 10000, "maxQueue": 1000, "allowPrivateImageHosts": false },
              "timeouts": { "connect": "5s", "firstToken": "2m", "idle": "2m", "total": "30m", "shutdown": "30s" },
              "telemetry": { "otlp": "http://127.0.0.1:4317", "requestLog": "stdout" },
            }
            """,
            ("INWORLD_API_KEY", "secret"), ("GROQ_KEY_A", "gsk"));

        var key = Assert.Single(config.Auth!.Keys!);
        Assert.Equal("secret", key.Key);
        Assert.Equal(["inference", "routers.read", "routers.write", "admin"], key.Permissions!);
        Assert.Equal(new KeyLimitsConfig { RequestsPerMinute = 600, TokensPerMinute = 1_000_000, BudgetUsd = 50, BudgetPeriod = "month" }, key.Limits);
        Assert.Equal("sk-none", config.Providers!["openai"].ApiKey);
        Assert.Equal("{\"type\":\"service_account\"}", config.Providers["google-vertex"].Credentials);
        Assert.Equal(["gsk", "gsk-2"], config.Providers["groq"].ApiKeys!);
        Assert.Equal(TimeSpan.FromMilliseconds(300), config.Providers["local"].Timeouts!.FirstToken);
        Assert.Equal(TimeSpan.FromSeconds(90), config.Providers["local"].Timeouts!.Idle);
        Assert.Equal(0.25, Assert.Single(config.Models!).Price!.Output);
        Assert.Equal(64L << 20, config.Limits!.MaxBodyBytes!.Value.Bytes);
        Assert.Equal(TimeSpan.FromSeconds(30), config.Timeouts!.Shutdown);
        Assert.Equal(new Uri("http://127.0.0.1:4317"), config.Telemetry!.Otlp);
    }

    [Fact]
    public void EveryProblem_ComesAtOnce_WithItsPath()
    {
        var problems = Settings.Problems(
            """
            {
              "auth": { "keys": [ {}, { "name": 7, "permissions": ["inferense"], "limits": { "requestsPerMinute": 0 } } ] },
              "providers": { "groq": { "apikey": "x" }, "my.own": { "baseUrl": "ftp://x", "timeouts": { "idle": "2 minutes" } }, "local": [] },
              "routing": { "explore": 1.5, "explore": 0.1 },
              "limits": { "maxBodyBytes": "64 elephants" },
              "listen": "http://127.0.0.1:8080",
              "telemetri": {},
            }
            """);

        Assert.Equal(
            [
                "auth.keys[1].name: 7 is not allowed; expected a string",
                "auth.keys[1].permissions[0]: \"inferense\" is not allowed; expected one of inference, routers.read, routers.write, admin",
                "auth.keys[1].limits.requestsPerMinute: 0 is not allowed; expected a whole number from 1 to 1000000000",
                "providers.groq.apikey: unknown setting; did you mean \"apiKey\"?",
                "providers[\"my.own\"].baseUrl: \"ftp://x\" is not allowed; expected an http or https address without user name and query",
                "providers[\"my.own\"].timeouts.idle: \"2 minutes\" is not allowed; expected a duration such as \"300ms\", \"1.5s\", \"2m\" or \"1h\", from 1ms to 24h",
                "providers.local: found a list; expected an object",
                "routing.explore: 1.5 is not allowed; expected a number from 0 to 1",
                "limits.maxBodyBytes: \"64 elephants\" is not allowed; expected a size such as \"64MB\", \"256KB\", \"1GB\", or a number of bytes",
                "listen: found a string; expected a list",
                "telemetri: unknown setting; did you mean \"telemetry\"?",
            ],
            problems);
    }

    [Theory]
    [InlineData("30d", 30 * 24)]
    [InlineData("1.5d", 36)]
    [InlineData("12h", 12)]
    public void ALifetime_MayBeDays(string written, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), Settings.Read($$"""{ "store": { "responsesTtl": "{{written}}" } }""").Store!.ResponsesTtl);

    // Beyond a day a timeout is a typing mistake; beyond ten years a lifetime is.
    [Fact]
    public void ATimeout_MayNot() =>
        Assert.Equal(
            [
                "timeouts.total: \"2d\" is not allowed; expected a duration such as \"300ms\", \"1.5s\", \"2m\" or \"1h\", from 1ms to 24h",
                "store.responsesTtl: \"3651d\" is not allowed; expected a duration such as \"30m\", \"12h\" or \"30d\", from 1ms to 3650d",
            ],
            Settings.Problems("""{ "timeouts": { "total": "2d" }, "store": { "responsesTtl": "3651d" } }"""));

    [Fact]
    public void ARepeatedSetting_IsAProblem() =>
        Assert.Equal(
            ["routing: the setting is repeated; keep one of them", "providers.groq: the setting is repeated; keep one of them"],
            Settings.Problems("""{ "routing": {}, "routing": {}, "providers": { "groq": {}, "groq": {} } }"""));

    [Theory]
    [InlineData("${A}", "1")]
    [InlineData("x${A}y${B}z", "x1y2z")]
    [InlineData("${A:-other}", "1")]
    [InlineData("${NONE:-other}", "other")]
    [InlineData("${EMPTY:-other}", "other")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${NONE:-}", "")]
    [InlineData("$${A}", "${A}")]
    [InlineData("$A and $", "$A and $")]
    public void References_AreReplaced(string written, string expected)
    {
        var config = Settings.Read($$"""{ "moderation": { "model": "{{written}}" } }""", ("A", "1"), ("B", "2"), ("EMPTY", ""));

        Assert.Equal(expected, config.Moderation!.Model);
    }

    [Theory]
    [InlineData("${NONE}", "the environment variable NONE is not set; set it, or give a default as ${NONE:-default}")]
    [InlineData("x${", "\"${\" without its \"}\"; close it, or write $${ for the characters themselves")]
    [InlineData("${a b}", "\"${a b}\" names no environment variable; write ${NAME}, ${NAME:-default} or ${file:/path}")]
    [InlineData("${A:-${B}}", "the default of ${A:-…} contains another \"${\"; a default is plain text: set the variable instead")]
    public void BadReferences_AreProblems(string written, string expected) =>
        Assert.Equal(["providers.groq.apiKey: " + expected], Settings.Problems($$"""{ "providers": { "groq": { "apiKey": "{{written}}" } } }"""));

    [Fact]
    public void ASecretFile_ThatIsNotThere_IsAProblem()
    {
        var problem = Assert.Single(Settings.Problems("""{ "providers": { "groq": { "apiKey": "${file:/no/such/file}" } } }"""));

        Assert.StartsWith("providers.groq.apiKey: the file \"/no/such/file\" cannot be read: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersAndTruthValues_MayComeFromTheEnvironment()
    {
        var config = Settings.Read("""{ "limits": { "maxQueue": "${QUEUE}", "allowPrivateImageHosts": "${PRIVATE:-true}" } }""", ("QUEUE", "12"));

        Assert.Equal(12, config.Limits!.MaxQueue);
        Assert.True(config.Limits.AllowPrivateImageHosts);
    }

    [Fact]
    public void AStringInPlaceOfANumber_IsAProblem() =>
        Assert.Equal(
            ["limits.maxQueue: \"12\" is not allowed; expected a whole number from 0 to 10000000"],
            Settings.Problems("""{ "limits": { "maxQueue": "12" } }"""));

    [Fact]
    public void WhatAVariableHolds_IsNeverRepeated()
    {
        var problem = Assert.Single(Settings.Problems("""{ "providers": { "groq": { "baseUrl": "${SECRET}" } } }""", ("SECRET", "gsk_12345")));

        Assert.DoesNotContain("gsk_12345", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void RelativePaths_AreRelativeToTheFile()
    {
        using var file = new TemporaryFile("""{ "store": { "path": "data" }, "routers": "../routers" }""");

        var config = new ConfigReader(_ => null).ReadFile(file.Path, new ConfigProblems());

        var folder = Path.GetDirectoryName(file.Path)!;
        Assert.Equal(Path.Combine(folder, "data"), config!.Store!.Path);
        Assert.Equal(Path.GetFullPath("../routers", folder), config.Routers);
    }

    [Theory]
    [InlineData("{ \"listen\": [", "test.json: not JSON at line 1, byte 14: ")]
    [InlineData("{\n  nonsense }", "test.json: not JSON at line 2, byte 3: ")]
    [InlineData("[]", "test.json: the file holds no object; expected { … }")]
    [InlineData("{ \"routers\": \"\\ud800\" }", "test.json: a string has an escape that is no character")]
    [InlineData("{ \"\\ud800\": 1 }", "test.json: a string has an escape that is no character")]
    public void BrokenText_IsOneProblem(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Settings.Problems(text)), StringComparison.Ordinal);

    [Fact]
    public void AMissingFile_IsAProblem()
    {
        var problems = new ConfigProblems();
        new ConfigReader(_ => null).ReadFile("/no/such/inworld-router.json", problems);

        Assert.StartsWith("/no/such/inworld-router.json: the file cannot be read: ", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Null_MeansNotSet()
    {
        var config = Settings.Read("""{ "auth": null, "providers": { "groq": { "apiKey": null } } }""");

        Assert.Null(config.Auth);
        Assert.Null(config.Providers!["groq"].ApiKey);
    }
}

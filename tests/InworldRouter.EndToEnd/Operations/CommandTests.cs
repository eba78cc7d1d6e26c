// The command line: exit codes, all problems at once, a way on when nothing is configured.
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Operations;

public sealed class CommandTests
{
    [Fact]
    public async Task Version_AndHelp_Are0()
    {
        var version = await NativeRouter.RunAsync(null, "--version");
        Assert.Equal(0, version.ExitCode);
        Assert.Matches(@"\d+\.\d+", version.Output);
        var help = await NativeRouter.RunAsync(null, "--help");
        Assert.Equal(0, help.ExitCode);
        foreach (var command in new[] { "serve", "check", "simulate", "--config", "--demo" })
            Assert.Contains(command, help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("no-such-command")]
    [InlineData("serve", "--config", "/no/such/file.json")]
    [InlineData("check", "--config", "/no/such/file.json")]
    [InlineData("simulate", "--scenario", "/no/such/file.json")]
    [InlineData("simulate", "--urls", "not a url")]
    public async Task AWrongCommandLine_Is64(params string[] arguments)
    {
        var (exitCode, output) = await NativeRouter.RunAsync(null, arguments);
        Assert.True(exitCode == 64, $"{exitCode}: {output}");
        Assert.NotEmpty(output);
    }

    [Fact]
    public async Task Check_TellsAllProblemsWithTheirPaths()
    {
        var (exitCode, output) = await CheckAsync("""
            {
              // three problems, and a comment
              "providers": { "openai": { "apiKey": "${E2E_NOT_SET}", "baseURL": "http://x" } },
              "timeouts": { "idle": "soon" },
            }
            """);
        Assert.Equal(64, exitCode);
        Assert.Contains("providers.openai.apiKey", output, StringComparison.Ordinal);
        Assert.Contains("providers.openai.baseURL", output, StringComparison.Ordinal);
        Assert.Contains("baseUrl", output, StringComparison.Ordinal);
        Assert.Contains("timeouts.idle", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAGoodFile_Is0()
    {
        var (exitCode, output) = await CheckAsync("""{ "auth": { "keys": [ { "name": "a", "key": "${NOT_SET:-x}" } ] }, "providers": { "openai": { "apiKey": "k" } }, }""");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task NothingConfigured_Is64WithTheWayOn()
    {
        var folder = Directory.CreateTempSubdirectory("inworld-e2e-").FullName;
        try
        {
            var (exitCode, output) = await NativeRouter.RunAsync(folder);
            Assert.Equal(64, exitCode);
            Assert.Contains("OPENAI_API_KEY", output, StringComparison.Ordinal);
            Assert.Contains("--demo", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Demo_ServesAtOnceWithTheSimulatorBehindIt()
    {
        await using var router = await NativeRouter.StartDemoAsync();
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.Equal("Hello! I am the simulator standing in for gpt-4o. You said: Hi", answer.TextOf());
        Assert.Equal("openai/gpt-4o:true", Wire.Attempts(answer.Json["metadata"]!));
        var data = await router.StreamAsync(Wire.Chat("auto", stream: true));
        Assert.StartsWith("Hello! I am the simulator standing in for", data.TextOf());
    }

    [Fact]
    public async Task NoKeysBeyondLoopback_IsRefused()
    {
        var (exitCode, output) = await CheckAsync("""{ "listen": ["http://0.0.0.0:8080"], "providers": { "openai": { "apiKey": "k" } } }""");
        Assert.Equal(64, exitCode);
        Assert.Contains("auth", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATakenPort_IsSaidAndDoesNotHang()
    {
        await using var upstream = FakeUpstream.Never();
        var config = new JsonObject
        {
            ["listen"] = new JsonArray(upstream.BaseUrl[..^"/v1".Length]),
            ["providers"] = new JsonObject { ["openai"] = new JsonObject { ["apiKey"] = "k" } },
        };
        var folder = Directory.CreateTempSubdirectory("inworld-e2e-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "inworld-router.json"), config.ToJsonString(), TestContext.Current.CancellationToken);
            var (exitCode, output) = await NativeRouter.RunAsync(folder);
            Assert.NotEqual(0, exitCode);
            Assert.Contains("address already in use", output, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> CheckAsync(string config)
    {
        var folder = Directory.CreateTempSubdirectory("inworld-e2e-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "inworld-router.json"), config);
            return await NativeRouter.RunAsync(folder, "check");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

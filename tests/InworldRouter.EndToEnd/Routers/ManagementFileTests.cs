// The operator's side: files of read-only routers, their reload and check, and a store that is not there.
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Routers;

public sealed class ManagementFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inworld-e2e-routers-").FullName;

    private string Routers => Path.Combine(_folder, "routers");

    public ManagementFileTests() => Directory.CreateDirectory(Routers);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ARouterFile_IsInForce_ReadOnly_AndFollowsItsFile()
    {
        await using var upstream = FakeUpstream.Never();
        Write("fixed", ManagementCalls.Simple("fixed"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("routers", Routers));

        Assert.Equal(200, (await router.GetAsync(ManagementCalls.Official + "/fixed")).Status);
        foreach (var answer in (RawAnswer[])[
            await router.ManageAsync("PATCH", ManagementCalls.Official + "/fixed", "{}"),
            await router.ManageAsync("DELETE", ManagementCalls.Plain + "/fixed"),
            await router.ManageAsync("POST", ManagementCalls.Plain, ManagementCalls.Simple("fixed"))])
        {
            Assert.Equal((409, 9), (answer.Status, answer.Json["code"]!.GetValue<int>()));
            Assert.Contains("routers/fixed.json", answer.Json["message"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        Write("second", ManagementCalls.Simple("second"));
        await router.LineAsync("reload: plan 2 is in force");
        Assert.Equal(200, (await router.GetAsync(ManagementCalls.Official + "/second")).Status);

        Write("second", """{"routes":"none"}""");
        await router.LineAsync("reload: routers/second.json: routes: found a string; expected a list");
        await router.LineAsync("reload: refused");
        Assert.Equal(200, (await router.GetAsync(ManagementCalls.Official + "/second")).Status);
    }

    [Fact]
    public async Task Check_ListsTheProblemsOfAllFiles()
    {
        Write("a", "{}");
        Write("b", "{");
        var config = Path.Combine(_folder, "router.json");
        await File.WriteAllTextAsync(config, """{ "providers": { "openai": { "apiKey": "sk" } }, "routers": "routers/" }""", TestContext.Current.CancellationToken);

        var (code, output) = await NativeRouter.RunAsync(null, "check", "--config", config);

        Assert.Equal(64, code);
        Assert.Contains("routers/a.json: routes: there is neither a route nor a default route; add one of them", output, StringComparison.Ordinal);
        Assert.Contains("routers/b.json: body: not JSON at line 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADatabaseThatIsNotThere_EndsTheStart_NamingHostAndSetting()
    {
        var config = Path.Combine(_folder, "router.json");
        await File.WriteAllTextAsync(
            config,
            $$"""{ "listen": ["http://127.0.0.1:0"], "providers": { "openai": { "apiKey": "sk" } }, "store": { "type": "postgres", "connection": "Host=127.0.0.1;Port={{Ports.TakeFree()}};Username=u;Password=hidden-secret" } }""",
            TestContext.Current.CancellationToken);

        var (code, output) = await NativeRouter.RunAsync(null, "--config", config);

        Assert.Equal(64, code);
        Assert.Contains("127.0.0.1", output, StringComparison.Ordinal);
        Assert.Contains("store.connection", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-secret", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDemo_LeavesNoRoutersBehind()
    {
        await using var router = await NativeRouter.StartDemoAsync();

        var answer = await router.ManageAsync("POST", ManagementCalls.Plain, ManagementCalls.Simple("demo"));

        Assert.Equal(200, answer.Status);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(router.ConfigFile)!, "data")));
    }

    // Whole at once, as a careful editor does it.
    private void Write(string name, string json)
    {
        var temporary = Path.Combine(_folder, name + ".tmp");
        File.WriteAllText(temporary, json);
        File.Move(temporary, Path.Combine(Routers, name + ".json"), overwrite: true);
    }
}

// The folder of read-only routers: one file each, problems by file and path, changes found (configuration.md "routers").
using System.Text;
using InworldRouter.ControlPlane;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Reload;
using InworldRouter.ControlPlane.Routers.Files;
using InworldRouter.Plan;

namespace InworldRouter.Tests.ControlPlane.Routers.Files;

public sealed class RouterFolderTests : IDisposable
{
    private const string Body = "\"defaultRoute\":{\"variants\":[{\"variant\":{\"model_id\":\"m\"}}]}";

    private readonly string _root = Directory.CreateTempSubdirectory("inworld-router-folder-").FullName;
    private readonly List<string> _warnings = [];

    public RouterFolderTests() => Directory.CreateDirectory(Folder);

    private string Folder => Path.Combine(_root, "routers");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void AName_IsTheDocuments_OrTheFiles()
    {
        Write("from-file.json", "{" + Body + ",\"displayName\":\"Another\"}");
        Write("x.json", "{\"name\":\"routers/from-document\"," + Body + "}");
        Write(".hidden.json", "not ours");
        Write("notes.txt", "not ours");

        var files = Read(out var problems);

        Assert.Empty(problems);
        Assert.Equal([("from-file", "routers/from-file.json"), ("from-document", "routers/x.json")], files.Select(f => (f.Name, f.Place)));
        Assert.StartsWith("{\"name\":\"from-file\",\"displayName\":\"Another\",\"defaultRoute\":{\"route_id\":\"default\",", Encoding.UTF8.GetString(files[0].Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_OfAllFiles_ComeAtOnce()
    {
        Write("a.json", "{\"routes\":7}");
        Write("b.json", "{");
        Write("c.json", "{\"name\":\"same\"," + Body + "}");
        Write("same.json", "{" + Body + ",\"diplayName\":1}");
        Write("Bad_Name.json", "{" + Body + "}");

        Read(out var problems);

        Assert.Equal(
            [
                "routers/Bad_Name.json: name: \"Bad_Name\" is no name; expected lower-case letters, digits and hyphens, a letter or digit first, at most 128 of them",
                "routers/a.json: routes: found a number; expected a list",
                "routers/b.json: body: not JSON at line 1, byte 2: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.; correct the syntax",
                "routers/same.json: name: routers/c.json holds the router \"same\" too; keep one of them",
            ],
            problems);
        Assert.Equal(["routers/same.json: diplayName: unknown field, ignored; did you mean \"displayName\"?"], _warnings);
    }

    [Fact]
    public void AFolderThatIsNotThere_IsAProblem_UnlessNoneIsNamed()
    {
        var problems = new ConfigProblems();

        RouterFolder.Read(Path.Combine(_root, "none"), problems, _warnings);

        Assert.StartsWith($"routers: the folder {_root}/none cannot be read: ", Assert.Single(problems).ToString(), StringComparison.Ordinal);
        Assert.Empty(RouterFolder.Read(null, problems, _warnings));
    }

    [Fact]
    public void Reload_FindsChangedFiles_AndRefusesBadOnesAsAWhole()
    {
        Write("a.json", "{" + Body + "}");
        var config = Path.Combine(_root, "router.json");
        File.WriteAllText(config, """{ "providers": { "openai": { "apiKey": "sk" } }, "routers": "routers/" }""");
        var source = PlanSource.Of(config, null, _ => null, TestCatalog.Small, new LiveState(TimeProvider.System));
        var inForce = source.Load([])!;
        var error = new StringWriter();
        using var reload = new ConfigReload(source, loaded => inForce = loaded, inForce, error, TimeProvider.System);

        reload.ReloadIfChanged();
        Assert.Empty(error.ToString());
        Write("b.json", "{" + Body + "}");
        reload.ReloadIfChanged();
        Assert.Equal(["a", "b"], inForce.Routers.Select(r => r.Name));

        Write("b.json", "{");
        Write("c.json", "{" + Body + "}");
        reload.ReloadIfChanged();
        Assert.Equal(["a", "b"], inForce.Routers.Select(r => r.Name));
        Assert.Contains("reload: routers/b.json: body: not JSON at line 1", error.ToString(), StringComparison.Ordinal);

        File.Delete(Path.Combine(Folder, "b.json"));
        reload.ReloadIfChanged();
        Assert.Equal(["a", "c"], inForce.Routers.Select(r => r.Name));
    }

    [Fact]
    public async Task AWatchedFolder_IsFoundChanged()
    {
        var config = Path.Combine(_root, "router.json");
        File.WriteAllText(config, """{ "providers": { "openai": { "apiKey": "sk" } }, "routers": "routers" }""");
        var source = PlanSource.Of(config, null, _ => null, TestCatalog.Small, new LiveState(TimeProvider.System));
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var reload = new ConfigReload(source, loaded => seen.TrySetResult(), source.Load([])!, new StringWriter(), TimeProvider.System);
        reload.Start();

        Write("a.json", "{" + Body + "}");

        await seen.Task.Soon();
    }

    [Fact]
    public void AFolderSwappedBehindALink_IsAnother()
    {
        var link = Path.Combine(_root, "linked");
        Directory.CreateDirectory(link);
        Directory.CreateDirectory(Path.Combine(_root, "v2"));
        Write("a.json", "{}");
        File.WriteAllText(Path.Combine(_root, "v2", "a.json"), "{ }");
        File.CreateSymbolicLink(Path.Combine(link, "..data"), Folder);
        File.CreateSymbolicLink(Path.Combine(link, "a.json"), Path.Combine("..data", "a.json"));
        var before = RouterFolder.Fingerprint(link);

        File.Delete(Path.Combine(link, "..data"));
        File.CreateSymbolicLink(Path.Combine(link, "..data"), Path.Combine(_root, "v2"));

        Assert.NotEqual(before, RouterFolder.Fingerprint(link));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    private IReadOnlyList<RouterFile> Read(out string[] problems)
    {
        var found = new ConfigProblems();
        var files = RouterFolder.Read(Folder, found, _warnings);
        problems = [.. found.Select(p => p.ToString())];
        return files;
    }
}

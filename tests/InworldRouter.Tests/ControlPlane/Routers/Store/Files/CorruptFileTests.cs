// A file that is no router is refused by name, keeps its bytes, and costs no other.
using InworldRouter.ControlPlane.Routers.Store;

namespace InworldRouter.Tests.ControlPlane.Routers.Store.Files;

public sealed class CorruptFileTests : IDisposable
{
    private readonly RouterFolder _folder = new();

    public static readonly TheoryData<string, byte[], string> Kinds = new()
    {
        { "empty", [], "it is empty; restore it" },
        { "truncated", "{\"name\":\"truncated\",\"rou"u8.ToArray(), "it is not whole JSON: line 1, byte 2" },
        { "no-object", "[1,2]"u8.ToArray(), "it is JSON, but no object" },
        { "zeros", new byte[4096], "it is not whole JSON: line 1, byte 1 of the line" },
        { "latin", [.. "{\"name\":\"latin\",\"x\":\""u8, 0xe9, .. "\"}"u8], "it is not UTF-8; save it as UTF-8" },
        { "marked", [0xef, 0xbb, 0xbf, .. "{\"name\":\"marked\"}"u8], "it begins with a byte order mark" },
        { "twice", "{\"name\":\"twice\"}{}"u8.ToArray(), "it is not whole JSON: line 1, byte 17" },
        { "commented", "{\n\"name\":\"commented\" // hello\n}"u8.ToArray(), "it is not whole JSON: line 2, byte 20" },
        { "renamed", "{\"name\":\"original\"}"u8.ToArray(), "its \"name\" is not \"renamed\"; make them equal" },
        { "numbered", "{\"name\":5}"u8.ToArray(), "its \"name\" is not \"numbered\"" },
        { "nameless", "{\"displayName\":\"x\",\"routes\":[{\"name\":\"nameless\"}]}"u8.ToArray(), "it has no \"name\"; add \"name\": \"nameless\"" },
        { "Upper", "{\"name\":\"Upper\"}"u8.ToArray(), "its name cannot be a router's" },
        { ".hidden", "{\"name\":\".hidden\"}"u8.ToArray(), "its name cannot be a router's" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ItIsRefusedByName_LeftInPlace_AndTheOthersLoad(string name, byte[] content, string problem)
    {
        _folder.Write("good.json", Routers.Of("good").Text());
        var file = _folder.Write(name + ".json", content);

        await using var view = await _folder.ViewAsync();

        Assert.StartsWith($"{file}: {problem}", Assert.Single(view.Refused), StringComparison.Ordinal);
        Assert.Equal((1, true), (view.Count, view["good"] is not null));
        Assert.Equal(content, File.ReadAllBytes(file));
    }

    [Fact]
    public async Task WhatIsNoFile_IsRefusedToo_AndHoldsNobodyUp()
    {
        _folder.Write("good.json", Routers.Of("good").Text());
        Directory.CreateDirectory(_folder.File("folder.json"));
        File.CreateSymbolicLink(_folder.File("dangling.json"), "nowhere");
        File.CreateSymbolicLink(_folder.File("circle.json"), "circle.json");
        File.CreateSymbolicLink(_folder.File("device.json"), "/dev/zero");
        RouterFolder.MakePipe(_folder.File("pipe.json"));

        await using var view = await _folder.ViewAsync();

        Assert.Equal(
            [
                _folder.File("circle.json") + ": it cannot be read: Too many levels of symbolic links; see to its owner and permissions",
                _folder.File("dangling.json") + ": it is a link to nothing; correct or delete it",
                _folder.File("device.json") + ": it is no file; move it out of this folder",
                _folder.File("folder.json") + ": it is no file; move it out of this folder",
                _folder.File("pipe.json") + ": it is no file; move it out of this folder",
            ],
            view.Refused);
        Assert.Equal(1, view.Count);
    }

    [Fact]
    public async Task AFileThatMayNotBeRead_IsRefused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may read everything");
        var file = _folder.Write("secret.json", Routers.Of("secret").Text());
        RouterFolder.SetMode(file, 0);

        await using var view = await _folder.ViewAsync();

        Assert.Equal($"{file}: it cannot be read: Permission denied; see to its owner and permissions", Assert.Single(view.Refused));
    }

    [Fact]
    public async Task NoRefusal_QuotesTheFile()
    {
        _folder.Write("a.json", "sk-secret-secret");
        _folder.Write("b.json", "{\"name\":\"sk-secret-secret\"}");

        await using var view = await _folder.ViewAsync();

        Assert.Equal(2, view.Refused.Count);
        Assert.DoesNotContain(view.Refused, line => line.Contains("sk-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASaveOfItsName_KeepsItsBytesAside_AndSaysWhere()
    {
        _folder.Write("a.json", "half a rout");
        await using var view = await _folder.ViewAsync();

        Assert.Equal(SaveOutcome.Saved, await view.SaveAsync(Routers.Of("a"), null));

        var aside = Assert.Single(_folder.Names(), name => name.StartsWith("a.json.corrupt-", StringComparison.Ordinal));
        Assert.Equal("half a rout", File.ReadAllText(_folder.File(aside)));
        Assert.Equal(Routers.Of("a").Text(), File.ReadAllText(_folder.File("a.json")));
        Assert.Equal($"store: {_folder.File("a.json")} was no router and has been replaced; what it held is in {_folder.File(aside)}\n", _folder.Report.ToString());
    }

    [Fact]
    public async Task AFolderOfItsName_IsKeptAsideToo()
    {
        Directory.CreateDirectory(_folder.File("a.json/b"));
        await using var view = await _folder.ViewAsync();

        Assert.Equal(SaveOutcome.Saved, await view.SaveAsync(Routers.Of("a"), null));

        var aside = Assert.Single(_folder.Names(), name => name.StartsWith("a.json.corrupt-", StringComparison.Ordinal));
        Assert.True(Directory.Exists(_folder.File(aside) + "/b"));
    }

    [Fact]
    public async Task AFileThatIsSpoiledWhileItIsWatched_KeepsItsLastGoodStateInForce()
    {
        await using var view = await _folder.ViewAsync();
        var first = Routers.Counting("a", 1);
        await view.SaveAsync(first, null);

        _folder.Write("a.json", "{\"name\":");
        await Patience.UntilAsync(() => view.Refused.Count > 0);
        Assert.Equal((first, 0), (view["a"], view.Untaken));

        // Repaired by hand: taken up. Repaired by a save: the hand's bytes are kept.
        _folder.Write("a.json", Routers.Counting("a", 2).Text());
        var second = (await view.ToldAsync()).Router!;
        Assert.Equal(2, second.Count());
        _folder.Write("a.json", "{\"name\":\"a\",");
        Assert.Equal(SaveOutcome.Saved, await view.SaveAsync(Routers.Counting("a", 3), second.Version));
        var aside = Assert.Single(_folder.Names(), name => name.StartsWith("a.json.corrupt-", StringComparison.Ordinal));
        Assert.Equal("{\"name\":\"a\",", File.ReadAllText(_folder.File(aside)));
    }
}

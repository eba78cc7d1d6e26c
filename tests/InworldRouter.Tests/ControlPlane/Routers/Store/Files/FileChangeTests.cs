// What happens to the folder by hand: files written, replaced, deleted and linked, the folder gone.
using InworldRouter.ControlPlane.Routers.Store;

namespace InworldRouter.Tests.ControlPlane.Routers.Store.Files;

public sealed class FileChangeTests : IDisposable
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(2);

    private readonly RouterFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFile_IsFound_WhenWritten_Replaced_AndDeleted()
    {
        Directory.CreateDirectory(_folder.Routers);
        await using var view = await _folder.ViewAsync();

        _folder.Write("a.json", Routers.Counting("a", 1).Text());
        Assert.Equal(1, (await view.ToldAsync()).Router!.Count());
        File.WriteAllText(_folder.File("a.json~"), Routers.Counting("a", 2).Text());
        File.Move(_folder.File("a.json~"), _folder.File("a.json"), overwrite: true);
        Assert.Equal(2, (await view.ToldAsync()).Router!.Count());
        File.Delete(_folder.File("a.json"));
        Assert.Equal(("a", null), await view.ToldAsync());
    }

    [Fact]
    public async Task TheFolder_IsMadeByTheFirstSave_AndNotByLooking()
    {
        await using var view = await _folder.ViewAsync();
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));

        await view.SaveAsync(Routers.Of("a"), null);

        Assert.Equal([".lock", "a.json"], _folder.Names());
    }

    [Fact]
    public async Task AChangeThatNobodyNotifiesOf_IsFoundByTheNextLook()
    {
        // Behind a link: the folder itself does not change.
        var target = Path.Combine(_folder.Path, "elsewhere.json");
        File.WriteAllText(target, Routers.Counting("a", 1).Text());
        Directory.CreateDirectory(_folder.Routers);
        File.CreateSymbolicLink(_folder.File("a.json"), target);
        var time = new ManualTime(DateTimeOffset.UtcNow.AddMinutes(1));
        await using var view = await _folder.ViewAsync(time);
        Assert.Equal(1, view["a"]!.Count());

        File.WriteAllText(target, Routers.Counting("a", 2).Text());
        time.Advance(PollingInterval);

        Assert.Equal(2, (await view.ToldAsync()).Router!.Count());
    }

    [Fact]
    public async Task AChangeThatLeavesSizeAndTimeAsTheyWere_IsFound()
    {
        var file = _folder.Write("a.json", Routers.Counting("a", 1).Text());
        var written = File.GetLastWriteTimeUtc(file);
        var time = new ManualTime(DateTimeOffset.UtcNow.AddMinutes(1));
        await using var view = await _folder.ViewAsync(time);

        _folder.Write("a.json", Routers.Counting("a", 2).Text());
        File.SetLastWriteTimeUtc(file, written);
        time.Advance(PollingInterval);

        Assert.Equal(2, (await view.ToldAsync()).Router!.Count());
    }

    [Fact]
    public async Task AFileThatWasOnlyTouched_IsNoChange()
    {
        _folder.Write("a.json", Routers.Of("a").Text());
        await using var view = await _folder.ViewAsync();

        File.SetLastWriteTimeUtc(_folder.File("a.json"), DateTime.UtcNow.AddDays(-1));
        _folder.Write("b.json", Routers.Of("b").Text());

        Assert.Equal("b", (await view.ToldAsync()).Name);
        Assert.Equal(0, view.Untaken);
    }

    [Fact]
    public async Task ALink_IsReplacedByASave_AndWhatItLedToIsLeftAlone()
    {
        var target = Path.Combine(_folder.Path, "elsewhere.json");
        var first = Routers.Counting("a", 1);
        File.WriteAllText(target, first.Text());
        Directory.CreateDirectory(_folder.Routers);
        File.CreateSymbolicLink(_folder.File("a.json"), target);
        await using var view = await _folder.ViewAsync();

        Assert.Equal(SaveOutcome.Saved, await view.SaveAsync(Routers.Counting("a", 2), first.Version));

        Assert.Equal(first.Text(), File.ReadAllText(target));
        Assert.Null(new FileInfo(_folder.File("a.json")).LinkTarget);
        Assert.Equal(Routers.Counting("a", 2).Text(), File.ReadAllText(_folder.File("a.json")));
    }

    [Fact]
    public async Task AFolderThatIsALink_IsAFolder()
    {
        var target = Directory.CreateDirectory(Path.Combine(_folder.Path, "elsewhere")).FullName;
        File.CreateSymbolicLink(_folder.Routers, target);
        await using var view = await _folder.ViewAsync();

        await view.SaveAsync(Routers.Of("a"), null);

        Assert.True(File.Exists(Path.Combine(target, "a.json")));
    }

    [Fact]
    public async Task WhatKilledProcessesLeft_IsRemovedAtLoading_AndNothingElse()
    {
        _folder.Write("a.json", Routers.Of("a").Text());
        _folder.Write(".0123456789abcdef.tmp", "{\"name\":");
        _folder.Write("notes.txt", "mine");
        _folder.Write("a.json.corrupt-20260101T000000.000Z", "mine too");

        await using var view = await _folder.ViewAsync();

        Assert.Equal([".lock", "a.json", "a.json.corrupt-20260101T000000.000Z", "notes.txt"], _folder.Names());
        Assert.Equal((1, 0), (view.Count, view.Refused.Count));
    }

    [Fact]
    public async Task AFolderThatVanishes_IsNoDecisionToDeleteAllRouters()
    {
        _folder.Write("a.json", Routers.Counting("a", 1).Text());
        _folder.Write("b.json", Routers.Of("b").Text());
        await using var view = await _folder.ViewAsync();

        // An unmounted volume; then another state of it is mounted.
        Directory.Move(_folder.Routers, _folder.Path + "/away");
        await Patience.UntilAsync(() => _folder.Report.ToString().Length > 0);
        Assert.Equal((2, 0), (view.Count, view.Untaken));
        File.Delete(_folder.Path + "/away/b.json");
        Directory.Move(_folder.Path + "/away", _folder.Routers);

        Assert.Equal(("b", null), await view.ToldAsync());
        Assert.Equal($"store: {_folder.Routers} is gone; the routers that were read last stay in force until it is back\n", _folder.Report.ToString());
    }
}

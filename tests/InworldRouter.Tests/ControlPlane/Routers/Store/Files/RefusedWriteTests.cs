// A file system that does not let us write: what was there stays, and the message says where and what to do.
using System.Diagnostics;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.ControlPlane.Routers.Store.Files;
using InworldRouter.Plan;

namespace InworldRouter.Tests.ControlPlane.Routers.Store.Files;

public sealed class RefusedWriteTests : IDisposable
{
    private readonly RouterFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFileInPlaceOfTheFolder()
    {
        File.WriteAllText(_folder.Routers, "mine");
        await using var view = new StoreView(_folder.Open());

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => view.SaveAsync(Routers.Of("a"), null));

        Assert.StartsWith($"the router store cannot write {_folder.File("a.json")}: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("; see to the folder that store.path names", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder.Routers));
    }

    [Fact]
    public async Task AFolderThatMayNotBeWritten_IsReadAllTheSame()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may write everything");
        _folder.Write("a.json", Routers.Of("a").Text());
        RouterFolder.SetMode(_folder.Routers, Convert.ToInt32("500", 8));
        await using var view = await _folder.ViewAsync();

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => view.SaveAsync(Routers.Of("b"), null));

        Assert.Equal(1, view.Count);
        Assert.EndsWith("Permission denied; give the router's user write permission there, or point store.path to a folder where it has it", error.Message, StringComparison.Ordinal);
        RouterFolder.SetMode(_folder.Routers, Convert.ToInt32("700", 8));
    }

    [Fact]
    public async Task AFullDisk_LeavesTheOldFileWhole_AndNothingElse()
    {
        Mount("-t tmpfs -o size=64k,mode=700 tmpfs");
        try
        {
            await using var view = await _folder.ViewAsync();
            var first = Routers.Of("a");
            await view.SaveAsync(first, null);

            var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => view.SaveAsync(Routers.Of("a", $",\"x\":\"{new string('x', 100_000)}\""), first.Version));

            Assert.StartsWith($"the router store cannot write {_folder.File("a.json")}: No space left on device", error.Message, StringComparison.Ordinal);
            Assert.EndsWith("; free some space; what was there before is still there", error.Message, StringComparison.Ordinal);
            Assert.Equal([".lock", "a.json"], _folder.Names());
            Assert.Equal(first.Text(), File.ReadAllText(_folder.File("a.json")));
            Assert.Equal(SaveOutcome.Saved, await view.SaveAsync(Routers.Of("b"), null));
        }
        finally
        {
            Run("umount", "-l " + _folder.Path);
        }
    }

    [Fact]
    public async Task AReadOnlyFileSystem_IsReadAllTheSame()
    {
        Mount("-t tmpfs -o size=64k,mode=700 tmpfs");
        try
        {
            var first = Routers.Of("a");
            _folder.Write("a.json", first.Text());
            Run("mount", $"-o remount,ro {_folder.Path}");
            await using var view = await _folder.ViewAsync();

            var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => view.DeleteAsync("a", first.Version));

            Assert.Equal((1, 0), (view.Count, view.Refused.Count));
            Assert.EndsWith("Read-only file system; mount it writable, or point store.path to a folder that is", error.Message, StringComparison.Ordinal);
            Assert.Equal($"store: {_folder.Routers} cannot be changed, its routers are only read: Read-only file system\n", _folder.Report.ToString());
        }
        finally
        {
            Run("umount", "-l " + _folder.Path);
        }
    }

    [Fact]
    public async Task ALockThatAnotherDoesNotLetGoOf_IsNamed()
    {
        Directory.CreateDirectory(_folder.Routers);
        var time = new ManualTime();
        await using var view = await _folder.ViewAsync(time);
        using var held = Posix.TryLock(_folder.File(FolderLock.FileName));

        var save = view.SaveAsync(Routers.Of("a"), null);
        await time.WaitsAsync(TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
        time.Advance(TimeSpan.FromSeconds(5));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => save.Soon());
        Assert.Equal($"the router store waited 5 s for {_folder.File(".lock")}, which another process keeps locked; see which one hangs (lslocks)", error.Message);
        Assert.False(File.Exists(_folder.File("a.json")));
    }

    private void Mount(string options) => Assert.SkipUnless(Environment.IsPrivilegedProcess && Run("mount", $"{options} {_folder.Path}") == 0, "no file system may be mounted here");

    private static int Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}

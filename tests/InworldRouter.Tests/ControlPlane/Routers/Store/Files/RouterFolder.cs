// A folder for one test's file stores, and what an operator does in it.
using System.Runtime.InteropServices;
using InworldRouter.ControlPlane.Routers.Store.Files;

namespace InworldRouter.Tests.ControlPlane.Routers.Store.Files;

internal sealed class RouterFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("inworld-router-store-").FullName;

    public string Routers => System.IO.Path.Combine(Path, "routers");

    public Report Report { get; } = new();

    public FileRouterStore Open(TimeProvider? time = null) => new(Path, Report.Take, time ?? TimeProvider.System);

    public Task<StoreView> ViewAsync(TimeProvider? time = null) => new StoreView(Open(time)).LoadedAsync();

    public string File(string name) => System.IO.Path.Combine(Routers, name);

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Routers);
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public string[] Names() => [.. Directory.GetFileSystemEntries(Routers).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>0600, 0500 …</summary>
    public static void SetMode(string path, int mode) => Assert.Equal(0, ChangeMode(path, mode));

    public static void MakePipe(string path) => Assert.Equal(0, MakePipe(path, Convert.ToInt32("600", 8)));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    [DllImport("libc", EntryPoint = "chmod", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int ChangeMode(string path, int mode);

    [DllImport("libc", EntryPoint = "mkfifo", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int MakePipe(string path, int mode);
}

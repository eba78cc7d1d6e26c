// Only one process at a time changes a folder of routers.
using InworldRouter.Plan;
using Microsoft.Win32.SafeHandles;

namespace InworldRouter.ControlPlane.Routers.Store.Files;

/// <summary>
/// A lock of the operating system on a file of its own: the routers' files are replaced, and a lock would be replaced with them. The lock dies with
/// its process, so that none is ever left behind; the empty file stays, for a lock on a removed file would be one on nothing.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = ".lock";

    // A change takes a few milliseconds, of which a slow disk's fsync is the most.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly SafeFileHandle _held;

    private FolderLock(SafeFileHandle held) => _held = held;

    /// <exception cref="StoreUnavailableException">Another process does not let go of it.</exception>
    /// <exception cref="IOException" />
    public static async Task<FolderLock> TakeAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, FileName);
        var began = time.GetTimestamp();
        while (true)
        {
            if (Posix.TryLock(file) is { } held)
                return new FolderLock(held);
            if (time.GetElapsedTime(began) >= Longest)
                throw new StoreUnavailableException($"the router store waited {Longest.TotalSeconds:0} s for {file}, which another process keeps locked; " +
                    "see which one hangs (lslocks)");
            await Task.Delay(Look, time, cancellation);
        }
    }

    public void Dispose() => _held.Dispose();
}

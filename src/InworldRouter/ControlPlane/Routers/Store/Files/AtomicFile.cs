// Replaces a file so that whoever reads it, and whatever happens meanwhile, finds the old content or the new, whole.
using System.Security.Cryptography;

namespace InworldRouter.ControlPlane.Routers.Store.Files;

internal static class AtomicFile
{
    // Beginning with a dot and not ending in .json: no watcher, reader or glob takes it for a router.
    private const string Temporary = ".tmp";

    /// <summary>Written beside it, made durable, then renamed over it: "atomic replace and fsync, survives kill -9 at any instant".</summary>
    /// <exception cref="IOException" />
    /// <exception cref="UnauthorizedAccessException" />
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        Put(path, content, isDurable: true, null);
        Posix.FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>The same without waiting for the disk: a killed process loses nothing, a failing machine may lose the last seconds.</summary>
    /// <param name="time">The file's, from the beginning.</param>
    /// <exception cref="IOException" />
    /// <exception cref="UnauthorizedAccessException" />
    public static void ReplaceAtEase(string path, ReadOnlySpan<byte> content, DateTimeOffset time) => Put(path, content, isDurable: false, time);

    /// <summary>A name that no other file has.</summary>
    public static string TemporaryName() => $".{RandomNumberGenerator.GetHexString(16, lowercase: true)}{Temporary}";

    /// <summary>Removes what killed processes left. To be called under the folder's lock: nobody is writing then.</summary>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $".*{Temporary}"))
            File.Delete(file);
    }

    /// <summary>Makes a folder and those above it, each entered durably into the one that holds it.</summary>
    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder)!;
        MakeFolder(parent);
        Directory.CreateDirectory(folder);
        Posix.FlushFolder(parent);
    }

    private static void Put(string path, ReadOnlySpan<byte> content, bool isDurable, DateTimeOffset? time)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, TemporaryName());
        try
        {
            using (var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read))
            {
                RandomAccess.Write(file, content, 0);
                if (isDurable)
                    RandomAccess.FlushToDisk(file);
                if (time is { } stamp)
                    File.SetLastWriteTimeUtc(file, stamp.UtcDateTime);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

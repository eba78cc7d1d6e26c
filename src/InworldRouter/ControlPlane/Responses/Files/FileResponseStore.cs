// Responses as files, one each: <path>/responses/<two letters>/<id>.json.
using InworldRouter.ControlPlane.Routers.Store.Files;
using InworldRouter.DataPlane.Responses;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.ControlPlane.Responses.Files;

/// <summary>
/// Written beside and renamed, so that whoever reads finds a state whole and a killed process loses nothing. Not made durable: an answer does not wait for
/// a disk, and what a failing machine loses of the last seconds is a conversation to be sent whole. A file's time is when it expires, so that
/// sweeping opens none.
/// </summary>
public sealed class FileResponseStore : IResponseStore
{
    // They hold what people wrote: for the router's user alone.
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder;
    private readonly HourlySweep _sweep;

    /// <param name="path">Where <c>responses/</c> is or will be.</param>
    public FileResponseStore(string path, TimeProvider time)
    {
        _folder = Path.Combine(Path.GetFullPath(path), "responses");
        _sweep = new HourlySweep(SweepAsync, time);
    }

    /// <summary>Why nothing can be written below a folder that may yet have to be made; null when it can. Leaves nothing behind.</summary>
    public static string? WhyUnwritable(string path)
    {
        var there = Path.GetFullPath(path);
        while (!Path.Exists(there))
            there = Path.GetDirectoryName(there)!;
        try
        {
            using (File.Create(Path.Combine(there, AtomicFile.TemporaryName()), 1, FileOptions.DeleteOnClose))
                return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    public Task<StoredResponse?> FindAsync(string id, CancellationToken cancellation) => Task.Run(() => Read(id), cancellation);

    public Task SaveAsync(StoredResponse response, CancellationToken cancellation)
    {
        _sweep.Hint();
        return Task.Run(() => Write(response), cancellation);
    }

    public Task DeleteAsync(string id, CancellationToken cancellation) => Task.Run(() => Delete(id), cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private StoredResponse? Read(string id)
    {
        var path = PathOf(id);
        try
        {
            // Cut short by a machine that failed, it is none.
            return ResponseFile.Read(File.ReadAllBytes(path), id);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileTrouble.With($"the response store cannot read {path}", e);
        }
    }

    private void Write(StoredResponse response)
    {
        var path = PathOf(response.Id);
        using var content = new PooledBuffer();
        ResponseFile.Write(response, content);
        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            AtomicFile.ReplaceAtEase(path, content.Written, response.Expires);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileTrouble.With($"the response store cannot write {path}", e);
        }
    }

    private void Delete(string id)
    {
        var path = PathOf(id);
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing has been kept yet.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileTrouble.With($"the response store cannot delete {path}", e);
        }
    }

    private Task SweepAsync(DateTimeOffset now)
    {
        if (!Directory.Exists(_folder))
            return Task.CompletedTask;
        // Temporary files too: those that a killed process left have the time of their writing, and a living one is done with its own in moments.
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (file.LastWriteTimeUtc < now.UtcDateTime - (file.Name[0] == '.' ? TimeSpan.FromHours(1) : TimeSpan.Zero))
                file.Delete();
        }
        return Task.CompletedTask;
    }

    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        foreach (var each in (ReadOnlySpan<string>)[_folder, folder])
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(each);
            else
                Directory.CreateDirectory(each, Private);
        }
    }

    // The end of an id is chance; its beginning says when, or nothing. An id is a name by itself: StoredResponse.IsId.
    private string PathOf(string id) => StoredResponse.IsId(id)
        ? Path.Combine(_folder, id[Math.Max(0, id.Length - 2)..], id + ".json")
        : throw new ArgumentException("an id is letters, digits, _ and -", nameof(id));
}

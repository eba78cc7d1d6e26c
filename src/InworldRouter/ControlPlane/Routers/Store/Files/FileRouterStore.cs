// Routers as files, one each: <path>/routers/<name>.json.
using System.Globalization;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Store.Files;

/// <summary>
/// The folder is the truth: files may be written, replaced and deleted by other processes and by hand at any time, and several processes may have
/// one folder. A file that is no router never loses its bytes: it is refused by name and left alone, what was last read of it stays in force, and
/// a save of that name moves it to <c>&lt;name&gt;.json.corrupt-&lt;time&gt;</c> first. A link is replaced by a file; what it led to is left alone.
/// </summary>
public sealed class FileRouterStore : WatchedRouterStore
{
    private readonly string _folder;
    private readonly Action<string> _report;
    private readonly TimeProvider _time;
    private readonly FolderWatch _watch;

    // As of the last reading, by name; null: read so soon after a change that the stamp says nothing. Used in a turn only.
    private readonly Dictionary<string, FileStamp?> _stamps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _refusals = new(StringComparer.Ordinal);
    private string? _trouble;

    /// <param name="path">Where <c>routers/</c> is or will be.</param>
    /// <param name="report">Takes a line for the operator.</param>
    public FileRouterStore(string path, Action<string> report, TimeProvider time)
        : base(report, time)
    {
        _folder = Path.Combine(Path.GetFullPath(path), "routers");
        (_report, _time) = (report, time);
        _watch = new FolderWatch(_folder, "*" + RouterFile.Extension, time, SuspectAll);
    }

    protected override async Task<IReadOnlyList<StoredRouter>> ReadAllAsync(CancellationToken cancellation)
    {
        if (FileInPlaceOfFolder() is { } file)
            _report($"store.path: {file} is a file, not a folder; no router can be saved until that is corrected");
        _watch.Start();
        await RemoveLeftoversAsync(cancellation);
        return await Task.Run(() => ReadAll(cancellation), cancellation);
    }

    // The folder is made when the first router is saved, and until then nothing else would find out.
    private string? FileInPlaceOfFolder()
    {
        for (var part = _folder; part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
                return part;
        }
        return null;
    }

    protected override Task<IReadOnlyCollection<string>> FindSuspectsAsync(CancellationToken cancellation)
    {
        var trouble = FindSuspects(out var suspects);
        if (trouble is not null && _trouble is null)
            _report($"store: {trouble}; the routers that were read last stay in force until it is back");
        _trouble = trouble;
        return Task.FromResult<IReadOnlyCollection<string>>(suspects);
    }

    protected override Task<Finding> ReadAsync(string name, CancellationToken cancellation)
    {
        var file = RouterFile.Read(PathOf(name));
        Note(name, file);
        return Task.FromResult(file switch
        {
            { Router: { } router } => new Finding(true, router),
            { Problem: not null } => Finding.Unusable,
            // A single missing file was deleted; with the whole folder missing nothing is known.
            _ => Directory.Exists(_folder) ? Finding.Nothing : Finding.Unusable,
        });
    }

    protected override Task<SaveOutcome> WriteAsync(StoredRouter router, string? expected, CancellationToken cancellation) =>
        ChangeAsync(router.Name, expected, path => AtomicFile.Replace(path, router.Document.Span), cancellation);

    protected override Task<SaveOutcome> RemoveAsync(string name, string expected, CancellationToken cancellation) =>
        ChangeAsync(name, expected, Remove, cancellation);

    protected override ValueTask CloseAsync()
    {
        _watch.Dispose();
        return ValueTask.CompletedTask;
    }

    // fsync takes milliseconds, and who calls may be on a thread that serves sockets.
    private Task<SaveOutcome> ChangeAsync(string name, string? expected, Action<string> change, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            var path = PathOf(name);
            try
            {
                AtomicFile.MakeFolder(_folder);
                using var locked = await FolderLock.TakeAsync(_folder, _time, cancellation);
                var file = RouterFile.Read(path);
                var outcome = Compare(expected, file.Problem is null ? file.Router?.Version : Known.GetValueOrDefault(name));
                if (outcome != SaveOutcome.Saved)
                    return outcome;
                if (file.Problem is not null)
                    SetAside(path);
                change(path);
                // Just changed: no stamp says anything yet, and the next look reads it.
                _stamps[name] = null;
                _refusals.Remove(name);
                return outcome;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw FileTrouble.With($"the router store cannot write {path}", e);
            }
        },
        cancellation);

    /// <returns>Why nothing can be said at present; null when it can.</returns>
    private string? FindSuspects(out List<string> suspects)
    {
        suspects = [];
        var there = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var path in Paths())
            {
                var name = Path.GetFileNameWithoutExtension(path);
                there.Add(name);
                if (_stamps.GetValueOrDefault(name) is not { } stamp || stamp != Posix.StampOf(path))
                    suspects.Add(name);
            }
        }
        catch (StoreUnavailableException e)
        {
            suspects.Clear();
            return e.Message;
        }
        // An unmounted volume is no decision to delete all routers.
        if (there.Count == 0 && Known.Count > 0 && !Directory.Exists(_folder))
            return $"{_folder} is gone";
        suspects.AddRange(Known.Keys.Where(name => !there.Contains(name)));
        return null;
    }

    private void Remove(string path)
    {
        File.Delete(path);
        Posix.FlushFolder(_folder);
    }

    private void SetAside(string path)
    {
        var aside = $"{path}.corrupt-{_time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture)}";
        if (Directory.Exists(path))
            Directory.Move(path, aside);
        else
            File.Move(path, aside);
        _report($"store: {path} was no router and has been replaced; what it held is in {aside}");
    }

    private StoredRouter[] ReadAll(CancellationToken cancellation)
    {
        var paths = Paths();
        Array.Sort(paths, StringComparer.Ordinal);
        var files = new RouterFile[paths.Length];
        Parallel.For(0, paths.Length, new ParallelOptions { CancellationToken = cancellation }, at => files[at] = RouterFile.Read(paths[at]));
        var routers = new List<StoredRouter>(files.Length);
        for (var at = 0; at < files.Length; at++)
        {
            Note(Path.GetFileNameWithoutExtension(paths[at]), files[at]);
            if (files[at].Router is { } router)
                routers.Add(router);
        }
        return [.. routers];
    }

    // A folder that cannot be written can still be read, and others' leftovers do no harm.
    private async Task RemoveLeftoversAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(_folder))
            return;
        try
        {
            using var locked = await FolderLock.TakeAsync(_folder, _time, cancellation);
            AtomicFile.RemoveLeftovers(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreUnavailableException)
        {
            _report($"store: {_folder} cannot be changed, its routers are only read: {e.Message}");
        }
    }

    private string[] Paths()
    {
        try
        {
            return Directory.GetFileSystemEntries(_folder, "*" + RouterFile.Extension);
        }
        catch (DirectoryNotFoundException)
        {
            // "created on demand": nothing has been saved yet.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileTrouble.With($"the router store cannot read {_folder}", e);
        }
    }

    private void Note(string name, RouterFile file)
    {
        if (file.Stamp is null && file.Problem is null)
            _stamps.Remove(name);
        else
            _stamps[name] = file.Stamp is { } stamp && stamp.IsSettled(_time.GetUtcNow()) ? stamp : null;

        if (file.Problem is null)
            _refusals.Remove(name);
        else if (_refusals.GetValueOrDefault(name) != file.Problem)
        {
            _refusals[name] = file.Problem;
            Refuse(PathOf(name), file.Problem);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name + RouterFile.Extension);
}

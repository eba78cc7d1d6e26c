// Publishes a new plan when the configuration file or a router's file changes or SIGHUP comes; a configuration with problems changes nothing.
using System.Runtime.InteropServices;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Files;

namespace InworldRouter.ControlPlane.Reload;

/// <summary>
/// "a valid change is published atomically, requests in flight keep the plan that they began with; an invalid one is reported and
/// the last good plan stays" (configuration.md). What counts is the file's content, whichever way it got there: written in place,
/// renamed over (editors), or a folder's symbolic link swapped (Kubernetes).
/// </summary>
public sealed class ConfigReload : IDisposable
{
    // Editors truncate, then write: what is read in between is half a file.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    // For changes that no notification tells of: network file systems, single files mounted into a container.
    private static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(2);

    private readonly PlanSource _source;
    private readonly Action<LoadedPlan> _publish;
    private readonly TextWriter _error;
    private readonly Lock _gate = new();
    private readonly ITimer _check;
    private FileSystemWatcher? _watcher;
    private FileSystemWatcher? _folderWatcher;
    private PosixSignalRegistration? _hangup;
    private LoadedPlan _loaded;
    private byte[]? _seen;
    private string _seenRouters;

    /// <param name="publish">Puts what was loaded in force.</param>
    /// <param name="loaded">What the source gave at start.</param>
    /// <param name="error">Where problems are reported.</param>
    public ConfigReload(PlanSource source, Action<LoadedPlan> publish, LoadedPlan loaded, TextWriter error, TimeProvider time)
    {
        _source = source;
        _publish = publish;
        _loaded = loaded;
        _error = error;
        _seen = Content();
        _seenRouters = RouterFolder.Fingerprint(loaded.Config.Routers);
        _check = time.CreateTimer(static state => ((ConfigReload)state!).ReloadIfChanged(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A reload was tried: true when its plan has been published.</summary>
    public event Action<bool>? Tried;

    /// <summary>Begins to watch the file and to listen to SIGHUP.</summary>
    public void Start()
    {
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Reload();
        });
        if (_source.File is null)
            return;
        _watcher = Watch(Path.GetDirectoryName(Path.GetFullPath(_source.File))!);
        WatchRouters();
        _check.Change(PollingInterval, PollingInterval);
    }

    /// <summary>Reads the configuration again, changed or not.</summary>
    /// <returns>True when its plan has been published.</returns>
    public bool Reload()
    {
        bool published;
        lock (_gate)
        {
            _seen = Content() ?? _seen;
            _seenRouters = RouterFolder.Fingerprint(_loaded.Config.Routers);
            published = TryReload();
        }
        Tried?.Invoke(published);
        return published;
    }

    /// <summary>Reads the configuration again if its file is there and holds something else than before, or a file of the routers folder has changed.</summary>
    public void ReloadIfChanged()
    {
        // Missing: between the two steps of a replacement, or gone for good; the last good plan stays in either case.
        if (Content() is { } now && !(now.AsSpan().SequenceEqual(_seen) && RouterFolder.Fingerprint(_loaded.Config.Routers) == _seenRouters))
            Reload();
    }

    public void Dispose()
    {
        _hangup?.Dispose();
        _watcher?.Dispose();
        _folderWatcher?.Dispose();
        _check.Dispose();
    }

    private bool TryReload()
    {
        var problems = new ConfigProblems();
        try
        {
            if (_source.Load(problems) is { } loaded)
            {
                _publish(loaded);
                if (!loaded.Listen.Urls.SequenceEqual(_loaded.Listen.Urls))
                    _error.WriteLine("reload: listen: the addresses are taken up at the next start");
                if (loaded.Config.Store != _loaded.Config.Store)
                    _error.WriteLine("reload: store: another store is taken up at the next start");
                var otherFolder = loaded.Config.Routers != _loaded.Config.Routers;
                _loaded = loaded;
                if (otherFolder)
                {
                    _seenRouters = RouterFolder.Fingerprint(loaded.Config.Routers);
                    WatchRouters();
                }
                foreach (var warning in loaded.Warnings)
                    _error.WriteLine($"reload: {warning}");
                _error.WriteLine($"reload: plan {loaded.Plan.Version} is in force");
                return true;
            }
        }
#pragma warning disable CA1031 // The process serves calls: whatever a reload stumbles over, the last good plan goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            problems.Add(_source.File ?? "reload", $"an internal error: {e.Message}", "please report it");
        }
        foreach (var problem in problems)
            _error.WriteLine($"reload: {problem}");
        _error.WriteLine("reload: refused; the last good configuration stays in force");
        return false;
    }

    // The folder, not the file: a file that is replaced by another takes its watch with it. Other files of the folder only cost a
    // comparison.
    private FileSystemWatcher? Watch(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder);
            watcher.Changed += Settle;
            watcher.Created += Settle;
            watcher.Renamed += Settle;
            watcher.Deleted += Settle;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or PlatformNotSupportedException)
        {
            // No watches left on this system: polling finds the change a little later.
            _error.WriteLine($"reload: changes are found by polling only: {e.Message}");
            return null;
        }
    }

    private void WatchRouters()
    {
        _folderWatcher?.Dispose();
        _folderWatcher = _watcher is not null && _loaded.Config.Routers is { } folder ? Watch(folder) : null;
    }

    private void Settle(object sender, FileSystemEventArgs change) => _check.Change(Settling, PollingInterval);

    private byte[]? Content()
    {
        try
        {
            return _source.File is { } file ? File.ReadAllBytes(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

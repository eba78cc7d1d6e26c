// Says when something in a folder may have changed: soon after the system tells of it, and every two seconds whatever it tells.
namespace InworldRouter.ControlPlane.Routers.Store.Files;

internal sealed class FolderWatch : IDisposable
{
    // Editors truncate, then write: what is read in between is half a file.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    // For changes that no notification tells of: network file systems, another machine's writes, files behind links.
    private static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private readonly string _filter;
    private readonly Action _look;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private FileSystemWatcher? _watcher;
    private ulong _watched;
    private bool _settling;
    private bool _stopped;

    /// <param name="look">Called on a thread of the pool; to return at once.</param>
    public FolderWatch(string folder, string filter, TimeProvider time, Action look)
    {
        (_folder, _filter, _look) = (folder, filter, look);
        _timer = time.CreateTimer(static state => ((FolderWatch)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start()
    {
        lock (_gate)
            Rearm();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            _watcher?.Dispose();
            _timer.Dispose();
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_stopped)
                return;
            Rearm();
        }
        _look();
    }

    private void Rearm()
    {
        _settling = false;
        _timer.Change(PollingInterval, Timeout.InfiniteTimeSpan);
        // The folder need not be there yet, and a folder that was replaced has taken the watch with it.
        var there = Posix.StampOf(_folder)?.Inode ?? 0;
        if (there == _watched)
            return;
        _watched = there;
        _watcher?.Dispose();
        _watcher = there == 0 ? null : Watch();
    }

    // The first notification of many sets the timer: with a writer that never rests the look must come all the same.
    private void Settle(object sender, FileSystemEventArgs change)
    {
        lock (_gate)
        {
            if (_settling || _stopped)
                return;
            _settling = true;
            _timer.Change(Settling, Timeout.InfiniteTimeSpan);
        }
    }

    // Null where nothing can be watched (no watches left on this system): polling finds the change a little later.
    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(_folder, _filter);
            watcher.Changed += Settle;
            watcher.Created += Settle;
            watcher.Renamed += Settle;
            watcher.Deleted += Settle;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}

// What every store does alike: one operation at a time, knowing its own changes from those of others, telling of the latter.
using System.Collections.Concurrent;
using System.Threading.Channels;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Store;

/// <summary>
/// Whatever hints that somebody changed something (a notification, a file's time, a connection that is back) makes a name suspect. One loop looks at
/// the suspects: it reads what is there now, and tells of it if that is not what this process knows already. Hints may therefore be false, late,
/// doubled or about our own changes; only a missing one would matter, and stores compare everything at times.
/// </summary>
/// <param name="report">Takes a line for the operator.</param>
public abstract class WatchedRouterStore(Action<string> report, TimeProvider time) : IRouterStore
{
    // Twice what the slowest operation may take (5 s for a connection and 5 s for a command): who waits longer is behind a queue.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly Channel<string?> _suspects = Channel.CreateUnbounded<string?>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private Action<string, string> _refused = static (_, _) => { };
    private Task _telling = Task.CompletedTask;
    private int _allAreSuspect;

    public event Action<string, StoredRouter?>? Changed;

    /// <summary>The versions of the routers as of their last reading or saving, by name.</summary>
    protected IReadOnlyDictionary<string, string> Known => _known;

    /// <summary>Ends when the store is disposed of.</summary>
    protected CancellationToken Stopping => _stop.Token;

    public async Task<IReadOnlyList<StoredRouter>> LoadAsync(Action<string, string> refused, CancellationToken cancellation)
    {
        _refused = refused;
        try
        {
            var routers = await InTurnAsync(ReadAllAsync, cancellation);
            foreach (var router in routers)
                _known[router.Name] = router.Version;
            return routers;
        }
        finally
        {
            SuspectAll();
            _telling = Task.Run(TellAsync, CancellationToken.None);
        }
    }

    public Task<SaveOutcome> SaveAsync(StoredRouter router, string? expected, CancellationToken cancellation) =>
        ChangeAsync(router.Name, router.Version, stop => WriteAsync(router, expected, stop), cancellation);

    public Task<SaveOutcome> DeleteAsync(string name, string expected, CancellationToken cancellation) =>
        ChangeAsync(name, null, stop => RemoveAsync(name, expected, stop), cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _telling;
        await CloseAsync();
        _turn.Dispose();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    // The operations of a store. One is in progress at a time; each throws StoreUnavailableException when it cannot be done.
    protected abstract Task<IReadOnlyList<StoredRouter>> ReadAllAsync(CancellationToken cancellation);

    /// <summary>The names of which something hints that they may not be as <see cref="Known"/> any more; those that are gone included.</summary>
    protected abstract Task<IReadOnlyCollection<string>> FindSuspectsAsync(CancellationToken cancellation);

    protected abstract Task<Finding> ReadAsync(string name, CancellationToken cancellation);

    protected abstract Task<SaveOutcome> WriteAsync(StoredRouter router, string? expected, CancellationToken cancellation);

    protected abstract Task<SaveOutcome> RemoveAsync(string name, string expected, CancellationToken cancellation);

    protected abstract ValueTask CloseAsync();

    protected void Suspect(string name) => _suspects.Writer.TryWrite(name);

    protected void SuspectAll()
    {
        // One comparison that is yet to begin will find whatever there is to find.
        if (Interlocked.Exchange(ref _allAreSuspect, 1) == 0)
            _suspects.Writer.TryWrite(null);
    }

    protected void Refuse(string place, string problem) => _refused(place, problem);

    /// <summary>What <paramref name="expected"/> leads to when <paramref name="there"/> (null: none) is the version that is there.</summary>
    protected static SaveOutcome Compare(string? expected, string? there) => (expected, there) switch
    {
        (null, null) => SaveOutcome.Saved,
        (not null, null) => SaveOutcome.Missing,
        _ => expected == there ? SaveOutcome.Saved : SaveOutcome.Conflict,
    };

    private async Task<SaveOutcome> ChangeAsync(string name, string? version, Func<CancellationToken, Task<SaveOutcome>> change, CancellationToken cancellation)
    {
        RouterName.Assert(name);
        var outcome = SaveOutcome.Conflict;
        try
        {
            return await InTurnAsync(
                async stop =>
                {
                    outcome = await change(stop);
                    if (outcome == SaveOutcome.Saved)
                        Remember(name, version);
                    return outcome;
                },
                cancellation);
        }
        finally
        {
            // Refused: somebody has been there before us. Failed: it may have got there all the same.
            if (outcome != SaveOutcome.Saved)
                Suspect(name);
        }
    }

    private async Task<T> InTurnAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellation)
    {
        if (!await _turn.WaitAsync(LongestWait, cancellation))
            throw new StoreUnavailableException("the router store is busy with other changes; try again later");
        try
        {
            return await operation(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task TellAsync()
    {
        try
        {
            await foreach (var suspect in _suspects.Reader.ReadAllAsync(Stopping))
            {
                if (suspect is null)
                {
                    Volatile.Write(ref _allAreSuspect, 0);
                    foreach (var name in await PersistAsync(FindSuspectsAsync))
                        await LookAtAsync(name);
                }
                else if (RouterName.IsValid(suspect))
                    await LookAtAsync(suspect);
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed.
        }
    }

    private async Task LookAtAsync(string name)
    {
        for (var overtaken = false; ; overtaken = true)
        {
            var mustTell = overtaken;
            var finding = await PersistAsync(async stop =>
            {
                var found = await ReadAsync(name, stop);
                if (found.IsUsable && Known.GetValueOrDefault(name) != found.Router?.Version)
                {
                    Remember(name, found.Router?.Version);
                    mustTell = true;
                }
                return found;
            });
            if (!mustTell || !finding.IsUsable)
                return;
            Tell(name, finding.Router);
            // A change of our own came between the reading and the telling: what is told last must be what is there.
            if (Known.GetValueOrDefault(name) == finding.Router?.Version)
                return;
        }
    }

    private void Tell(string name, StoredRouter? router)
    {
        try
        {
            Changed?.Invoke(name, router);
        }
#pragma warning disable CA1031 // The next change must be told of whatever became of this one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            report($"store: the change of router {name} was not taken up: an internal error: {e.Message}; please report it");
        }
    }

    // A look that fails is tried again until it succeeds: the hint does not come twice.
    private async Task<T> PersistAsync<T>(Func<CancellationToken, Task<T>> look)
    {
        var reported = false;
        for (var retry = new Backoff(); ; await Task.Delay(retry.Next(), time, Stopping))
        {
            try
            {
                return await InTurnAsync(look, Stopping);
            }
            catch (StoreUnavailableException)
            {
                // The store itself reports when it is away.
            }
#pragma warning disable CA1031 // Whatever it is: without this loop no change would be heard of again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                if (!reported)
                    report($"store: changes cannot be read: {e.Message}; the last good state stays in force, trying again");
                reported = true;
            }
        }
    }

    private void Remember(string name, string? version)
    {
        if (version is null)
            _known.TryRemove(name, out _);
        else
            _known[name] = version;
    }

    /// <param name="IsUsable">False: something is there that is no router; it has been refused.</param>
    /// <param name="Router">Null: nothing is there.</param>
    protected readonly record struct Finding(bool IsUsable, StoredRouter? Router)
    {
        public static readonly Finding Nothing = new(true, null);

        public static readonly Finding Unusable = new(false, null);
    }
}

// A store as its user sees it: what was loaded, what it saved itself, what it was told.
using System.Collections.Concurrent;
using System.Threading.Channels;
using InworldRouter.ControlPlane.Routers.Store;

namespace InworldRouter.Tests.ControlPlane.Routers.Store;

/// <summary>A small registry: it takes up what it saves before it takes up what it is told, so that it never goes back to something older.</summary>
internal sealed class StoreView : IAsyncDisposable
{
    private readonly IRouterStore _store;
    private readonly Dictionary<string, StoredRouter> _routers = [];
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Channel<(string Name, StoredRouter? Router)> _told = Channel.CreateUnbounded<(string, StoredRouter?)>();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StoreView(IRouterStore store)
    {
        _store = store;
        store.Changed += Take;
    }

    public IRouterStore Store => _store;

    public ConcurrentQueue<string> Refused { get; } = [];

    /// <summary>The names of what was told of and nobody asked for.</summary>
    public int Untaken => _told.Reader.Count;

    public StoredRouter? this[string name]
    {
        get
        {
            lock (_routers)
                return _routers.GetValueOrDefault(name);
        }
    }

    public int Count
    {
        get
        {
            lock (_routers)
                return _routers.Count;
        }
    }

    public async Task<StoreView> LoadedAsync()
    {
        foreach (var router in await _store.LoadAsync(Refuse, TestContext.Current.CancellationToken))
        {
            lock (_routers)
                _routers[router.Name] = router;
        }
        return this;
    }

    public Task<SaveOutcome> SaveAsync(StoredRouter router, string? expected) =>
        ChangeAsync(router.Name, router, () => _store.SaveAsync(router, expected, TestContext.Current.CancellationToken));

    public Task<SaveOutcome> DeleteAsync(string name, string expected) =>
        ChangeAsync(name, null, () => _store.DeleteAsync(name, expected, TestContext.Current.CancellationToken));

    /// <summary>The next change by another.</summary>
    public Task<(string Name, StoredRouter? Router)> ToldAsync() => _told.Reader.ReadAsync(TestContext.Current.CancellationToken).Soon();

    /// <summary>Adds one to a counting router, again and again until it is the one that did.</summary>
    public async Task IncrementAsync(string name)
    {
        while (true)
        {
            var changed = _changed.Task;
            var seen = this[name]!;
            if (await SaveAsync(Routers.Counting(name, seen.Count() + 1), seen.Version) == SaveOutcome.Saved)
                return;
            // The other's change is told of in time.
            if (this[name] == seen)
                await changed.Soon();
        }
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private void Refuse(string place, string problem)
    {
        lock (Refused)
            Refused.Enqueue($"{place}: {problem}");
    }

    private async Task<SaveOutcome> ChangeAsync(string name, StoredRouter? router, Func<Task<SaveOutcome>> change)
    {
        await _gate.WaitAsync();
        try
        {
            var outcome = await change();
            if (outcome == SaveOutcome.Saved)
                Put(name, router);
            return outcome;
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Take(string name, StoredRouter? router)
    {
        _gate.Wait();
        Put(name, router);
        _gate.Release();
        _told.Writer.TryWrite((name, router));
    }

    private void Put(string name, StoredRouter? router)
    {
        lock (_routers)
        {
            if (router is null)
                _routers.Remove(name);
            else
                _routers[name] = router;
        }
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}

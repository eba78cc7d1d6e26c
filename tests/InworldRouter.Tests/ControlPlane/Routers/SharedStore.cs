// One store, several instances on it, as a database has: each sees the others' changes by events, when the test lets them through.
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.Plan;

namespace InworldRouter.Tests.ControlPlane.Routers;

internal sealed class SharedStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredRouter> _routers = new(StringComparer.Ordinal);
    private readonly List<Instance> _instances = [];

    /// <summary>Set: every write fails with it.</summary>
    public string? Outage { get; set; }

    /// <summary>Called in the middle of each save, before it is decided.</summary>
    public Action<StoredRouter>? OnSaving { get; set; }

    public int Count => _routers.Count;

    public IRouterStore Open()
    {
        var instance = new Instance(this);
        lock (_gate)
            _instances.Add(instance);
        return instance;
    }

    /// <summary>As if by hand: every instance is told.</summary>
    public void Put(string name, string document, bool tell = true)
    {
        var router = StoredRouter.Of(name, System.Text.Encoding.UTF8.GetBytes(document));
        lock (_gate)
            _routers[name] = router;
        if (tell)
            Tell(null, name, router);
    }

    private void Tell(Instance? except, string name, StoredRouter? now)
    {
        Instance[] others;
        lock (_gate)
            others = [.. _instances.Where(i => i != except)];
        foreach (var other in others)
            other.Raise(name, now);
    }

    private SaveOutcome Exchange(Instance by, string name, string? expected, StoredRouter? now)
    {
        if (Outage is { } outage)
            throw new StoreUnavailableException(outage);
        if (now is not null)
            OnSaving?.Invoke(now);
        lock (_gate)
        {
            var there = _routers.GetValueOrDefault(name);
            if (there?.Version != expected)
                return there is null ? SaveOutcome.Missing : SaveOutcome.Conflict;
            if (now is null)
                _routers.Remove(name);
            else
                _routers[name] = now;
        }
        Tell(by, name, now);
        return SaveOutcome.Saved;
    }

    private sealed class Instance(SharedStore shared) : IRouterStore
    {
        public event Action<string, StoredRouter?>? Changed;

        public void Raise(string name, StoredRouter? now) => Changed?.Invoke(name, now);

        public Task<IReadOnlyList<StoredRouter>> LoadAsync(Action<string, string> refused, CancellationToken cancellation)
        {
            lock (shared._gate)
                return Task.FromResult<IReadOnlyList<StoredRouter>>([.. shared._routers.Values]);
        }

        public async Task<SaveOutcome> SaveAsync(StoredRouter router, string? expected, CancellationToken cancellation)
        {
            await Task.Yield();
            return shared.Exchange(this, router.Name, expected, router);
        }

        public async Task<SaveOutcome> DeleteAsync(string name, string expected, CancellationToken cancellation)
        {
            await Task.Yield();
            return shared.Exchange(this, name, expected, null);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

// Routers kept in memory only: a demo's leave nothing behind on the disk.
namespace InworldRouter.ControlPlane.Routers.Store;

/// <param name="first">What it holds at the beginning.</param>
public sealed class MemoryRouterStore(params IReadOnlyCollection<StoredRouter> first) : IRouterStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredRouter> _routers = first.ToDictionary(r => r.Name, StringComparer.Ordinal);

    // There is nobody else.
    public event Action<string, StoredRouter?>? Changed
    {
        add { }
        remove { }
    }

    public Task<IReadOnlyList<StoredRouter>> LoadAsync(Action<string, string> refused, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<StoredRouter>>([.. _routers.Values]);
    }

    public Task<SaveOutcome> SaveAsync(StoredRouter router, string? expected, CancellationToken cancellation) => Exchange(router.Name, expected, router);

    public Task<SaveOutcome> DeleteAsync(string name, string expected, CancellationToken cancellation) => Exchange(name, expected, null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<SaveOutcome> Exchange(string name, string? expected, StoredRouter? now)
    {
        lock (_gate)
        {
            var there = _routers.GetValueOrDefault(name);
            if (there?.Version != expected)
                return Task.FromResult(there is null ? SaveOutcome.Missing : SaveOutcome.Conflict);
            if (now is null)
                _routers.Remove(name);
            else
                _routers[name] = now;
            return Task.FromResult(SaveOutcome.Saved);
        }
    }
}

// Changes to named routers: checked against what is there, saved, published, in this order.
using InworldRouter.ControlPlane.Routers.Files;
using InworldRouter.ControlPlane.Routers.Http;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.ControlPlane.Routers.Validation;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers;

/// <summary>
/// Changes of one router made here follow each other, so that only another instance can come in between; the store notices that, its event brings what is
/// there now, and the change is made again on top of it. No lock is held while the store works.
/// </summary>
/// <param name="compile">Gives a router's plan.</param>
/// <param name="log">Told of what the operator should know, a line each.</param>
public sealed class RouterRegistry(IRouterStore store, PlanHolder plans, Func<NamedRouter, NamedRouterPlan> compile, Action<string> log, TimeProvider time) : IAsyncDisposable
{
    // Enough that two routers seldom wait for each other.
    private const int Turns = 64;

    // "changes reach every instance within a second"; a file store that has to poll takes two.
    private static readonly TimeSpan OthersChange = TimeSpan.FromSeconds(3);

    private readonly RouterShelf _shelf = new(plans, compile, log);
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1))];
    private readonly Lock _loading = new();
    private List<(string Name, StoredRouter? Now)>? _early = [];

    /// <summary>Of the plan in force.</summary>
    public NamedRouterTable Current => plans.Current.Routers;

    /// <summary>Reads the store and publishes what is in it, with the files. Called once, first.</summary>
    /// <exception cref="StoreUnavailableException" />
    public async Task LoadAsync(IReadOnlyList<RouterFile> files, CancellationToken cancellation)
    {
        store.Changed += OnChanged;
        _shelf.Replace(files);
        var stored = await store.LoadAsync((place, wrong) => log($"store: {place}: {wrong}"), cancellation);
        var loaded = new LoadedRouter[stored.Count];
        Parallel.For(0, stored.Count, i => loaded[i] = LoadedRouter.Of(stored[i], conditions: false));
        lock (_loading)
        {
            _shelf.Fill(loaded);
            foreach (var (name, now) in _early!)
                Apply(name, now);
            _early = null;
        }
    }

    /// <summary>The operator's files have been read again.</summary>
    public void Replace(IReadOnlyList<RouterFile> files) => _shelf.Replace(files);

    public Task<RouterWrite> CreateAsync(CheckedRouter router, Preconditions conditions, CancellationToken cancellation) => InTurnAsync(router.Name, async () =>
    {
        if (Obstacle(router.Name, out var current) is { } obstacle)
            return obstacle;
        if (!conditions.Hold(current?.Version))
            return RouterRefusal.PreconditionFailed(router.Name, current?.Version);
        if (current is not null)
            return RouterRefusal.Exists(router.Name);
        return await SaveAsync(router, null, cancellation) ?? RouterRefusal.Exists(router.Name);
    }, cancellation);

    /// <param name="change">From what the router is to what it is to be; asked again when another instance was faster.</param>
    public Task<RouterWrite> UpdateAsync(string name, Preconditions conditions, Func<NamedRouter, RouterChange> change, CancellationToken cancellation) => InTurnAsync(name, async () =>
    {
        while (true)
        {
            if (Obstacle(name, out var current) is { } obstacle)
                return obstacle;
            if (current is null)
                return RouterRefusal.NotFound(name);
            if (!conditions.Hold(current.Version))
                return RouterRefusal.PreconditionFailed(name, current.Version);
            var (router, refusal) = change(current);
            if (router is null)
                return refusal!;
            if (router.Json.Span.SequenceEqual(current.Document.Span))
                return current;
            if (await SaveAsync(router, current.Version, cancellation) is { } done)
                return done;
            if (!await OthersChangeAsync(name, current.Version, cancellation))
                return RouterRefusal.ChangedMeanwhile(name);
        }
    }, cancellation);

    public Task<RouterWrite> DeleteAsync(string name, Preconditions conditions, CancellationToken cancellation) => InTurnAsync(name, async () =>
    {
        while (true)
        {
            var current = _shelf.Find(name, out var file, out var broken);
            if (file is not null)
                return RouterRefusal.ReadOnly(name, file.Place);
            if ((current?.Version ?? broken?.Stored.Version) is not { } version)
                return RouterRefusal.NotFound(name);
            if (!conditions.Hold(version))
                return RouterRefusal.PreconditionFailed(name, version);
            SaveOutcome outcome;
            try
            {
                outcome = await store.DeleteAsync(name, version, cancellation);
            }
            catch (StoreUnavailableException e)
            {
                return RouterRefusal.Unavailable(e.Message);
            }
            if (outcome != SaveOutcome.Conflict)
            {
                _shelf.Exchange(name, version, null);
                return current ?? broken!.Named(compile);
            }
            if (!await OthersChangeAsync(name, version, cancellation))
                return RouterRefusal.ChangedMeanwhile(name);
        }
    }, cancellation);

    public async ValueTask DisposeAsync()
    {
        store.Changed -= OnChanged;
        await store.DisposeAsync();
        foreach (var turn in _turns)
            turn.Dispose();
    }

    private async Task<RouterWrite> InTurnAsync(string name, Func<Task<RouterWrite>> change, CancellationToken cancellation)
    {
        var turn = _turns[(uint)string.GetHashCode(name, StringComparison.Ordinal) % Turns];
        await turn.WaitAsync(cancellation);
        try
        {
            return await change();
        }
        finally
        {
            turn.Release();
        }
    }

    private RouterRefusal? Obstacle(string name, out NamedRouter? current)
    {
        current = _shelf.Find(name, out var file, out var broken);
        if (file is not null)
            return RouterRefusal.ReadOnly(name, file.Place);
        return broken is null ? null : RouterRefusal.Broken(name, broken.Why!);
    }

    /// <returns>Null when something else is stored there by now.</returns>
    private async Task<RouterWrite?> SaveAsync(CheckedRouter router, string? version, CancellationToken cancellation)
    {
        var stored = StoredRouter.Of(router.Name, router.Json);
        var named = new NamedRouter(stored.Name, stored.Version, stored.Document, isReadOnly: false, compile);
        try
        {
            // What cannot be compiled is not saved.
            _ = named.Plan;
            if (await store.SaveAsync(stored, version, cancellation) != SaveOutcome.Saved)
                return null;
        }
        catch (InvalidRouterException e)
        {
            return RouterRefusal.BadArgument(router.Name, e.Message, "correct it and send it again");
        }
        catch (StoreUnavailableException e)
        {
            return RouterRefusal.Unavailable(e.Message);
        }
        _shelf.Exchange(router.Name, version, named);
        return named;
    }

    private async Task<bool> OthersChangeAsync(string name, string version, CancellationToken cancellation)
    {
        try
        {
            await _shelf.ChangesAsync(name, version).WaitAsync(OthersChange, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void OnChanged(string name, StoredRouter? now)
    {
        lock (_loading)
        {
            if (_early is null)
                Apply(name, now);
            else
                _early.Add((name, now));
        }
    }

    private void Apply(string name, StoredRouter? now)
    {
        if (now is null)
            _shelf.Remove(name);
        else
            _shelf.Take(LoadedRouter.Of(now, conditions: true));
    }
}

// The routers that there are, in memory: stored ones, the operator's files, which win their names, and what is stored but cannot be used.
using InworldRouter.ControlPlane.Routers.Files;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers;

/// <summary>Whatever changes here is published before the call returns: "A saved router serves its next request at once".</summary>
internal sealed class RouterShelf(PlanHolder plans, Func<NamedRouter, NamedRouterPlan> compile, Action<string> log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NamedRouter> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LoadedRouter> _broken = new(StringComparer.Ordinal);
    private Dictionary<string, RouterFile> _files = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Puts all of a store on the empty shelf.</summary>
    public void Fill(IEnumerable<LoadedRouter> loaded)
    {
        lock (_gate)
        {
            foreach (var router in loaded)
                Put(router);
            PublishAll();
        }
    }

    public void Replace(IReadOnlyList<RouterFile> files)
    {
        lock (_gate)
        {
            _files = files.ToDictionary(f => f.Name, StringComparer.Ordinal);
            PublishAll();
        }
    }

    /// <summary>Somebody else has saved it.</summary>
    public void Take(LoadedRouter router)
    {
        lock (_gate)
        {
            Put(router);
            Publish(router.Stored.Name);
        }
    }

    /// <summary>Somebody else has deleted it.</summary>
    public void Remove(string name)
    {
        lock (_gate)
        {
            Drop(name);
            Publish(name);
        }
    }

    /// <summary>We have saved or deleted (null) it, in the place of a version. If another one is here by now, that is news from the store, and newer.</summary>
    public void Exchange(string name, string? version, NamedRouter? now)
    {
        lock (_gate)
        {
            if (VersionOf(name) != version)
                return;
            Drop(name);
            if (now is not null)
                _stored[name] = now;
            Publish(name);
        }
    }

    /// <param name="file">The file that holds the name, if one does.</param>
    /// <param name="broken">What cannot be used, if that is what is stored.</param>
    public NamedRouter? Find(string name, out RouterFile? file, out LoadedRouter? broken)
    {
        lock (_gate)
        {
            file = _files.GetValueOrDefault(name);
            broken = _broken.GetValueOrDefault(name);
            return _stored.GetValueOrDefault(name);
        }
    }

    /// <summary>Completes when another version of a router is here, or none.</summary>
    public async Task ChangesAsync(string name, string? version)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (VersionOf(name) != version)
                    return;
                changed = _changed.Task;
            }
            await changed;
        }
    }

    private string? VersionOf(string name) => _stored.GetValueOrDefault(name)?.Version ?? _broken.GetValueOrDefault(name)?.Stored.Version;

    private void Put(LoadedRouter router)
    {
        var name = router.Stored.Name;
        Drop(name);
        if (router.Why is null)
        {
            _stored[name] = router.Named(compile);
            return;
        }
        _broken[name] = router;
        log($"store: the router {name} cannot be used: {router.Why}");
    }

    private void Drop(string name)
    {
        _stored.Remove(name);
        _broken.Remove(name);
    }

    private void Publish(string name)
    {
        var table = plans.Current.Routers;
        if (!_files.ContainsKey(name))
            plans.Publish(_stored.TryGetValue(name, out var router) ? table.With(router) : table.Without(name));
        Announce();
    }

    private void PublishAll()
    {
        var all = _stored.Values.Where(r => !_files.ContainsKey(r.Name)).Concat(_files.Values.Select(f => f.Named(compile)));
        plans.Publish(NamedRouterTable.Of(all));
        Announce();
    }

    private void Announce()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

// Models that were called by their full id without being described anywhere.
namespace InworldRouter.Plan;

/// <summary>
/// "A model need not be in the catalog to be called with its prefix" (api.md 3.1) – and what callers write is without end, so only
/// the names used last are remembered: two generations, of which the elder is dropped when the younger is full (C98).
/// </summary>
/// <param name="capacity">Names in a generation.</param>
public sealed class AdHocModels(TimeProvider time, int capacity = 1024)
{
    // The longest id in the catalog has under 100 characters. A longer name is served, but not remembered.
    private const int LongestRemembered = 256;

    private readonly Lock _gate = new();
    private Dictionary<string, ModelPlan> _young = new(StringComparer.Ordinal);
    private Dictionary<string, ModelPlan> _old = new(StringComparer.Ordinal);

    /// <summary>Names remembered now: at most twice the capacity.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _young.Count + _old.Count;
        }
    }

    /// <summary>What is needed to call the model; measurements and cooldown outlive a change of plans.</summary>
    public ModelPlan Get(ProviderPlan provider, string upstreamName)
    {
        var id = $"{provider.Id}/{upstreamName}";
        if (id.Length > LongestRemembered)
            return ModelPlan.AdHoc(id, provider, upstreamName, new(time), new(time));
        lock (_gate)
        {
            var isYoung = _young.TryGetValue(id, out var model);
            if (!isYoung && !_old.TryGetValue(id, out model))
                return Remember(ModelPlan.AdHoc(id, provider, upstreamName, new(time), new(time)));
            // Providers are made anew with each plan.
            if (model!.Provider != provider)
                return Remember(ModelPlan.AdHoc(id, provider, upstreamName, model.Statistics, model.Cooldown));
            return isYoung ? model : Remember(model);
        }
    }

    private ModelPlan Remember(ModelPlan model)
    {
        if (_young.Count >= capacity && !_young.ContainsKey(model.Id))
            (_young, _old) = (new(StringComparer.Ordinal), _young);
        _old.Remove(model.Id);
        return _young[model.Id] = model;
    }
}

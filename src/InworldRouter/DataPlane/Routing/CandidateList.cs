// The models to try for a call, in order, and the words for why they are in this order.
using InworldRouter.Plan;

namespace InworldRouter.DataPlane.Routing;

public enum SelectionKind : byte
{
    /// <summary>A model was named.</summary>
    Specified,

    /// <summary>A bare name: the provider was chosen.</summary>
    Provider,

    /// <summary><c>auto</c> over a given pool.</summary>
    AutoFromSpecified,

    /// <summary><c>auto</c> over every configured model.</summary>
    AutoFromAll,
}

/// <summary>Filled by the resolver, read by the attempt loop.</summary>
public sealed class CandidateList
{
    private ModelPlan[] _models = new ModelPlan[8];

    public int Count { get; private set; }

    public SelectionKind Selection { get; set; }

    /// <summary>How it was sorted: <c>lowest price, lowest latency</c>, or <c>in the given order</c>.</summary>
    public string? Order { get; set; }

    /// <summary>The bare name, for <see cref="SelectionKind.Provider"/>.</summary>
    public string? BareName { get; set; }

    /// <summary>The first choice, before cooldowns moved it.</summary>
    public ModelPlan? Primary { get; private set; }

    public ModelPlan this[int index] => _models[index];

    public ReadOnlySpan<ModelPlan> Models => _models.AsSpan(0, Count);

    /// <summary>Appends a model that is not in the list yet.</summary>
    public void Add(ModelPlan model)
    {
        foreach (var known in Models)
        {
            if (ReferenceEquals(known, model))
                return;
        }
        Primary ??= model;
        if (Count == _models.Length)
            Array.Resize(ref _models, Count * 2);
        _models[Count++] = model;
    }

    /// <summary>Moves a model before all others, if it is there at all.</summary>
    public void PutFirst(string modelId)
    {
        for (var i = 1; i < Count; i++)
        {
            if (_models[i].Id != modelId)
                continue;
            var model = _models[i];
            Array.Copy(_models, 0, _models, 1, i);
            Primary = _models[0] = model;
            return;
        }
    }

    /// <summary>Only the first is tried: <c>allow_fallbacks:false</c>.</summary>
    public void KeepFirst()
    {
        if (Count <= 1)
            return;
        Array.Clear(_models, 1, Count - 1);
        Count = 1;
    }

    /// <summary>
    /// "a candidate on cooldown goes to the end of the list; when all are, they are tried anyway" (api.md 3.5). The order among those that are
    /// fit, and among those that are not, stays.
    /// </summary>
    public void PutCooledLast()
    {
        if (Count < 2)
            return;
        var fit = 0;
        for (var i = 0; i < Count; i++)
        {
            var model = _models[i];
            if (model.Cooldown.IsActive)
                continue;
            Array.Copy(_models, fit, _models, fit + 1, i - fit);
            _models[fit++] = model;
        }
    }

    public void Reset()
    {
        Array.Clear(_models, 0, Count);
        Count = 0;
        Selection = SelectionKind.Specified;
        Order = null;
        BareName = null;
        Primary = null;
    }
}

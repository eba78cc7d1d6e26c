// element in [constants]
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class InSetNode : PredicateNode
{
    // Up to here a scan is as fast as a hash.
    private const int Scanned = 8;

    private readonly Node _element;
    private readonly CelValue[] _items;
    private readonly HashSet<CelValue>? _set;

    /// <param name="items">None is a list or map: those are not compared for nothing.</param>
    public InSetNode(Place place, Node element, CelValue[] items)
        : base(place)
    {
        _element = element;
        _items = items;
        _set = items.Length > Scanned ? new HashSet<CelValue>(items, ValueComparer.Instance) : null;
    }

    public override Truth Test(ref CelFrame frame)
    {
        frame.Fuel--;
        var value = _element.Evaluate(ref frame);
        if (value.IsError)
            return frame.Fail(value.AsError());
        if (_set is not null)
        {
            frame.Count(value);
            return _set.Contains(value) ? Truth.True : Truth.False;
        }
        foreach (ref readonly var item in _items.AsSpan())
        {
            if (value.Kind == CelKind.String ? item.Kind == CelKind.String && TextComparison.Equal(value, item) : ValueEquality.Equal(value, item))
                return Truth.True;
        }
        return Truth.False;
    }
}

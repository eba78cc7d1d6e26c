// range.map(x, body), range.map(x, filter, body), range.filter(x, filter), range.transformList(i, x, filter, body): all make a list.
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <param name="filter">Null where all are taken.</param>
/// <param name="body">Null for filter(), which takes the elements as they are.</param>
internal sealed class CollectNode(Place place, Node range, int first, int second, Node? filter, Node? body)
    : ComprehensionNode(place, range, first, second)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        if (!TryBegin(ref frame, out var elements, out var broken))
            return broken;
        CelValue[] items = [];
        var count = 0;
        for (var i = 0; i < elements.Count; i++)
        {
            if (!frame.TryCharge(CollectionFunctions.BytesPerElement))
                return frame.Exhausted;
            elements.Load(ref frame, i);
            var truth = filter?.Test(ref frame) ?? Truth.True;
            if (truth == Truth.Error)
                return CelValue.Of(frame.Fault!);
            if (truth == Truth.False)
                continue;
            var value = body is null ? frame.Locals[First] : body.Evaluate(ref frame);
            if (value.IsError)
                return value;
            if (count == items.Length)
                Array.Resize(ref items, Math.Min(elements.Count, Math.Max(4, count * 2)));
            items[count++] = value;
        }
        return CelValue.Of(count == 0 ? CelList.Empty : new ValueList(items, count));
    }
}

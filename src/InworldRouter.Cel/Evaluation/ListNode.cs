// [a, ?b, c]
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <param name="optional">Which elements are optionals that are left out when they have no value; null for none.</param>
internal sealed class ListNode(Place place, Node[] elements, bool[]? optional) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        if (!frame.TryCharge((long)elements.Length * CollectionFunctions.BytesPerElement))
            return frame.Exhausted;
        var items = new CelValue[elements.Length];
        var count = 0;
        for (var i = 0; i < elements.Length; i++)
        {
            var value = elements[i].Evaluate(ref frame);
            if (value.IsError)
                return value;
            if (optional is not null && optional[i])
            {
                if (value.Kind != CelKind.Optional)
                    return Fail(CelErrorKind.NoSuchOverload, $"no such overload: what follows '?' is an optional, found {CelType.Of(value)}");
                if (!value.TryGetOptional(out value))
                    continue;
            }
            items[count++] = value;
        }
        return CelValue.Of(count == 0 ? CelList.Empty : new ValueList(items, count));
    }
}

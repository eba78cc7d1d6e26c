// element in container
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class InNode(Place place, Node element, Node container) : PredicateNode(place)
{
    public override Truth Test(ref CelFrame frame)
    {
        frame.Fuel--;
        var value = element.Evaluate(ref frame);
        if (value.IsError)
            return frame.Fail(value.AsError());
        var within = container.Evaluate(ref frame);
        switch (within.Kind)
        {
            case CelKind.Map:
                frame.Count(value);
                return within.AsMap().TryGet(value, out _) ? Truth.True : Truth.False;
            case CelKind.List:
                var list = within.AsList();
                for (var i = 0; i < list.Count; i++)
                {
                    if (!frame.TryStep())
                        return frame.Fail(frame.Exhaustion!);
                    var item = list[i];
                    if (item.IsError)
                        return frame.Fail(item.AsError());
                    if (DeepEquality.Equal(ref frame, value, item))
                        return Truth.True;
                }
                return Truth.False;
            case CelKind.Error:
                return frame.Fail(within.AsError());
            default:
                return frame.Fail(new CelError(
                    CelErrorKind.NoSuchOverload, $"no such overload: {CelType.Of(value)} in {CelType.Of(within)}; it takes a list or a map", Place));
        }
    }
}

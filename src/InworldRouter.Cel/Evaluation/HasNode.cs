// has(operand.field)
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class HasNode(Place place, Node operand, CelValue field) : PredicateNode(place)
{
    public override Truth Test(ref CelFrame frame)
    {
        frame.Fuel--;
        var value = operand.Evaluate(ref frame);
        if (value.Kind == CelKind.Optional && !value.TryGetOptional(out value))
            return Truth.False;
        return value.Kind switch
        {
            CelKind.Map => value.AsMap().TryGet(field, out _) ? Truth.True : Truth.False,
            CelKind.Error => frame.Fail(value.AsError()),
            _ => frame.Fail(Selection.NoFields(value, field, Place).AsError()),
        };
    }
}

// operand == "constant", operand != "constant": the most frequent condition there is.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class EqualTextNode(Place place, Node operand, CelValue constant, bool isNegated) : PredicateNode(place)
{
    public override Truth Test(ref CelFrame frame)
    {
        frame.Fuel--;
        var value = operand.Evaluate(ref frame);
        if (value.IsError)
            return frame.Fail(value.AsError());
        return (value.Kind == CelKind.String && TextComparison.Equal(value, constant)) != isNegated ? Truth.True : Truth.False;
    }
}

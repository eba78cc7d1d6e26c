// operand[index], operand[?index]
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class IndexNode(Place place, Node operand, Node index, bool isOptional) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        var value = operand.Evaluate(ref frame);
        if (value.IsError)
            return value;
        var at = index.Evaluate(ref frame);
        frame.Count(at);
        return at.IsError ? at : Selection.Index(value, at, isOptional, Place);
    }
}

// condition ? then : otherwise
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class ConditionalNode(Place place, Node condition, Node then, Node otherwise) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        return condition.Test(ref frame) switch
        {
            Truth.True => then.Evaluate(ref frame),
            Truth.False => otherwise.Evaluate(ref frame),
            _ => CelValue.Of(frame.Fault!),
        };
    }

    public override Truth Test(ref CelFrame frame)
    {
        frame.Fuel--;
        return condition.Test(ref frame) switch
        {
            Truth.True => then.Test(ref frame),
            Truth.False => otherwise.Test(ref frame),
            _ => Truth.Error,
        };
    }
}

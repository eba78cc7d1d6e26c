// A node whose own result is a condition.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal abstract class PredicateNode(Place place) : Node(place)
{
    public abstract override Truth Test(ref CelFrame frame);

    public sealed override CelValue Evaluate(ref CelFrame frame) => Test(ref frame) switch
    {
        Truth.False => CelValue.False,
        Truth.True => CelValue.True,
        _ => CelValue.Of(frame.Fault!),
    };
}

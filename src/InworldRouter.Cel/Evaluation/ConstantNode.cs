// A value that is known.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class ConstantNode(Place place, CelValue value) : Node(place)
{
    public CelValue Value => value;

    public override CelValue Evaluate(ref CelFrame frame) => value;
}

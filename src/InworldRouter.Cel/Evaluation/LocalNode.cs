// A variable of a comprehension or of optMap.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class LocalNode(Place place, int slot) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame) => frame.Locals[slot];
}

// cel.bind and cel.block: their values are put into slots, then the body is evaluated.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <summary>A value that is an error stays one in its slot: it fails where it is used, and only there.</summary>
internal sealed class BindNode(Place place, int firstSlot, Node[] values, Node body) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        for (var i = 0; i < values.Length; i++)
            frame.Locals[firstSlot + i] = values[i].Evaluate(ref frame);
        return body.Evaluate(ref frame);
    }
}

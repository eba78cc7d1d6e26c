// left == right, left != right
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class EqualNode(Place place, Node left, Node right, bool isNegated) : PredicateNode(place)
{
    public override Truth Test(ref CelFrame frame)
    {
        frame.Fuel--;
        var a = left.Evaluate(ref frame);
        if (a.IsError)
            return frame.Fail(a.AsError());
        var b = right.Evaluate(ref frame);
        if (b.IsError)
            return frame.Fail(b.AsError());
        return DeepEquality.Equal(ref frame, a, b) != isNegated ? Truth.True : Truth.False;
    }
}

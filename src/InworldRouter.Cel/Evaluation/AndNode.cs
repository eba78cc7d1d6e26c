// left && right
namespace InworldRouter.Cel.Evaluation;

/// <summary>
/// "if any of their operands uniquely determines the result … the other operand may or may not be evaluated, and if that evaluation
/// produces a runtime error, it will be ignored".
/// </summary>
internal sealed class AndNode(Values.Place place, Node left, Node right) : PredicateNode(place)
{
    public override Truth Test(ref CelFrame frame)
    {
        frame.Fuel--;
        var first = left.Test(ref frame);
        if (first == Truth.False)
            return Truth.False;
        if (first == Truth.True)
            return right.Test(ref frame);
        var fault = frame.Fault!;
        return right.Test(ref frame) == Truth.False ? Truth.False : frame.Fail(fault);
    }
}

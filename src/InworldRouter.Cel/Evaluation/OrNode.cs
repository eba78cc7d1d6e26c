// left || right
namespace InworldRouter.Cel.Evaluation;

/// <summary>As &amp;&amp;: an error beside a true operand is ignored.</summary>
internal sealed class OrNode(Values.Place place, Node left, Node right) : PredicateNode(place)
{
    public override Truth Test(ref CelFrame frame)
    {
        frame.Fuel--;
        var first = left.Test(ref frame);
        if (first == Truth.True)
            return Truth.True;
        if (first == Truth.False)
            return right.Test(ref frame);
        var fault = frame.Fault!;
        return right.Test(ref frame) == Truth.True ? Truth.True : frame.Fail(fault);
    }
}

// f(a, b)
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class Call2(Place place, string name, CelOverload[] overloads, Node a, Node b) : Call(place, name, overloads)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        var va = a.Evaluate(ref frame);
        if (va.IsError)
            return va;
        var vb = b.Evaluate(ref frame);
        if (vb.IsError)
            return vb;
        foreach (var overload in Overloads)
        {
            if (overload.Takes(0, va.Kind) && overload.Takes(1, vb.Kind))
                return overload.Call is CelCall2 call ? Located(call(ref frame, va, vb)) : Unbound();
        }
        return NoOverload(va, vb);
    }
}

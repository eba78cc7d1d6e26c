// f(a, b, c, d)
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class Call4(Place place, string name, CelOverload[] overloads, Node a, Node b, Node c, Node d)
    : Call(place, name, overloads)
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
        var vc = c.Evaluate(ref frame);
        if (vc.IsError)
            return vc;
        var vd = d.Evaluate(ref frame);
        if (vd.IsError)
            return vd;
        foreach (var overload in Overloads)
        {
            if (overload.Takes(0, va.Kind) && overload.Takes(1, vb.Kind) && overload.Takes(2, vc.Kind) && overload.Takes(3, vd.Kind))
                return overload.Call is CelCall4 call ? Located(call(ref frame, va, vb, vc, vd)) : Unbound();
        }
        return NoOverload(va, vb, vc, vd);
    }
}

// f(a)
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class Call1(Place place, string name, CelOverload[] overloads, Node a) : Call(place, name, overloads)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        var va = a.Evaluate(ref frame);
        if (va.IsError)
            return va;
        foreach (var overload in Overloads)
        {
            if (overload.Takes(0, va.Kind))
                return overload.Call is CelCall1 call ? Located(call(ref frame, va)) : Unbound();
        }
        return NoOverload(va);
    }
}

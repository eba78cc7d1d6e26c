// f()
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class Call0(Place place, string name, CelOverload[] overloads) : Call(place, name, overloads)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        return Overloads[0].Call is CelCall0 call ? Located(call(ref frame)) : Unbound();
    }
}

// An activation of given values.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests;

internal sealed class Variables(params (string Name, CelValue Value)[] values) : CelActivation
{
    public override bool TryResolve(CelVariable variable, out CelValue value)
    {
        foreach (var (name, known) in values)
        {
            if (name != variable.Name)
                continue;
            value = known;
            return true;
        }
        value = default;
        return false;
    }
}

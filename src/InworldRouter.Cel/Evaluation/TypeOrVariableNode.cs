// A type's name where any name may be a variable: type, int, list.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <summary>
/// Who lets every name be a variable has variables called "type" before long; those win where they are there, and <c>.type</c> is always the type.
/// </summary>
internal sealed class TypeOrVariableNode(Place place, CelVariable variable, CelType type) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        return frame.Activation.TryResolve(variable, out var value) ? value : CelValue.Of(type);
    }
}

// A variable of the activation.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class VariableNode(Place place, CelVariable variable) : Node(place)
{
    // Made once: a condition over a missing variable is evaluated for every call.
    private CelError? _missing;

    public override CelValue Evaluate(ref CelFrame frame) => frame.Activation.TryResolve(variable, out var value) ? value : CelValue.Of(Missing());

    private CelError Missing() => _missing ??= new CelError(CelErrorKind.NoSuchAttribute, $"no such attribute: '{variable.Name}' is not set", Place);
}

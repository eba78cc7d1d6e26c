// operand.field, operand.?field
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <param name="field">A string in both encodings: the map finds it without an allocation, whichever it has.</param>
internal sealed class SelectNode(Place place, Node operand, CelValue field, bool isOptional) : Node(place)
{
    private CelError? _missing;

    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        var value = operand.Evaluate(ref frame);
        if (value.Kind != CelKind.Map || isOptional)
            return Selection.Select(value, field, isOptional, Place);
        return value.AsMap().TryGet(field, out var found) ? found : CelValue.Of(_missing ??= Selection.NoSuchKey(field, Place).AsError());
    }
}

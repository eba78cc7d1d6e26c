// optional.optMap(name, body), optional.optFlatMap(name, body)
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class OptionalMapNode(Place place, Node optional, int slot, Node body, bool isFlat) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        var value = optional.Evaluate(ref frame);
        if (value.IsError)
            return value;
        if (value.Kind != CelKind.Optional)
        {
            var name = isFlat ? "optFlatMap" : "optMap";
            return Fail(CelErrorKind.NoSuchOverload, $"no such overload: {name}() is of an optional, found {CelType.Of(value)}");
        }
        if (!value.TryGetOptional(out frame.Locals[slot]))
            return CelValue.None;
        var result = body.Evaluate(ref frame);
        return isFlat || result.IsError ? result : CelValue.Some(result);
    }
}

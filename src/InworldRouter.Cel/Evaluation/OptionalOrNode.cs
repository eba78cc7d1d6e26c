// optional.or(other), optional.orValue(other): the other is evaluated only when it is needed.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class OptionalOrNode(Place place, Node optional, Node other, bool isValue) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        var value = optional.Evaluate(ref frame);
        if (value.IsError)
            return value;
        if (value.Kind != CelKind.Optional)
            return Fail(CelErrorKind.NoSuchOverload, $"no such overload: {(isValue ? "orValue" : "or")}() is of an optional, found {CelType.Of(value)}");
        if (value.TryGetOptional(out var content))
            return isValue ? content : value;
        var otherwise = other.Evaluate(ref frame);
        return isValue || otherwise.IsError || otherwise.Kind == CelKind.Optional
            ? otherwise
            : Fail(CelErrorKind.NoSuchOverload, $"no such overload: or() takes an optional, found {CelType.Of(otherwise)}");
    }
}

// text.matches("literal")
using InworldRouter.Cel.Functions.Regex;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class MatchesNode(Place place, Node text, MatchPattern pattern) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel--;
        var value = text.Evaluate(ref frame);
        if (value.IsError)
            return value;
        if (value.Kind != CelKind.String)
            return Fail(CelErrorKind.NoSuchOverload, $"no such overload: matches() takes a string, found {CelType.Of(value)}");
        var result = pattern.Matches(ref frame, value);
        return result.IsError ? CelValue.Of(result.AsError().At(Place)) : result;
    }
}

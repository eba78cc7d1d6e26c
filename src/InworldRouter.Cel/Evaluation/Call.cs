// What the nodes of calls share: errors that are told their place.
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <param name="overloads">What the call can mean; the first that takes the kinds of the values is called.</param>
internal abstract class Call(Place place, string name, CelOverload[] overloads) : Node(place)
{
    protected readonly CelOverload[] Overloads = overloads;

    protected CelValue Located(in CelValue result) => result.IsError ? CelValue.Of(result.AsError().At(Place)) : result;

    protected CelValue Unbound() => Fail(CelErrorKind.NoSuchOverload, $"unbound function: '{name}' is declared but not there");

    protected CelValue NoOverload(params ReadOnlySpan<CelValue> values)
    {
        var kinds = new string[values.Length];
        for (var i = 0; i < kinds.Length; i++)
            kinds[i] = CelType.Of(values[i]).ToString();
        return Fail(CelErrorKind.NoSuchOverload, $"no such overload: '{Syntax.Operators.Written(name)}' does not take ({string.Join(", ", kinds)})");
    }
}

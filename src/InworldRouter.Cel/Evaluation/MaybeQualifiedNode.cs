// a.b.c in an unchecked program: a variable a.b.c, or the field c of a variable a.b, or …; the longest that is there.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <param name="candidates">In the order in which they are tried, each with how many of the fields are left to select.</param>
internal sealed class MaybeQualifiedNode(Place place, string name, (CelVariable Variable, int FieldsLeft)[] candidates, string[] fields) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        frame.Fuel -= candidates.Length;
        foreach (var (variable, left) in candidates)
        {
            if (!frame.Activation.TryResolve(variable, out var value))
                continue;
            for (var i = fields.Length - left; i < fields.Length; i++)
                value = Selection.Select(value, CelValue.Of(fields[i]), isOptional: false, Place);
            return value;
        }
        return Fail(CelErrorKind.NoSuchAttribute, $"no such attribute: '{name}' is not set");
    }
}

// What every node of a program can do.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <summary>A step of a program: immutable, its children and slots resolved.</summary>
internal abstract class Node(Place place)
{
    public readonly Place Place = place;

    public abstract CelValue Evaluate(ref CelFrame frame);

    /// <summary>The value as a condition: saves conditions from making and reading values. An error is left in the frame's Fault.</summary>
    public virtual Truth Test(ref CelFrame frame)
    {
        var value = Evaluate(ref frame);
        return value.Kind switch
        {
            CelKind.Bool => value.IsTrue ? Truth.True : Truth.False,
            CelKind.Error => frame.Fail(value.AsError()),
            _ => frame.Fail(NotBool(value)),
        };
    }

    protected CelValue Fail(CelErrorKind kind, string message) => CelValue.Of(new CelError(kind, message, Place));

    protected CelError NotBool(in CelValue value) => new(CelErrorKind.NoSuchOverload, $"no such overload: expected bool, found {CelType.Of(value)}", Place);
}

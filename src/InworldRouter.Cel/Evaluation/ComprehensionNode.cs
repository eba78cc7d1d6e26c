// What all comprehensions share: their range and their variables.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <param name="first">The slot of the first variable.</param>
/// <param name="second">The slot of the second; -1 where there is none.</param>
internal abstract class ComprehensionNode(Place place, Node range, int first, int second) : Node(place)
{
    protected readonly int First = first;

    /// <summary>False when there is nothing to go over; the error is then in <paramref name="fault"/>.</summary>
    protected bool TryBegin(ref CelFrame frame, out Elements elements, out CelValue fault)
    {
        frame.Fuel--;
        fault = range.Evaluate(ref frame);
        elements = new Elements(fault, First, second);
        if (elements.Count >= 0)
            return true;
        if (!fault.IsError)
            fault = Fail(CelErrorKind.NoSuchOverload, $"no such overload: {CelType.Of(fault)} cannot be gone over; a list or a map can");
        return false;
    }
}

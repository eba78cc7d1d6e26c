// range.exists_one(x, predicate)
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <summary>
/// "evaluates to true only if the predicate of exactly one element/key evaluates to true … any predicate error causes the macro to raise an error".
/// </summary>
internal sealed class ExistsOneNode(Place place, Node range, int first, int second, Node predicate) : ComprehensionNode(place, range, first, second)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        if (!TryBegin(ref frame, out var elements, out var broken))
            return broken;
        var found = 0;
        for (var i = 0; i < elements.Count; i++)
        {
            if (!frame.TryStep())
                return frame.Exhausted;
            elements.Load(ref frame, i);
            var truth = predicate.Test(ref frame);
            if (truth == Truth.Error)
                return CelValue.Of(frame.Fault!);
            found += truth == Truth.True ? 1 : 0;
        }
        return CelValue.Of(found == 1);
    }
}

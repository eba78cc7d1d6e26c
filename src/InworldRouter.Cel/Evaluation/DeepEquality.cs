// Equality that is paid for: lists of lists of the same list are short to write and long to compare.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal static class DeepEquality
{
    /// <summary>False once the frame is exhausted; the evaluation ends then anyway.</summary>
    public static bool Equal(ref CelFrame frame, in CelValue left, in CelValue right)
    {
        if (left.Kind != right.Kind)
            return ValueEquality.Equal(left, right);
        switch (left.Kind)
        {
            case CelKind.String:
                frame.Count(left);
                return TextComparison.Equal(left, right);
            case CelKind.Bytes:
                return frame.TryCharge(Math.Min(left.Sliced.Length, right.Sliced.Length)) && ValueEquality.Equal(left, right);
            case CelKind.List:
                return EqualLists(ref frame, left.AsList(), right.AsList());
            case CelKind.Map:
                return EqualMaps(ref frame, left.AsMap(), right.AsMap());
            case CelKind.Optional:
                return left.TryGetOptional(out var a) == right.TryGetOptional(out var b) && Equal(ref frame, a, b);
            default:
                return ValueEquality.Equal(left, right);
        }
    }

    private static bool EqualLists(ref CelFrame frame, CelList left, CelList right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!frame.TryStep() || !Equal(ref frame, left[i], right[i]))
                return false;
        }
        return true;
    }

    private static bool EqualMaps(ref CelFrame frame, CelMap left, CelMap right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!frame.TryStep() || !right.TryGet(left.KeyAt(i), out var other) || !Equal(ref frame, left.ValueAt(i), other))
                return false;
        }
        return true;
    }
}

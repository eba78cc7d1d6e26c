// left < right and its kin
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <param name="onLess">What it comes to when left is less; so for equal and greater.</param>
internal sealed class OrderNode(Place place, string written, Node left, Node right, bool onLess, bool onEqual, bool onGreater) : PredicateNode(place)
{
    public override Truth Test(ref CelFrame frame)
    {
        frame.Fuel--;
        var a = left.Evaluate(ref frame);
        if (a.IsError)
            return frame.Fail(a.AsError());
        var b = right.Evaluate(ref frame);
        if (b.IsError)
            return frame.Fail(b.AsError());
        int order;
        if (ValueEquality.IsNumber(a.Kind) && ValueEquality.IsNumber(b.Kind))
        {
            order = NumberOrder.Compare(a, b);
            if (order == NumberOrder.Unordered)
                return frame.Fail(new CelError(CelErrorKind.InvalidArgument, "NaN values cannot be ordered", Place));
        }
        else if (a.Kind != b.Kind)
        {
            return frame.Fail(NoOverload(a, b));
        }
        else
        {
            switch (a.Kind)
            {
                case CelKind.Bool or CelKind.Duration:
                    order = a.Bits.CompareTo(b.Bits);
                    break;
                case CelKind.Timestamp:
                    order = a.Bits != b.Bits ? a.Bits.CompareTo(b.Bits) : a.Nanoseconds.CompareTo(b.Nanoseconds);
                    break;
                case CelKind.String:
                    if (!frame.TryCharge((long)TextComparison.Size(a) + TextComparison.Size(b)))
                        return frame.Fail(frame.Exhaustion!);
                    order = TextComparison.Compare(a, b);
                    break;
                case CelKind.Bytes:
                    order = a.Sliced.SequenceCompareTo(b.Sliced);
                    break;
                default:
                    return frame.Fail(NoOverload(a, b));
            }
        }
        return (order < 0 ? onLess : order == 0 ? onEqual : onGreater) ? Truth.True : Truth.False;
    }

    private CelError NoOverload(in CelValue a, in CelValue b) =>
        new(CelErrorKind.NoSuchOverload, $"no such overload: {CelType.Of(a)} {written} {CelType.Of(b)}", Place);
}

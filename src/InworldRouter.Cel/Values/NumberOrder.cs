// The order of numbers of different kinds, as the reference implementation has it: an integer against a double is compared as a double.
namespace InworldRouter.Cel.Values;

internal static class NumberOrder
{
    /// <summary>What is returned when one of them is not a number.</summary>
    public const int Unordered = 2;

    /// <summary>-1, 0, 1, or <see cref="Unordered"/>. Both are ints, uints or doubles.</summary>
    public static int Compare(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => left.Bits.CompareTo(right.Bits),
        (CelKind.UInt, CelKind.UInt) => ((ulong)left.Bits).CompareTo((ulong)right.Bits),
        (CelKind.Double, CelKind.Double) => Compare(left.Double, right.Double),
        (CelKind.Int, CelKind.UInt) => left.Bits < 0 ? -1 : ((ulong)left.Bits).CompareTo((ulong)right.Bits),
        (CelKind.UInt, CelKind.Int) => right.Bits < 0 ? 1 : ((ulong)left.Bits).CompareTo((ulong)right.Bits),
        (CelKind.Double, CelKind.Int) => Compare(left.Double, right.Bits),
        (CelKind.Double, _) => Compare(left.Double, (ulong)right.Bits),
        (CelKind.Int, _) => Reverse(Compare(right.Double, left.Bits)),
        _ => Reverse(Compare(right.Double, (ulong)left.Bits)),
    };

    private static int Reverse(int order) => order == Unordered ? order : -order;

    private static int Compare(double left, double right) => left < right ? -1 : left > right ? 1 : left == right ? 0 : Unordered;
}

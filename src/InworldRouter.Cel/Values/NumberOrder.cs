// The order of numbers of different kinds, as the reference implementation has it: an integer against a double is compared as a double.
namespace InworldRouter.Cel.Values;

internal static class NumberOrder
{
    /// <summary>What is returned when one of them is not a number.</summary>
    public const int Unordered = 2;

    /// <summary>-1, 0, 1, or <see cref="Unordered"/>. Both are ints, uints or doubles.</summary>
    public static int Compare(in CelValue left, in CelValue right) => left.Kind switch
    {
        CelKind.Double => right.Kind switch
        {
            CelKind.Double => Compare(left.Double, right.Double),
            CelKind.Int => Compare(left.Double, right.Bits),
            _ => Compare(left.Double, (ulong)right.Bits),
        },
        CelKind.Int => right.Kind switch
        {
            CelKind.Int => left.Bits.CompareTo(right.Bits),
            CelKind.UInt => left.Bits < 0 ? -1 : ((ulong)left.Bits).CompareTo((ulong)right.Bits),
            _ => Compare(left.Bits, right.Double),
        },
        _ => right.Kind switch
        {
            CelKind.UInt => ((ulong)left.Bits).CompareTo((ulong)right.Bits),
            CelKind.Int => right.Bits < 0 ? 1 : ((ulong)left.Bits).CompareTo((ulong)right.Bits),
            _ => Compare((ulong)left.Bits, right.Double),
        },
    };

    private static int Compare(double left, double right) => left < right ? -1 : left > right ? 1 : left == right ? 0 : Unordered;
}

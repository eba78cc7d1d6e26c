// Equality of any two values: of different kinds they are unequal, but for numbers, which compare by what they stand for.
namespace InworldRouter.Cel.Values;

internal static class ValueEquality
{
    public static bool Equal(in CelValue left, in CelValue right)
    {
        if (left.Kind != right.Kind)
            return IsNumber(left.Kind) && IsNumber(right.Kind) && NumberOrder.Compare(left, right) == 0;
        switch (left.Kind)
        {
            case CelKind.Null:
                return true;
            case CelKind.Bool or CelKind.Int or CelKind.UInt or CelKind.Duration:
                return left.Bits == right.Bits;
            case CelKind.Double:
                return left.Double == right.Double; // NaN equals nothing, not even itself
            case CelKind.Timestamp:
                return left.Bits == right.Bits && left.Nanoseconds == right.Nanoseconds;
            case CelKind.String:
                return TextComparison.Equal(left, right);
            case CelKind.Bytes:
                return left.Sliced.SequenceEqual(right.Sliced);
            case CelKind.Type:
                // A value's type knows no parameters: type([1]) == type(['a']).
                return left.AsType().Name == right.AsType().Name;
            case CelKind.List:
                return EqualLists(left.AsList(), right.AsList());
            case CelKind.Map:
                return EqualMaps(left.AsMap(), right.AsMap());
            case CelKind.Optional:
                return left.TryGetOptional(out var a) == right.TryGetOptional(out var b) && Equal(a, b);
            default:
                return ReferenceEquals(left.Reference, right.Reference);
        }
    }

    public static int Hash(in CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.Bool or CelKind.Int or CelKind.UInt or CelKind.Duration or CelKind.Timestamp:
                return value.Bits.GetHashCode();
            case CelKind.Double:
                var number = value.Double;
                // As the int or uint that it equals, if it does.
                if (number is >= long.MinValue and < 9223372036854775808.0)
                    return (number == Math.Floor(number) ? (long)number : value.Bits).GetHashCode();
                return number is >= 0 and < 18446744073709551616.0 ? ((long)(ulong)number).GetHashCode() : value.Bits.GetHashCode();
            case CelKind.String:
                return TextComparison.Hash(value);
            case CelKind.Bytes:
                var hash = default(HashCode);
                hash.AddBytes(value.Sliced);
                return hash.ToHashCode();
            case CelKind.Type:
                return value.AsType().Name.GetHashCode(StringComparison.Ordinal);
            case CelKind.List:
                return value.AsList().Count;
            case CelKind.Map:
                return value.AsMap().Count;
            default:
                return (int)value.Kind;
        }
    }

    public static bool IsNumber(CelKind kind) => kind is CelKind.Int or CelKind.UInt or CelKind.Double;

    private static bool EqualLists(CelList left, CelList right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!Equal(left[i], right[i]))
                return false;
        }
        return true;
    }

    private static bool EqualMaps(CelMap left, CelMap right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!right.TryGet(left.KeyAt(i), out var other) || !Equal(left.ValueAt(i), other))
                return false;
        }
        return true;
    }
}

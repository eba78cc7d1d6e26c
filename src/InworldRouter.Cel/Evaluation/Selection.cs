// Selecting a field or key of any value: what selections and indexes share.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal static class Selection
{
    /// <summary>operand.field, operand.?field. An optional gives an optional.</summary>
    public static CelValue Select(in CelValue operand, in CelValue field, bool isOptional, Place place)
    {
        switch (operand.Kind)
        {
            case CelKind.Map:
                if (operand.AsMap().TryGet(field, out var value))
                    return isOptional && !value.IsError ? CelValue.Some(value) : value;
                return isOptional ? CelValue.None : NoSuchKey(field, place);
            case CelKind.Optional:
                return operand.TryGetOptional(out var content) ? Select(content, field, isOptional: true, place) : CelValue.None;
            case CelKind.Error:
                return operand;
            default:
                return NoFields(operand, field, place);
        }
    }

    public static CelValue NoSuchKey(in CelValue key, Place place) => CelValue.Of(new CelError(CelErrorKind.NoSuchKey, $"no such key: {key}", place));

    public static CelValue NoFields(in CelValue operand, in CelValue field, Place place) => CelValue.Of(new CelError(
        CelErrorKind.NoSuchOverload, $"no such overload: {CelType.Of(operand)} has no fields, so {field} cannot be selected from it", place));

    /// <summary>operand[index], operand[?index].</summary>
    public static CelValue Index(in CelValue operand, in CelValue index, bool isOptional, Place place)
    {
        switch (operand.Kind)
        {
            case CelKind.Map:
                if (operand.AsMap().TryGet(index, out var value))
                    return isOptional && !value.IsError ? CelValue.Some(value) : value;
                return isOptional ? CelValue.None : NoSuchKey(index, place);
            case CelKind.List:
                var list = operand.AsList();
                if (!TryPosition(index, out var position))
                    return CelValue.Of(new CelError(CelErrorKind.NoSuchOverload, $"no such overload: a list is indexed by an int, found {index}", place));
                if (position >= 0 && position < list.Count)
                {
                    var element = list[(int)position];
                    return isOptional && !element.IsError ? CelValue.Some(element) : element;
                }
                return isOptional
                    ? CelValue.None
                    : CelValue.Of(new CelError(CelErrorKind.IndexOutOfRange, $"index out of range: {position} in a list of {list.Count}", place));
            case CelKind.Optional:
                return operand.TryGetOptional(out var content) ? Index(content, index, isOptional: true, place) : CelValue.None;
            default:
                return CelValue.Of(new CelError(
                    CelErrorKind.NoSuchOverload, $"no such overload: {CelType.Of(operand)} cannot be indexed; a list or a map can", place));
        }
    }

    /// <summary>A whole number of any kind.</summary>
    private static bool TryPosition(in CelValue index, out long position)
    {
        position = index.Bits;
        if (index.Kind == CelKind.Double)
        {
            position = index.Double is > -1e18 and < 1e18 ? (long)index.Double : -1;
            return position == index.Double;
        }
        if (index.Kind == CelKind.UInt && position < 0)
            position = long.MaxValue;
        return index.Kind is CelKind.Int or CelKind.UInt;
    }
}

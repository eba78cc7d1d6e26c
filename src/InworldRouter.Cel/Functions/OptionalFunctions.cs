// Optional values: made, asked and taken apart. or() and orValue() are nodes, for they do not always need their argument.
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class OptionalFunctions
{
    [CelFunction("optional.of", "(A) -> optional(A)")]
    internal static CelValue Of(in CelValue value) => CelValue.Some(value);

    [CelFunction("optional.none", "() -> optional(A)")]
    internal static CelValue None() => CelValue.None;

    [CelFunction("optional.ofNonZeroValue", "(A) -> optional(A)")]
    internal static CelValue OfNonZero(in CelValue value) => IsZero(value) ? CelValue.None : CelValue.Some(value);

    [CelFunction("hasValue", "optional(A).() -> bool")]
    internal static bool HasValue(in CelValue optional) => optional.TryGetOptional(out _);

    [CelFunction("value", "optional(A).() -> A")]
    internal static CelValue ValueOf(in CelValue optional) =>
        optional.TryGetOptional(out var value) ? value : CelValue.Error(CelErrorKind.InvalidArgument, "optional.none() has no value; orValue() gives one in its place");

    /// <summary>The values of those that have one.</summary>
    [CelFunction("optional.unwrap", "(list(optional(A))) -> list(A)")]
    [CelFunction("unwrapOpt", "list(optional(A)).() -> list(A)")]
    internal static CelValue Unwrap(ref CelFrame frame, in CelValue optionals)
    {
        var list = optionals.AsList();
        if (!frame.TryCharge((long)list.Count * CollectionFunctions.BytesPerElement))
            return frame.Exhausted;
        var values = new List<CelValue>();
        for (var i = 0; i < list.Count; i++)
        {
            var element = list[i];
            if (element.Kind != CelKind.Optional)
                return CelValue.Error(CelErrorKind.NoSuchOverload, $"no such overload: unwrap takes a list of optionals, element {i} is {CelType.Of(element)}");
            if (element.TryGetOptional(out var value))
                values.Add(value);
        }
        return CelValue.Of(CelList.Of([.. values]));
    }

    private static bool IsZero(in CelValue value) => value.Kind switch
    {
        CelKind.Null => true,
        CelKind.Bool or CelKind.Int or CelKind.UInt or CelKind.Duration => value.Bits == 0,
        CelKind.Double => value.Double == 0,
        CelKind.String => TextComparison.Size(value) == 0,
        CelKind.Bytes => value.Sliced.IsEmpty,
        CelKind.List => value.AsList().Count == 0,
        CelKind.Map => value.AsMap().Count == 0,
        CelKind.Optional => !value.TryGetOptional(out _),

        // The zero of the reference implementation's timestamps is the beginning of year 1.
        CelKind.Timestamp => value.Bits == TimeText.MinSeconds && value.Nanoseconds == 0,
        _ => false,
    };
}

// All functions that every environment has.
using System.Collections.Frozen;
using InworldRouter.Cel.Checking;

namespace InworldRouter.Cel.Functions;

internal static class StandardLibrary
{
    private static readonly CelOverload[] Overloads =
    [
        .. OperatorDeclarations.All,
        .. ArithmeticFunctions.Functions,
        .. TimeArithmetic.Functions,
        .. CollectionFunctions.Functions,
        .. ConversionFunctions.Functions,
        .. TimeConversions.Functions,
        .. TimeFunctions.Functions,
        .. TextFunctions.Functions,
        .. StringFunctions.Functions,
        .. FormatFunctions.Functions,
        .. MathFunctions.Functions,
        .. EncoderFunctions.Functions,
        .. OptionalFunctions.Functions,
    ];

    /// <summary>By name.</summary>
    public static FrozenDictionary<string, FunctionSet> Functions { get; } = ByName(Overloads);

    public static FrozenDictionary<string, FunctionSet> With(IEnumerable<CelOverload> more) => ByName(Overloads.Concat(more));

    private static FrozenDictionary<string, FunctionSet> ByName(IEnumerable<CelOverload> overloads) =>
        overloads.GroupBy(o => o.Name, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => new FunctionSet(g.Key, [.. g]), StringComparer.Ordinal);
}

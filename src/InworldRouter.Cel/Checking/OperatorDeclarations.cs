// The operators that the planner makes nodes of their own for: declared for the checker, called by nobody.
using System.Collections.Immutable;
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Syntax;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Checking;

internal static class OperatorDeclarations
{
    private static readonly CelType A = CelType.Parameter("A");
    private static readonly CelType B = CelType.Parameter("B");
    private static readonly CelType ListOfA = CelType.List(A);
    private static readonly CelType MapOfAToB = CelType.Map(A, B);

    public static ImmutableArray<CelOverload> All { get; } =
    [
        Declare(Operators.Conditional, A, CelType.Bool, A, A),
        Declare(Operators.Not, CelType.Bool, CelType.Bool),
        Declare(Operators.Equal, CelType.Bool, A, A),
        Declare(Operators.NotEqual, CelType.Bool, A, A),
        Declare(Operators.In, CelType.Bool, A, ListOfA),
        Declare(Operators.In, CelType.Bool, A, MapOfAToB),
        Declare(Operators.Index, A, ListOfA, CelType.Int),
        Declare(Operators.Index, B, MapOfAToB, A),
        Declare(Operators.Index, CelType.Optional(A), CelType.Optional(ListOfA), CelType.Int),
        Declare(Operators.Index, CelType.Optional(B), CelType.Optional(MapOfAToB), A),
        Declare(Operators.OptionalIndex, CelType.Optional(A), ListOfA, CelType.Int),
        Declare(Operators.OptionalIndex, CelType.Optional(B), MapOfAToB, A),
        Declare(Operators.OptionalIndex, CelType.Optional(A), CelType.Optional(ListOfA), CelType.Int),
        Declare(Operators.OptionalIndex, CelType.Optional(B), CelType.Optional(MapOfAToB), A),
        .. Ordering(Operators.Less),
        .. Ordering(Operators.LessOrEqual),
        .. Ordering(Operators.Greater),
        .. Ordering(Operators.GreaterOrEqual),
        new("or", true, [CelType.Optional(A), CelType.Optional(A)], CelType.Optional(A), null),
        new("orValue", true, [CelType.Optional(A), A], A, null),
    ];

    private static IEnumerable<CelOverload> Ordering(string name)
    {
        CelType[] same = [CelType.Bool, CelType.Int, CelType.UInt, CelType.Double, CelType.String, CelType.Bytes, CelType.Timestamp, CelType.Duration];
        CelType[] numbers = [CelType.Int, CelType.UInt, CelType.Double];
        return same.Select(t => Declare(name, CelType.Bool, t, t))
            .Concat(numbers.SelectMany(a => numbers.Where(b => b != a).Select(b => Declare(name, CelType.Bool, a, b))));
    }

    private static CelOverload Declare(string name, CelType result, params ImmutableArray<CelType> parameters) => new(name, false, parameters, result, null);
}

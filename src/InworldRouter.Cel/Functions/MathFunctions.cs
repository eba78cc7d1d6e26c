// The math extension.
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Syntax;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class MathFunctions
{
    [CelFunction("math.ceil", "(double) -> double")]
    internal static double Ceil(double value) => Math.Ceiling(value);

    [CelFunction("math.floor", "(double) -> double")]
    internal static double Floor(double value) => Math.Floor(value);

    /// <summary>Halves away from zero.</summary>
    [CelFunction("math.round", "(double) -> double")]
    internal static double Round(double value) => Math.Round(value, MidpointRounding.AwayFromZero);

    [CelFunction("math.trunc", "(double) -> double")]
    internal static double Trunc(double value) => Math.Truncate(value);

    [CelFunction("math.sqrt", "(double) -> double")]
    internal static double Sqrt(double value) => Math.Sqrt(value);

    [CelFunction("math.sqrt", "(int) -> double")]
    internal static double Sqrt(long value) => Math.Sqrt(value);

    [CelFunction("math.sqrt", "(uint) -> double")]
    internal static double Sqrt(ulong value) => Math.Sqrt(value);

    [CelFunction("math.isNaN", "(double) -> bool")]
    internal static bool IsNaN(double value) => double.IsNaN(value);

    [CelFunction("math.isInf", "(double) -> bool")]
    internal static bool IsInf(double value) => double.IsInfinity(value);

    [CelFunction("math.isFinite", "(double) -> bool")]
    internal static bool IsFinite(double value) => double.IsFinite(value);

    [CelFunction("math.abs", "(int) -> int")]
    internal static CelValue Abs(long value) => value < 0 ? ArithmeticFunctions.Negate(value) : CelValue.Of(value);

    [CelFunction("math.abs", "(uint) -> uint")]
    internal static ulong Abs(ulong value) => value;

    [CelFunction("math.abs", "(double) -> double")]
    internal static double Abs(double value) => Math.Abs(value);

    [CelFunction("math.sign", "(int) -> int")]
    internal static long Sign(long value) => Math.Sign(value);

    [CelFunction("math.sign", "(uint) -> uint")]
    internal static ulong Sign(ulong value) => value == 0 ? 0UL : 1UL;

    [CelFunction("math.sign", "(double) -> double")]
    internal static double Sign(double value) => double.IsNaN(value) ? value : Math.Sign(value);

    [CelFunction("math.bitAnd", "(int, int) -> int")]
    internal static long And(long a, long b) => a & b;

    [CelFunction("math.bitAnd", "(uint, uint) -> uint")]
    internal static ulong And(ulong a, ulong b) => a & b;

    [CelFunction("math.bitOr", "(int, int) -> int")]
    internal static long Or(long a, long b) => a | b;

    [CelFunction("math.bitOr", "(uint, uint) -> uint")]
    internal static ulong Or(ulong a, ulong b) => a | b;

    [CelFunction("math.bitXor", "(int, int) -> int")]
    internal static long Xor(long a, long b) => a ^ b;

    [CelFunction("math.bitXor", "(uint, uint) -> uint")]
    internal static ulong Xor(ulong a, ulong b) => a ^ b;

    [CelFunction("math.bitNot", "(int) -> int")]
    internal static long Not(long a) => ~a;

    [CelFunction("math.bitNot", "(uint) -> uint")]
    internal static ulong Not(ulong a) => ~a;

    [CelFunction("math.bitShiftLeft", "(int, int) -> int")]
    internal static CelValue ShiftLeft(long a, long bits) => bits < 0 ? Negative("bitShiftLeft", bits) : CelValue.Of(bits > 63 ? 0 : a << (int)bits);

    [CelFunction("math.bitShiftLeft", "(uint, int) -> uint")]
    internal static CelValue ShiftLeft(ulong a, long bits) => bits < 0 ? Negative("bitShiftLeft", bits) : CelValue.Of(bits > 63 ? 0 : a << (int)bits);

    /// <summary>Without the sign: zeros come in from the left.</summary>
    [CelFunction("math.bitShiftRight", "(int, int) -> int")]
    internal static CelValue ShiftRight(long a, long bits) => bits < 0 ? Negative("bitShiftRight", bits) : CelValue.Of(bits > 63 ? 0 : a >>> (int)bits);

    [CelFunction("math.bitShiftRight", "(uint, int) -> uint")]
    internal static CelValue ShiftRight(ulong a, long bits) => bits < 0 ? Negative("bitShiftRight", bits) : CelValue.Of(bits > 63 ? 0 : a >> (int)bits);

    [CelFunction(Operators.Greatest, "(int) -> int")]
    [CelFunction(Operators.Greatest, "(uint) -> uint")]
    [CelFunction(Operators.Greatest, "(double) -> double")]
    [CelFunction(Operators.Least, "(int) -> int")]
    [CelFunction(Operators.Least, "(uint) -> uint")]
    [CelFunction(Operators.Least, "(double) -> double")]
    internal static CelValue Itself(in CelValue value) => value;

    [CelFunction(Operators.Greatest, "(int, int) -> int")]
    [CelFunction(Operators.Greatest, "(uint, uint) -> uint")]
    [CelFunction(Operators.Greatest, "(double, double) -> double")]
    [CelFunction(Operators.Greatest, "(int, uint) -> dyn")]
    [CelFunction(Operators.Greatest, "(int, double) -> dyn")]
    [CelFunction(Operators.Greatest, "(uint, int) -> dyn")]
    [CelFunction(Operators.Greatest, "(uint, double) -> dyn")]
    [CelFunction(Operators.Greatest, "(double, int) -> dyn")]
    [CelFunction(Operators.Greatest, "(double, uint) -> dyn")]
    internal static CelValue Max(in CelValue a, in CelValue b) => Select(a, b, -1);

    [CelFunction(Operators.Least, "(int, int) -> int")]
    [CelFunction(Operators.Least, "(uint, uint) -> uint")]
    [CelFunction(Operators.Least, "(double, double) -> double")]
    [CelFunction(Operators.Least, "(int, uint) -> dyn")]
    [CelFunction(Operators.Least, "(int, double) -> dyn")]
    [CelFunction(Operators.Least, "(uint, int) -> dyn")]
    [CelFunction(Operators.Least, "(uint, double) -> dyn")]
    [CelFunction(Operators.Least, "(double, int) -> dyn")]
    [CelFunction(Operators.Least, "(double, uint) -> dyn")]
    internal static CelValue Min(in CelValue a, in CelValue b) => Select(a, b, 1);

    [CelFunction(Operators.Greatest, "(list(int)) -> int")]
    [CelFunction(Operators.Greatest, "(list(uint)) -> uint")]
    [CelFunction(Operators.Greatest, "(list(double)) -> double")]
    internal static CelValue MaxOf(ref CelFrame frame, in CelValue list) => Select(ref frame, list.AsList(), -1);

    [CelFunction(Operators.Least, "(list(int)) -> int")]
    [CelFunction(Operators.Least, "(list(uint)) -> uint")]
    [CelFunction(Operators.Least, "(list(double)) -> double")]
    internal static CelValue MinOf(ref CelFrame frame, in CelValue list) => Select(ref frame, list.AsList(), 1);

    /// <summary>The first, unless its order to the second is this.</summary>
    private static CelValue Select(in CelValue a, in CelValue b, int order)
    {
        var compared = NumberOrder.Compare(a, b);
        return compared == NumberOrder.Unordered
            ? CelValue.Error(CelErrorKind.InvalidArgument, "NaN values cannot be ordered")
            : compared == order ? b : a;
    }

    private static CelValue Select(ref CelFrame frame, CelList list, int order)
    {
        if (list.Count == 0)
            return CelValue.Error(CelErrorKind.InvalidArgument, "the list of math.greatest() or math.least() must not be empty");
        if (!frame.TryCharge((long)list.Count * CollectionFunctions.BytesPerElement))
            return frame.Exhausted;
        var selected = list[0];
        for (var i = 0; i < list.Count; i++)
        {
            var element = list[i];
            if (!ValueEquality.IsNumber(element.Kind))
            {
                return CelValue.Error(
                    CelErrorKind.NoSuchOverload, $"no such overload: math.greatest() and math.least() take numbers, element {i} is {CelType.Of(element)}");
            }
            selected = Select(selected, element, order);
            if (selected.IsError)
                return selected;
        }
        return selected;
    }

    private static CelValue Negative(string function, long bits) => CelValue.Error(CelErrorKind.InvalidArgument, $"math.{function}() negative offset: {bits}");
}

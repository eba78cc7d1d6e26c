// + - * / % and negation of numbers: "Arithmetic operations raise an error when the results exceed the range of the integer type".
using InworldRouter.Cel.Syntax;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class ArithmeticFunctions
{
    private static readonly CelError IntOverflow = new(CelErrorKind.Overflow, "the result is out of the range of int");
    private static readonly CelError UIntOverflow = new(CelErrorKind.Overflow, "the result is out of the range of uint");
    private static readonly CelError DivisionByZero = new(CelErrorKind.DivisionByZero, "divide by zero");
    private static readonly CelError ModulusByZero = new(CelErrorKind.DivisionByZero, "modulus by zero");

    [CelFunction(Operators.Add, "(int, int) -> int")]
    internal static CelValue Add(long a, long b)
    {
        var sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) < 0 ? CelValue.Of(IntOverflow) : CelValue.Of(sum);
    }

    [CelFunction(Operators.Add, "(uint, uint) -> uint")]
    internal static CelValue Add(ulong a, ulong b) => unchecked(a + b) < a ? CelValue.Of(UIntOverflow) : CelValue.Of(unchecked(a + b));

    [CelFunction(Operators.Add, "(double, double) -> double")]
    internal static double Add(double a, double b) => a + b;

    [CelFunction(Operators.Subtract, "(int, int) -> int")]
    internal static CelValue Subtract(long a, long b)
    {
        var difference = unchecked(a - b);
        return ((a ^ b) & (a ^ difference)) < 0 ? CelValue.Of(IntOverflow) : CelValue.Of(difference);
    }

    [CelFunction(Operators.Subtract, "(uint, uint) -> uint")]
    internal static CelValue Subtract(ulong a, ulong b) => b > a ? CelValue.Of(UIntOverflow) : CelValue.Of(a - b);

    [CelFunction(Operators.Subtract, "(double, double) -> double")]
    internal static double Subtract(double a, double b) => a - b;

    [CelFunction(Operators.Multiply, "(int, int) -> int")]
    internal static CelValue Multiply(long a, long b)
    {
        var high = Math.BigMul(a, b, out long low);
        return high == low >> 63 ? CelValue.Of(low) : CelValue.Of(IntOverflow);
    }

    [CelFunction(Operators.Multiply, "(uint, uint) -> uint")]
    internal static CelValue Multiply(ulong a, ulong b) => Math.BigMul(a, b, out ulong low) == 0 ? CelValue.Of(low) : CelValue.Of(UIntOverflow);

    [CelFunction(Operators.Multiply, "(double, double) -> double")]
    internal static double Multiply(double a, double b) => a * b;

    [CelFunction(Operators.Divide, "(int, int) -> int")]
    internal static CelValue Divide(long a, long b) => b switch
    {
        0 => CelValue.Of(DivisionByZero),
        -1 when a == long.MinValue => CelValue.Of(IntOverflow),
        _ => CelValue.Of(a / b),
    };

    [CelFunction(Operators.Divide, "(uint, uint) -> uint")]
    internal static CelValue Divide(ulong a, ulong b) => b == 0 ? CelValue.Of(DivisionByZero) : CelValue.Of(a / b);

    [CelFunction(Operators.Divide, "(double, double) -> double")]
    internal static double Divide(double a, double b) => a / b;

    [CelFunction(Operators.Modulo, "(int, int) -> int")]
    internal static CelValue Modulo(long a, long b) => b switch
    {
        0 => CelValue.Of(ModulusByZero),
        -1 when a == long.MinValue => CelValue.Of(IntOverflow),
        _ => CelValue.Of(a % b),
    };

    [CelFunction(Operators.Modulo, "(uint, uint) -> uint")]
    internal static CelValue Modulo(ulong a, ulong b) => b == 0 ? CelValue.Of(ModulusByZero) : CelValue.Of(a % b);

    [CelFunction(Operators.Negate, "(int) -> int")]
    internal static CelValue Negate(long a) => a == long.MinValue ? CelValue.Of(IntOverflow) : CelValue.Of(-a);

    [CelFunction(Operators.Negate, "(double) -> double")]
    internal static double Negate(double a) => -a;
}

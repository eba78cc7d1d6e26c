// Numbers as text, digit for digit as the reference implementation in Go prints them.
using System.Globalization;
using System.Numerics;

namespace InworldRouter.Cel.Values;

internal static class NumberText
{
    /// <summary>
    /// Go's %g: the shortest digits that read back. "%e is used if the exponent from the conversion is less than -4 or greater than or equal to the
    /// precision. if precision was the shortest possible, use precision 6 for this decision" (strconv).
    /// </summary>
    public static string Shortest(double value)
    {
        if (!double.IsFinite(value))
            return Special(value);
        var (digits, exponent) = Digits(value);
        return (double.IsNegative(value) ? "-" : "") + (exponent is < -4 or >= 6 ? Scientific(digits, exponent) : Plain(digits, exponent));
    }

    /// <summary>A double that is read back as a double: with a fraction or an exponent; what has no literal, as the call that makes it.</summary>
    public static string Literal(double value)
    {
        if (!double.IsFinite(value))
            return $"double(\"{Special(value)}\")";
        var shortest = Shortest(value);
        return shortest.AsSpan().ContainsAny('.', 'e') ? shortest : shortest + ".0";
    }

    /// <summary>Go's 'f' with precision -1: the shortest digits that read back, never an exponent.</summary>
    public static string Plain(double value)
    {
        if (!double.IsFinite(value))
            return Special(value);
        var (digits, exponent) = Digits(value);
        return (double.IsNegative(value) ? "-" : "") + Plain(digits, exponent);
    }

    /// <summary>Go's %.Nf: exact decimal expansion, halves to even.</summary>
    public static string Fixed(double value, int decimals)
    {
        if (!double.IsFinite(value))
            return Special(value);
        var (numerator, denominator) = Ratio(value);
        var text = Round(numerator * BigInteger.Pow(10, decimals), denominator).ToString(CultureInfo.InvariantCulture);
        if (decimals > 0)
        {
            text = text.PadLeft(decimals + 1, '0');
            text = text[..^decimals] + "." + text[^decimals..];
        }
        return (double.IsNegative(value) ? "-" : "") + text;
    }

    /// <summary>Go's %.Ne: one digit before the point, at least two in the exponent.</summary>
    public static string Scientific(double value, int decimals)
    {
        if (!double.IsFinite(value))
            return Special(value);
        var exponent = value == 0 ? 0 : Digits(value).Exponent;
        var digits = Rounded(value, decimals, exponent);
        if (digits.Length > decimals + 1)
            digits = Rounded(value, decimals, ++exponent);
        return (double.IsNegative(value) ? "-" : "") + Scientific(digits.PadRight(decimals + 1, '0'), exponent);
    }

    public static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static string Rounded(double value, int decimals, int exponent)
    {
        var (numerator, denominator) = Ratio(value);
        var shift = decimals - exponent;
        if (shift >= 0)
            numerator *= BigInteger.Pow(10, shift);
        else
            denominator *= BigInteger.Pow(10, -shift);
        return Round(numerator, denominator).ToString(CultureInfo.InvariantCulture);
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        return digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0') : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    private static string Scientific(string digits, int exponent) =>
        (digits.Length == 1 ? digits : digits[..1] + "." + digits[1..])
        + (exponent < 0 ? "e-" : "e+")
        + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);

    /// <summary>The shortest digits that read back, and the power of ten of the first; "0" and 0 for zero.</summary>
    private static (string Digits, int Exponent) Digits(double value)
    {
        if (value == 0)
            return ("0", 0);
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = mark < 0 ? shortest : shortest[..mark];
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        var exponent = mark < 0
            ? Exponent(mantissa)
            : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return (digits, exponent);
    }

    private static int Exponent(string plain)
    {
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? plain : plain[..point];
        if (whole != "0")
            return whole.Length - 1;
        var first = plain.AsSpan(point + 1).IndexOfAnyExcept('0');
        return -first - 1;
    }

    private static (BigInteger Numerator, BigInteger Denominator) Ratio(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0)
            exponent++;
        else
            mantissa |= 1L << 52;
        exponent -= 1075;
        return exponent >= 0 ? (new BigInteger(mantissa) << exponent, BigInteger.One) : (mantissa, BigInteger.One << -exponent);
    }

    private static BigInteger Round(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        var half = BigInteger.Compare(rest * 2, denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}

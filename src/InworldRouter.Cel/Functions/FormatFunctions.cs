// string.format: %s %d %f %e %b %x %X %o, with a precision for %f and %e.
using System.Globalization;
using System.Text;
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class FormatFunctions
{
    private const int DefaultPrecision = 6;
    private const int MaxPrecision = 1000;

    // Exact digits of a double are long arithmetic.
    private const int DoubleCost = 400;

    [CelFunction("format", "string.(list(dyn)) -> string")]
    internal static CelValue Format(ref CelFrame frame, in CelValue text, in CelValue arguments)
    {
        if (!frame.TryCharge(TextComparison.Size(text)))
            return frame.Exhausted;
        var format = text.AsString();
        var list = arguments.AsList();
        var result = new StringBuilder();
        var used = 0;
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                result.Append(format[at]);
                continue;
            }
            at++;
            if (at < format.Length && format[at] == '%')
            {
                result.Append('%');
                continue;
            }
            if (at == format.Length)
                return Fault("unexpected end of string: the format ends within a clause");
            if (used >= list.Count)
                return Fault($"index {used} out of range: the format has more clauses than there are arguments ({list.Count})");
            if (!TryPrecision(format, ref at, out var precision, out var fault))
                return fault;
            if (at >= format.Length)
                return Fault("unexpected end of string: the format ends within a clause");
            if (!TryWrite(ref frame, result, format[at], precision, list[used++], out fault))
                return fault;
        }
        return CelValue.Of(result.ToString());
    }

    private static bool TryPrecision(string format, ref int at, out int precision, out CelValue fault)
    {
        precision = DefaultPrecision;
        fault = default;
        if (at >= format.Length || format[at] != '.')
            return true;
        var start = ++at;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
            at++;
        if (int.TryParse(format.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out precision) && precision <= MaxPrecision)
            return true;
        fault = Fault($"could not parse formatting clause: a precision is a number from 0 to {MaxPrecision}");
        return false;
    }

    private static bool TryWrite(ref CelFrame frame, StringBuilder result, char clause, int precision, in CelValue value, out CelValue fault)
    {
        fault = default;
        if (clause == 's')
            return FormatText.TryWrite(ref frame, result, value, out fault);
        if (!frame.TryCharge(DoubleCost + precision))
        {
            fault = frame.Exhausted;
            return false;
        }
        var written = clause switch
        {
            'd' => value.Kind switch
            {
                CelKind.Int => value.Bits.ToString(CultureInfo.InvariantCulture),
                CelKind.UInt => ((ulong)value.Bits).ToString(CultureInfo.InvariantCulture),
                CelKind.Double => NumberText.Plain(value.Double),
                _ => null,
            },
            'f' => ValueEquality.IsNumber(value.Kind) ? NumberText.Fixed(AsDouble(value), precision) : null,
            'e' => ValueEquality.IsNumber(value.Kind) ? NumberText.Scientific(AsDouble(value), precision) : null,
            'b' => value.Kind == CelKind.Bool ? value.IsTrue ? "1" : "0" : InRadix(value, 'B'),
            'o' => value.Kind switch
            {
                CelKind.Int => (value.Bits < 0 ? "-" : "") + Octal(Magnitude(value.Bits)),
                CelKind.UInt => Octal((ulong)value.Bits),
                _ => null,
            },
            'x' or 'X' => Hexadecimal(ref frame, value, isUpper: clause == 'X'),
            _ => null,
        };
        if (written is not null)
        {
            result.Append(written);
            return true;
        }
        fault = frame.Exhaustion is not null ? frame.Exhausted : Fault(clause switch
        {
            'd' => $"error during formatting: decimal clause can only be used on ints, uints, and doubles, was given {CelType.Of(value).Name}",
            'f' => $"error during formatting: fixed-point clause can only be used on ints, uints, and doubles, was given {CelType.Of(value).Name}",
            'e' => $"error during formatting: scientific clause can only be used on ints, uints, and doubles, was given {CelType.Of(value).Name}",
            'b' => $"error during formatting: only ints, uints, and bools can be formatted as binary, was given {CelType.Of(value).Name}",
            'o' => $"error during formatting: octal clause can only be used on ints and uints, was given {CelType.Of(value).Name}",
            'x' or 'X' => $"error during formatting: only ints, uints, bytes, and strings can be formatted as hex, was given {CelType.Of(value).Name}",
            _ => $"could not parse formatting clause: unrecognized formatting clause \"{clause}\"",
        });
        return false;
    }

    private static double AsDouble(in CelValue value) => value.Kind switch
    {
        CelKind.Int => value.Bits,
        CelKind.UInt => (ulong)value.Bits,
        _ => value.Double,
    };

    private static string? InRadix(in CelValue value, char format) => value.Kind switch
    {
        CelKind.Int when value.Bits < 0 => "-" + Magnitude(value.Bits).ToString(format.ToString(), CultureInfo.InvariantCulture),
        CelKind.Int or CelKind.UInt => ((ulong)value.Bits).ToString(format.ToString(), CultureInfo.InvariantCulture),
        _ => null,
    };

    private static ulong Magnitude(long value) => value < 0 ? (ulong)-(Int128)value : (ulong)value;

    private static string Octal(ulong value)
    {
        Span<char> digits = stackalloc char[22];
        var at = digits.Length;
        do
            digits[--at] = (char)('0' + (value & 7));
        while ((value >>= 3) != 0);
        return new string(digits[at..]);
    }

    private static string? Hexadecimal(ref CelFrame frame, in CelValue value, bool isUpper)
    {
        if (value.Kind is CelKind.Int or CelKind.UInt)
            return InRadix(value, isUpper ? 'X' : 'x');
        if (value.Kind is not (CelKind.String or CelKind.Bytes))
            return null;
        var bytes = value.Kind == CelKind.Bytes ? value.Sliced : value.HasUtf8 ? value.Utf8Text : Encoding.UTF8.GetBytes(value.Utf16Text!);
        return !frame.TryCharge(2L * bytes.Length) ? null : isUpper ? Convert.ToHexString(bytes) : Convert.ToHexStringLower(bytes);
    }

    private static CelValue Fault(string message) => CelValue.Error(CelErrorKind.InvalidArgument, message);
}

// int(), uint(), double() and the others: "An error is also raised for conversions which exceed the range of the target type".
using System.Globalization;
using System.Text;
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class ConversionFunctions
{
    // Longer texts are no numbers; so none is decoded to find that out.
    private const int MaxNumberLength = 1100;

    [CelFunction("int", "(int) -> int")]
    [CelFunction("uint", "(uint) -> uint")]
    [CelFunction("double", "(double) -> double")]
    [CelFunction("bool", "(bool) -> bool")]
    [CelFunction("string", "(string) -> string")]
    [CelFunction("bytes", "(bytes) -> bytes")]
    [CelFunction("duration", "(duration) -> duration")]
    [CelFunction("timestamp", "(timestamp) -> timestamp")]
    [CelFunction("dyn", "(A) -> dyn")]
    internal static CelValue Itself(in CelValue value) => value;

    [CelFunction("type", "(A) -> type(A)")]
    internal static CelType TypeOf(in CelValue value) => CelType.Of(value);

    [CelFunction("int", "(uint) -> int")]
    internal static CelValue IntOf(ulong value) =>
        value > long.MaxValue ? OutOfRange("int", value.ToString(CultureInfo.InvariantCulture)) : CelValue.Of((long)value);

    /// <summary>Truncated. The ends of the range are refused: as doubles they may have been other numbers.</summary>
    [CelFunction("int", "(double) -> int")]
    internal static CelValue IntOf(double value) =>
        value is > -9223372036854775808.0 and < 9223372036854775808.0 ? CelValue.Of((long)value) : OutOfRange("int", NumberText.Shortest(value));

    [CelFunction("int", "(string) -> int")]
    internal static CelValue IntOfString(in CelValue text) =>
        TryNumberText(text, out var t) && long.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? CelValue.Of(value)
            : Cannot(text, "an int");

    [CelFunction("int", "(timestamp) -> int")]
    internal static long IntOfTimestamp(in CelValue time) => time.Bits;

    /// <summary>Nanoseconds.</summary>
    [CelFunction("int", "(duration) -> int")]
    internal static long IntOfDuration(in CelValue duration) => duration.Bits;

    [CelFunction("uint", "(int) -> uint")]
    internal static CelValue UIntOf(long value) =>
        value < 0 ? OutOfRange("uint", value.ToString(CultureInfo.InvariantCulture)) : CelValue.Of((ulong)value);

    [CelFunction("uint", "(double) -> uint")]
    internal static CelValue UIntOf(double value) =>
        value is >= 0 and < 18446744073709551616.0 ? CelValue.Of((ulong)value) : OutOfRange("uint", NumberText.Shortest(value));

    [CelFunction("uint", "(string) -> uint")]
    internal static CelValue UIntOfString(in CelValue text) =>
        TryNumberText(text, out var t) && ulong.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? CelValue.Of(value)
            : Cannot(text, "a uint");

    [CelFunction("double", "(int) -> double")]
    internal static double DoubleOf(long value) => value;

    [CelFunction("double", "(uint) -> double")]
    internal static double DoubleOf(ulong value) => value;

    [CelFunction("double", "(string) -> double")]
    internal static CelValue DoubleOfString(in CelValue text)
    {
        if (!TryNumberText(text, out var t))
            return Cannot(text, "a double");
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var digits = t.AsSpan(t.Length > 0 && t[0] is '+' or '-' ? 1 : 0);
        var sign = t.Length > 0 && t[0] == '-' ? -1 : 1;
        if (digits.Equals("inf", StringComparison.OrdinalIgnoreCase) || digits.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            return CelValue.Of(sign * double.PositiveInfinity);
        if (t.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return CelValue.Of(double.NaN);
        if (digits.Length == 0 || !(char.IsAsciiDigit(digits[0]) || digits[0] == '.')
            || !double.TryParse(t, Styles, CultureInfo.InvariantCulture, out var value))
            return Cannot(text, "a double");
        return double.IsFinite(value) ? CelValue.Of(value) : OutOfRange("double", t);
    }

    /// <summary>The spellings that Go's strconv.ParseBool takes.</summary>
    [CelFunction("bool", "(string) -> bool")]
    internal static CelValue BoolOf(in CelValue text) => (TextComparison.Size(text) <= 5 ? text.AsString() : "") switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => CelValue.True,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => CelValue.False,
        _ => Cannot(text, "a bool"),
    };

    [CelFunction("string", "(bool) -> string")]
    internal static string StringOf(bool value) => value ? "true" : "false";

    [CelFunction("string", "(int) -> string")]
    internal static string StringOf(long value) => value.ToString(CultureInfo.InvariantCulture);

    [CelFunction("string", "(uint) -> string")]
    internal static string StringOf(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    [CelFunction("string", "(double) -> string")]
    internal static string StringOf(double value) => double.IsInfinity(value) ? value > 0 ? "+Inf" : "-Inf" : NumberText.Shortest(value);

    [CelFunction("string", "(bytes) -> string")]
    internal static CelValue StringOfBytes(ref CelFrame frame, in CelValue bytes)
    {
        if (!frame.TryCharge(bytes.Sliced.Length))
            return frame.Exhausted;
        return System.Text.Unicode.Utf8.IsValid(bytes.Sliced)
            ? CelValue.Of(Encoding.UTF8.GetString(bytes.Sliced))
            : CelValue.Error(CelErrorKind.InvalidArgument, "the bytes are invalid UTF-8 and cannot be a string");
    }

    [CelFunction("string", "(timestamp) -> string")]
    internal static string StringOfTimestamp(in CelValue time) => TimeText.Timestamp(time.Bits, time.Nanoseconds);

    [CelFunction("string", "(duration) -> string")]
    internal static string StringOfDuration(in CelValue duration) => TimeText.Duration(duration.Bits);

    [CelFunction("bytes", "(string) -> bytes")]
    internal static CelValue BytesOf(ref CelFrame frame, in CelValue text)
    {
        if (!frame.TryCharge(TextComparison.Size(text)))
            return frame.Exhausted;
        return CelValue.Bytes(text.HasUtf8 ? text.Utf8Text.ToArray() : Encoding.UTF8.GetBytes(text.Utf16Text!));
    }

    internal static CelValue Cannot(in CelValue text, string what) =>
        CelValue.Error(CelErrorKind.InvalidArgument, $"type conversion error: {text} cannot be read as {what}");

    private static CelValue OutOfRange(string type, string value) => CelValue.Error(CelErrorKind.Overflow, $"{value} is out of the range of {type}");

    private static bool TryNumberText(in CelValue text, out string decoded)
    {
        var fits = TextComparison.Size(text) <= MaxNumberLength;
        decoded = fits ? text.AsString() : "";

        // .NET's parsers let zero characters follow a number.
        return fits && !decoded.Contains('\0', StringComparison.Ordinal);
    }
}

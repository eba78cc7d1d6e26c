// timestamp() and duration() of texts and numbers.
using System.Globalization;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class TimeConversions
{
    private const int MaxLength = 128;

    [CelFunction("timestamp", "(int) -> timestamp")]
    internal static CelValue TimestampOf(long seconds) => TimeArithmetic.TimestampOrError(seconds, 0);

    /// <summary>Nanoseconds.</summary>
    [CelFunction("duration", "(int) -> duration")]
    internal static CelValue DurationOf(long nanoseconds) => CelValue.Duration(nanoseconds);

    /// <summary>RFC 3339: 2009-02-13T23:31:30.5Z, or with an offset +01:00.</summary>
    [CelFunction("timestamp", "(string) -> timestamp")]
    internal static CelValue TimestampOf(in CelValue text)
    {
        var t = TextComparison.Size(text) <= MaxLength ? text.AsString() : "";
        if (t.Length < 20 || t[4] != '-' || t[7] != '-' || t[10] != 'T' || t[13] != ':' || t[16] != ':'
            || !Number(t, 0, 4, out var year) || !Number(t, 5, 2, out var month) || !Number(t, 8, 2, out var day)
            || !Number(t, 11, 2, out var hour) || !Number(t, 14, 2, out var minute) || !Number(t, 17, 2, out var second))
            return Malformed(text);
        var at = 19;
        var nanoseconds = 0;
        if (t[at] is '.' or ',')
        {
            var start = ++at;
            while (at < t.Length && char.IsAsciiDigit(t[at]))
            {
                // Digits past the nanoseconds are dropped.
                if (at - start < 9)
                    nanoseconds = (nanoseconds * 10) + (t[at] - '0');
                at++;
            }
            if (at == start)
                return Malformed(text);
            for (var digits = at - start; digits < 9; digits++)
                nanoseconds *= 10;
        }
        if (!Offset(t.AsSpan(at), out var offset) || month is < 1 or > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
            return Malformed(text);
        if (year is 0 || day > DateTime.DaysInMonth(year, month))
            return year == 0 ? TimeArithmetic.TimestampOrError(long.MinValue, 0) : Malformed(text);
        var local = (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        return TimeArithmetic.TimestampOrError(local - offset, nanoseconds);
    }

    /// <summary>Go's form: a sign, then numbers with units, "1h30m", "-1.5s", "100ms"; or "0".</summary>
    [CelFunction("duration", "(string) -> duration")]
    internal static CelValue DurationOf(in CelValue text)
    {
        var t = (TextComparison.Size(text) <= MaxLength ? text.AsString() : "").AsSpan();
        var isNegative = t.StartsWith("-");
        if (isNegative || t.StartsWith("+"))
            t = t[1..];
        if (t is "0")
            return CelValue.Duration(0);
        if (t.IsEmpty)
            return ConversionFunctions.Cannot(text, "a duration such as \"1h30m\" or \"2.5s\"");
        Int128 total = 0;
        while (!t.IsEmpty)
        {
            var digits = t.IndexOfAnyExceptInRange('0', '9');
            var whole = digits < 0 ? t : t[..digits];
            t = t[whole.Length..];
            ReadOnlySpan<char> fraction = [];
            if (t.StartsWith("."))
            {
                t = t[1..];
                digits = t.IndexOfAnyExceptInRange('0', '9');
                fraction = digits < 0 ? t : t[..digits];
                t = t[fraction.Length..];
            }
            var unit = UnitOf(t, out var unitLength);
            if (unit == 0 || (whole.IsEmpty && fraction.IsEmpty) || whole.Length > 30)
                return ConversionFunctions.Cannot(text, "a duration such as \"1h30m\" or \"2.5s\", with the units h, m, s, ms, us, ns");
            t = t[unitLength..];
            total += (whole.IsEmpty ? 0 : Int128.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture)) * unit;
            var scale = unit;
            foreach (var c in fraction)
            {
                if (scale < 10 && c == '0')
                    continue;
                total += (Int128)(c - '0') * scale / 10;
                scale /= 10;
            }
            if (total > (Int128)ulong.MaxValue)
                break;
        }
        return TimeArithmetic.Duration(isNegative ? -total : total);
    }

    private static long UnitOf(ReadOnlySpan<char> text, out int length)
    {
        length = text.StartsWith("ns") || text.StartsWith("us") || text.StartsWith("µs") || text.StartsWith("μs") || text.StartsWith("ms") ? 2 : 1;
        if (text.IsEmpty)
            return 0;
        return (text[0], length) switch
        {
            ('n', 2) => 1,
            ('u' or 'µ' or 'μ', 2) => 1_000,
            ('m', 2) => 1_000_000,
            ('s', 1) => TimeText.NanosecondsPerSecond,
            ('m', 1) => 60 * TimeText.NanosecondsPerSecond,
            ('h', 1) => 3600 * TimeText.NanosecondsPerSecond,
            _ => 0,
        };
    }

    /// <summary>Z, or hours and minutes from UTC; in seconds.</summary>
    private static bool Offset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text is "Z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' || !Number(text, 1, 2, out var hours) || !Number(text, 4, 2, out var minutes)
            || hours > 23 || minutes > 59)
            return false;
        seconds = ((hours * 60) + minutes) * (text[0] == '-' ? -60 : 60);
        return true;
    }

    private static bool Number(ReadOnlySpan<char> text, int start, int length, out int value) =>
        int.TryParse(text.Slice(start, length), NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static CelValue Malformed(in CelValue text) => ConversionFunctions.Cannot(text, "a timestamp such as \"2009-02-13T23:31:30Z\"");
}

// Durations and timestamps as text, as protobuf's JSON form writes them.
using System.Globalization;

namespace InworldRouter.Cel.Values;

internal static class TimeText
{
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>0001-01-01T00:00:00Z, in seconds since 1970.</summary>
    public const long MinSeconds = -62_135_596_800;

    /// <summary>9999-12-31T23:59:59Z.</summary>
    public const long MaxSeconds = 253_402_300_799;

    /// <summary>Seconds with as many decimals as there are, and an s.</summary>
    public static string Duration(long nanoseconds)
    {
        var seconds = nanoseconds / NanosecondsPerSecond;
        var rest = Math.Abs(nanoseconds % NanosecondsPerSecond);
        var sign = nanoseconds < 0 && seconds == 0 ? "-" : "";
        return sign + seconds.ToString(CultureInfo.InvariantCulture) + Fraction(rest) + "s";
    }

    /// <summary>RFC 3339 in UTC, with as many decimals as there are.</summary>
    public static string Timestamp(long seconds, int nanoseconds)
    {
        if (seconds is < MinSeconds or > MaxSeconds)
            return seconds.ToString(CultureInfo.InvariantCulture) + "s since 1970";
        var time = DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond);
        return time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + Fraction(nanoseconds) + "Z";
    }

    private static string Fraction(long nanoseconds) =>
        nanoseconds == 0 ? "" : "." + nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
}

// The parts of a timestamp, in UTC or a time zone, and of a duration.
using System.Globalization;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class TimeFunctions
{
    private const long Millisecond = 1_000_000;
    private static readonly CelValue Utc = CelValue.Constant("UTC");

    [CelFunction("getFullYear", "timestamp.() -> int")]
    internal static CelValue Year(in CelValue time) => Year(time, Utc);

    [CelFunction("getFullYear", "timestamp.(string) -> int")]
    internal static CelValue Year(in CelValue time, in CelValue zone) => TryLocal(time, zone, out var local, out var fault) ? Of(local.Year) : fault;

    /// <summary>0 to 11.</summary>
    [CelFunction("getMonth", "timestamp.() -> int")]
    internal static CelValue Month(in CelValue time) => Month(time, Utc);

    [CelFunction("getMonth", "timestamp.(string) -> int")]
    internal static CelValue Month(in CelValue time, in CelValue zone) => TryLocal(time, zone, out var local, out var fault) ? Of(local.Month - 1) : fault;

    /// <summary>"get day of month from the date, one-based indexing"</summary>
    [CelFunction("getDate", "timestamp.() -> int")]
    internal static CelValue Date(in CelValue time) => Date(time, Utc);

    [CelFunction("getDate", "timestamp.(string) -> int")]
    internal static CelValue Date(in CelValue time, in CelValue zone) => TryLocal(time, zone, out var local, out var fault) ? Of(local.Day) : fault;

    /// <summary>"get day of month from the date, zero-based indexing"</summary>
    [CelFunction("getDayOfMonth", "timestamp.() -> int")]
    internal static CelValue DayOfMonth(in CelValue time) => DayOfMonth(time, Utc);

    [CelFunction("getDayOfMonth", "timestamp.(string) -> int")]
    internal static CelValue DayOfMonth(in CelValue time, in CelValue zone) => TryLocal(time, zone, out var local, out var fault) ? Of(local.Day - 1) : fault;

    /// <summary>0 is Sunday.</summary>
    [CelFunction("getDayOfWeek", "timestamp.() -> int")]
    internal static CelValue DayOfWeek(in CelValue time) => DayOfWeek(time, Utc);

    [CelFunction("getDayOfWeek", "timestamp.(string) -> int")]
    internal static CelValue DayOfWeek(in CelValue time, in CelValue zone) =>
        TryLocal(time, zone, out var local, out var fault) ? Of((int)local.DayOfWeek) : fault;

    [CelFunction("getDayOfYear", "timestamp.() -> int")]
    internal static CelValue DayOfYear(in CelValue time) => DayOfYear(time, Utc);

    [CelFunction("getDayOfYear", "timestamp.(string) -> int")]
    internal static CelValue DayOfYear(in CelValue time, in CelValue zone) => TryLocal(time, zone, out var local, out var fault) ? Of(local.DayOfYear - 1) : fault;

    [CelFunction("getHours", "timestamp.() -> int")]
    internal static CelValue Hours(in CelValue time) => Hours(time, Utc);

    [CelFunction("getHours", "timestamp.(string) -> int")]
    internal static CelValue Hours(in CelValue time, in CelValue zone) => TryLocal(time, zone, out var local, out var fault) ? Of(local.Hour) : fault;

    [CelFunction("getMinutes", "timestamp.() -> int")]
    internal static CelValue Minutes(in CelValue time) => Minutes(time, Utc);

    [CelFunction("getMinutes", "timestamp.(string) -> int")]
    internal static CelValue Minutes(in CelValue time, in CelValue zone) => TryLocal(time, zone, out var local, out var fault) ? Of(local.Minute) : fault;

    [CelFunction("getSeconds", "timestamp.() -> int")]
    internal static CelValue Seconds(in CelValue time) => Seconds(time, Utc);

    [CelFunction("getSeconds", "timestamp.(string) -> int")]
    internal static CelValue Seconds(in CelValue time, in CelValue zone) => TryLocal(time, zone, out var local, out var fault) ? Of(local.Second) : fault;

    [CelFunction("getMilliseconds", "timestamp.() -> int")]
    internal static CelValue Milliseconds(in CelValue time) => Of((int)(time.Nanoseconds / Millisecond));

    [CelFunction("getMilliseconds", "timestamp.(string) -> int")]
    internal static CelValue Milliseconds(in CelValue time, in CelValue zone) =>
        TryLocal(time, zone, out _, out var fault) ? Of((int)(time.Nanoseconds / Millisecond)) : fault;

    [CelFunction("getHours", "duration.() -> int")]
    internal static long DurationHours(in CelValue duration) => duration.Bits / (3600 * TimeText.NanosecondsPerSecond);

    [CelFunction("getMinutes", "duration.() -> int")]
    internal static long DurationMinutes(in CelValue duration) => duration.Bits / (60 * TimeText.NanosecondsPerSecond);

    [CelFunction("getSeconds", "duration.() -> int")]
    internal static long DurationSeconds(in CelValue duration) => duration.Bits / TimeText.NanosecondsPerSecond;

    /// <summary>"milliseconds from duration, 0-999"</summary>
    [CelFunction("getMilliseconds", "duration.() -> int")]
    internal static long DurationMilliseconds(in CelValue duration) => duration.Bits % TimeText.NanosecondsPerSecond / Millisecond;

    private static CelValue Of(int value) => CelValue.Of((long)value);

    /// <summary>The time on the clocks of the zone. At the ends of time, where they would show a year 0 or 10000, the day they show is the last there is.</summary>
    private static bool TryLocal(in CelValue time, in CelValue zone, out DateTime local, out CelValue fault)
    {
        fault = default;
        var utc = DateTime.UnixEpoch.AddTicks(time.Bits * TimeSpan.TicksPerSecond);
        if (!TryOffset(zone, utc, out var offset))
        {
            local = default;
            fault = CelValue.Error(CelErrorKind.InvalidArgument, $"there is no time zone {zone}; a zone is \"Europe/Paris\", \"UTC\" or \"+02:30\"");
            return false;
        }
        local = new DateTime(Math.Clamp(utc.Ticks + offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));
        return true;
    }

    private static bool TryOffset(in CelValue zone, DateTime utc, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (ReferenceEquals(zone.Reference, Utc.Reference))
            return true;
        var name = TextComparison.Size(zone) <= 64 ? zone.AsString() : "?";
        if (name is "UTC" or "")
            return true;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            if (name.Contains("..", StringComparison.Ordinal) || name[0] == '/' || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found))
                return false;
            offset = found.GetUtcOffset(utc);
            return true;
        }
        if (!int.TryParse(name.AsSpan(0, colon), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours is < -23 or > 23 || minutes > 59)
            return false;
        offset = TimeSpan.FromMinutes((hours * 60) + (name[0] == '-' ? -minutes : minutes));
        return true;
    }
}

// + and - of timestamps and durations, within their ranges.
using InworldRouter.Cel.Syntax;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class TimeArithmetic
{
    private static readonly CelError DurationOverflow = new(CelErrorKind.Overflow, "the duration is out of range, about ±292 years");
    private static readonly CelError TimestampOverflow = new(CelErrorKind.Overflow, "the timestamp is out of range, from year 1 to year 9999");

    [CelFunction(Operators.Add, "(duration, duration) -> duration")]
    internal static CelValue Add(in CelValue a, in CelValue b) => Duration((Int128)a.Bits + b.Bits);

    [CelFunction(Operators.Add, "(timestamp, duration) -> timestamp")]
    internal static CelValue AddTo(in CelValue time, in CelValue duration) => Timestamp(Nanoseconds(time) + duration.Bits);

    [CelFunction(Operators.Add, "(duration, timestamp) -> timestamp")]
    internal static CelValue AddFrom(in CelValue duration, in CelValue time) => Timestamp(Nanoseconds(time) + duration.Bits);

    [CelFunction(Operators.Subtract, "(duration, duration) -> duration")]
    internal static CelValue Subtract(in CelValue a, in CelValue b) => Duration((Int128)a.Bits - b.Bits);

    [CelFunction(Operators.Subtract, "(timestamp, duration) -> timestamp")]
    internal static CelValue SubtractFrom(in CelValue time, in CelValue duration) => Timestamp(Nanoseconds(time) - duration.Bits);

    [CelFunction(Operators.Subtract, "(timestamp, timestamp) -> duration")]
    internal static CelValue Between(in CelValue a, in CelValue b) => Duration(Nanoseconds(a) - Nanoseconds(b));

    [CelFunction(Operators.Negate, "(duration) -> duration")]
    internal static CelValue Negate(in CelValue a) => Duration(-(Int128)a.Bits);

    /// <summary>A timestamp of seconds since 1970, or an error when it is out of range.</summary>
    internal static CelValue TimestampOrError(long seconds, int nanoseconds) =>
        seconds is < TimeText.MinSeconds or > TimeText.MaxSeconds ? CelValue.Of(TimestampOverflow) : CelValue.Timestamp(seconds, nanoseconds);

    internal static CelValue Duration(Int128 nanoseconds) =>
        nanoseconds < long.MinValue || nanoseconds > long.MaxValue ? CelValue.Of(DurationOverflow) : CelValue.Duration((long)nanoseconds);

    private static CelValue Timestamp(Int128 nanoseconds)
    {
        var seconds = nanoseconds / TimeText.NanosecondsPerSecond;
        var rest = (int)(nanoseconds % TimeText.NanosecondsPerSecond);
        if (rest < 0)
        {
            rest += (int)TimeText.NanosecondsPerSecond;
            seconds--;
        }
        return TimestampOrError((long)seconds, rest);
    }

    private static Int128 Nanoseconds(in CelValue time) => ((Int128)time.Bits * TimeText.NanosecondsPerSecond) + time.Nanoseconds;
}

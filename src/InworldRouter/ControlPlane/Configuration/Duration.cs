// A length of time as operators write it: 300ms, 1.5s, 2m, 1h, 30d.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InworldRouter.ControlPlane.Configuration;

public static class Duration
{
    // Below a millisecond no timer fires.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>In words.</summary>
    public static string Expected(int longestDays) => longestDays == 1
        ? "a duration such as \"300ms\", \"1.5s\", \"2m\" or \"1h\", from 1ms to 24h"
        : $"a duration such as \"30m\", \"12h\" or \"30d\", from 1ms to {longestDays}d";

    /// <summary>Up to a day: beyond that a timeout is a typing mistake.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration) => TryParse(text, longestDays: 1, out duration);

    public static bool TryParse(ReadOnlySpan<char> text, int longestDays, out TimeSpan duration)
    {
        duration = default;
        var unitAt = text.IndexOfAnyExcept("0123456789.");
        if (unitAt <= 0)
            return false;
        double milliseconds = text[unitAt..] switch
        {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => 0,
        };
        if (milliseconds == 0 || !double.TryParse(text[..unitAt], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return false;
        if (value * milliseconds > TimeSpan.FromDays(longestDays).TotalMilliseconds)
            return false;
        duration = TimeSpan.FromMilliseconds(value * milliseconds);
        return duration >= Shortest;
    }
}

/// <summary>Reads what <see cref="SettingsWalk"/> has checked.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Ticks);
}

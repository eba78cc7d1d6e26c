// A waiting time as a scenario writes it: 200ms, 1.5s, 2m, or a range to choose from evenly, 100ms..300ms.
using System.Globalization;

namespace InworldRouter.Simulation;

/// <summary>A duration, or the two ends of a range of them.</summary>
internal readonly record struct Latency(TimeSpan Least, TimeSpan Most)
{
    /// <summary>The form, for error texts.</summary>
    public const string Form = "a duration such as 200ms, 1.5s or 2m, or a range of them such as 100ms..300ms";

    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    public TimeSpan Pick(Chance chance) =>
        Least == Most ? Least : Least + (Most - Least) * chance.NextDouble();

    public static bool TryParse(ReadOnlySpan<char> text, out Latency latency)
    {
        latency = default;
        var dots = text.IndexOf("..");
        if (dots < 0)
        {
            if (!TryParseDuration(text, out var only))
                return false;
            latency = new(only, only);
            return true;
        }
        if (!TryParseDuration(text[..dots], out var least) || !TryParseDuration(text[(dots + 2)..], out var most) || most < least)
            return false;
        latency = new(least, most);
        return true;
    }

    public static bool TryParseDuration(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        text = text.Trim();
        var digits = text.LastIndexOfAnyInRange('0', '9') + 1;
        if (!double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var unit = text[digits..].Trim();
        foreach (var (name, milliseconds) in Units)
        {
            // A day is longer than any answer; the bound keeps the sum of two of them a TimeSpan.
            if (!unit.SequenceEqual(name) || number * milliseconds > 86_400_000)
                continue;
            duration = TimeSpan.FromMilliseconds(number * milliseconds);
            return true;
        }
        return unit.IsEmpty && number == 0;
    }
}

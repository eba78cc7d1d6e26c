// A waiting time as a scenario writes it: 200ms, 1.5s, 2m, or a range to choose from evenly, 100ms..300ms.
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.Simulation;

/// <summary>A duration, or the two ends of a range of them.</summary>
internal readonly record struct Latency(TimeSpan Least, TimeSpan Most)
{
    /// <summary>The form, for error texts.</summary>
    public const string Form = "a duration such as 200ms, 1.5s or 2m, or a range of them such as 100ms..300ms";

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

    /// <summary>As the configuration writes durations, and zero.</summary>
    public static bool TryParseDuration(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        text = text.Trim();
        duration = TimeSpan.Zero;
        return text is "0" or "0ms" or "0s" || Duration.TryParse(text, out duration);
    }
}

// The comparison as a table for people: what the router adds, and what it costs.
using System.Globalization;
using InworldRouter.LoadTest.Engine;

namespace InworldRouter.LoadTest.Compare;

internal static class ComparisonReport
{
    private static readonly double[] Percentiles = [50, 90, 99, 99.9];

    public static void Write(TextWriter output, ComparisonResult result)
    {
        var (direct, router) = (result.Direct, result.Router);
        output.WriteLine(Line($"\n{result.Scenario.Name} at {result.PerSecond}/s: {result.Scenario.Description}"));
        output.WriteLine($"{"",-22}{"direct",12}{"router",12}{"added",12}");
        if (direct.FirstToken.Count == 0)
            WriteLatencies(output, "latency", direct.Latency, router.Latency);
        else
            WriteLatencies(output, "first token", direct.FirstToken, router.FirstToken);
        if (result.RouterCpu is { } cpu)
        {
            if (router.Events > 0)
                output.WriteLine(Line($"{"CPU an event, µs",-22}{"",12}{cpu.TotalMicroseconds / router.Events,12:0.0}"));
            output.WriteLine(Line($"{"CPU a request, µs",-22}{"",12}{cpu.TotalMicroseconds / Math.Max(1, router.Calls),12:0}"));
        }
        if (result.ResidentBytes is { } resident)
            output.WriteLine(Line($"{"resident, MB",-22}{"",12}{resident / 1e6,12:0.0}"));
        output.WriteLine(Line($"{"calls",-22}{direct.Calls,12}{router.Calls,12}"));
        output.WriteLine(Line($"{"errors",-22}{direct.Errors,12}{router.Errors,12}   {router.FirstError ?? direct.FirstError}"));
    }

    private static void WriteLatencies(TextWriter output, string what, LatencyHistogram direct, LatencyHistogram router)
    {
        foreach (var percent in Percentiles)
        {
            var (d, r) = (direct.Percentile(percent) / 1000, router.Percentile(percent) / 1000);
            output.WriteLine(Line($"{$"{what} p{percent.ToString(CultureInfo.InvariantCulture)}, µs",-22}{d,12:0}{r,12:0}{r - d,12:0}"));
        }
    }

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}

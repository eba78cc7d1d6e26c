// The same load direct and through the router, in slices by turns: what the machine does meanwhile falls on both alike.
using InworldRouter.LoadTest.Engine;
using InworldRouter.LoadTest.Http;
using InworldRouter.LoadTest.Scenarios;
using InworldRouter.LoadTest.Targets;

namespace InworldRouter.LoadTest.Compare;

/// <summary>What one scenario at one rate has shown.</summary>
internal sealed record ComparisonResult(IScenario Scenario, double PerSecond, CallRecord Direct, CallRecord Router, TimeSpan? RouterCpu, long? ResidentBytes);

internal sealed class Comparison(TestBed bed, TimeSpan slice, int slices)
{
    // A stream under way when its slice ends is let finish: its events belong to the slice's CPU time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<ComparisonResult> RunAsync(IScenario scenario, double perSecond, CancellationToken cancel)
    {
        var (direct, router, warmUp) = (new CallRecord(), new CallRecord(), new CallRecord());
        await SliceAsync(scenario, bed.Direct, perSecond, warmUp, cancel);
        await SliceAsync(scenario, bed.Router, perSecond, warmUp, cancel);

        var cpu = TimeSpan.Zero;
        for (var i = 0; i < slices && !cancel.IsCancellationRequested; i++)
        {
            // Direct first, then router first: neither always profits from what the other left behind.
            if (i % 2 == 0)
                await SliceAsync(scenario, bed.Direct, perSecond, direct, cancel);
            var before = bed.RouterMeter?.Cpu;
            await SliceAsync(scenario, bed.Router, perSecond, router, cancel);
            cpu += (bed.RouterMeter?.Cpu - before) ?? TimeSpan.Zero;
            if (i % 2 == 1)
                await SliceAsync(scenario, bed.Direct, perSecond, direct, cancel);
        }
        return new(scenario, perSecond, direct, router, bed.RouterMeter is null ? null : cpu, bed.RouterMeter?.ResidentBytes);
    }

    private async Task SliceAsync(IScenario scenario, HttpTarget target, double perSecond, CallRecord record, CancellationToken cancel)
    {
        var loop = new OpenLoop(perSecond);
        await loop.RunAsync(slice, Patience, due => scenario.CallAsync(target, due, record), cancel);
        for (var i = loop.Skipped + loop.InFlight; i > 0; i--)
            record.Failed("not answered in time");
    }
}

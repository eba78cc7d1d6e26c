// Minutes of mixed calls at a constant rate, faults among them: every answer checked, the router's size watched.
using System.Diagnostics;
using System.Globalization;
using InworldRouter.LoadTest.Engine;
using InworldRouter.LoadTest.Targets;

namespace InworldRouter.LoadTest.Soak;

internal sealed class SoakRun(TestBed bed, double perSecond, TimeSpan duration)
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SoakTally _tally = new();
    private readonly List<SoakSample> _samples = [];
    private long _number;

    /// <returns>True when no answer was wrong and nothing grew.</returns>
    public async Task<bool> RunAsync(TextWriter output, CancellationToken cancel)
    {
        // Pools, heap and code pages are filled before the first sample: what is looked for is growth without end.
        output.WriteLine("warming up");
        var warmUp = TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(30).Ticks, duration.Ticks / 10));
        await new OpenLoop(perSecond).RunAsync(warmUp, Patience, CallAsync, cancel);

        var loop = new OpenLoop(perSecond);
        var running = loop.RunAsync(duration, Patience, CallAsync, cancel);
        var start = Stopwatch.GetTimestamp();
        while (!running.IsCompleted && bed is { RouterMeter: { } meter, RouterHasExited: false })
        {
            var sample = SoakSample.Take(meter, Stopwatch.GetElapsedTime(start));
            _samples.Add(sample);
            output.WriteLine(Line($"{sample.At:hh\\:mm\\:ss}  {sample.ResidentBytes / 1e6:0.0} MB  {sample.Handles} handles  {sample.Threads} threads  {loop.InFlight} open  {_tally.Right} right  {_tally.Wrong} wrong"));
            await Task.WhenAny(running, Task.Delay(SampleEvery, cancel));
        }
        await running;
        return Report(output, loop);
    }

    private bool Report(TextWriter output, OpenLoop loop)
    {
        foreach (var wrong in _tally.FirstWrong)
            output.WriteLine($"wrong: {wrong}");
        var unanswered = loop.InFlight + loop.Skipped;
        output.WriteLine(Line($"{_tally.Right} right, {_tally.Wrong} wrong, {unanswered} not answered"));
        var fine = _tally.Wrong == 0 && unanswered == 0 && !bed.RouterHasExited;
        if (bed.RouterHasExited)
            output.WriteLine("the router has ended");
        if (_samples.Count == 0)
            return fine;
        var growth = SoakGrowth.Of(_samples);
        output.WriteLine(Line($"first quarter: {growth.First.ResidentBytes / 1e6:0.0} MB, {growth.First.Handles} handles, {growth.First.Threads} threads"));
        output.WriteLine(Line($"last quarter:  {growth.Last.ResidentBytes / 1e6:0.0} MB, {growth.Last.Handles} handles, {growth.Last.Threads} threads"));
        output.WriteLine(growth.IsWithinLimits ? "no growth" : "GROWTH");
        return fine && growth.IsWithinLimits;
    }

    private async Task CallAsync(long due)
    {
        var number = Interlocked.Increment(ref _number);
        // The golden ratio's multiples fall evenly on the mix, whatever the rate.
        var call = SoakCall.Pick(number * 0.6180339887498949 % 1);
        var question = Line($"question {number}, and some words that make the answer long enough to be cut in its middle, once or twice or more");
        using var leave = new CancellationTokenSource();
        var answer = new SoakAnswer(call.Stream, call.Outcome == SoakOutcome.Left ? leave.Cancel : null);
        try
        {
            if (call is { Outcome: SoakOutcome.Left, Stream: false })
                leave.CancelAfter(TimeSpan.FromMilliseconds(20));
            var status = await bed.Router.ExchangeAsync(Request(call, question), answer, leave.Token).ConfigureAwait(false);
            // An answer that came before we could leave is as good as any.
            _tally.Add(call, call.Outcome == SoakOutcome.Left ? null : answer.Judge(call, status, question));
        }
        catch (OperationCanceledException)
        {
            _tally.Add(call, null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // A broken stream may also end by the connection's end, after its error event.
            _tally.Add(call, call.Outcome == SoakOutcome.ErrorEvent ? answer.Judge(call, 200, question) : e.Message);
        }
    }

    private byte[] Request(SoakCall call, string question)
    {
        var stream = call.Stream ? ""","stream":true""" : "";
        var fallback = call.Fallback ? $$""","models":["{{bed.Router.ModelPrefix}}{{SoakCall.Sound}}"]""" : "";
        return bed.Router.CompletionRequest(call.Model, $$"""{"model":"$MODEL"{{stream}}{{fallback}},"messages":[{"role":"user","content":"{{question}}"}]}""");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

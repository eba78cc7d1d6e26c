// Load at a constant rate, direct and through the router in one run, and soaks that watch for growth and wrong answers.
//
//   dotnet run -c Release --project bench/InworldRouter.LoadTest [-- OPTIONS]          compare: what the router adds
//   dotnet run -c Release --project bench/InworldRouter.LoadTest -- soak [OPTIONS]     soak: what it does in the long run
//
// Both start the native binary twice: `inworld-router simulate` as the provider and the router before it. On two cores or more
// the router has core 1 to itself; simulator and load share core 0. The load is open: each call is due at a fixed time
// whatever the answers do, and its latency counts from then, so that no stall hides behind a client that waits for it.
//
// compare prints, for each scenario and rate, percentiles of the latency (json) or of the time to the first token (sse) direct,
// through the router, and the difference; the router's CPU time a request and an event; its resident memory; errors.
//   --scenario json,sse     which (both); messages-json and messages-sse are the same at /v1/messages, before a provider of that dialect
//   --rate 500,2000         calls a second (json 500 and 2000, sse 20 streams)
//   --slice 4 --slices 6    seconds of each turn, and turns of each target; direct and router alternate
//
// soak makes calls of every kind, three in ten streams, faults among them (status 503, cut connections, errors as the first event,
// empty answers, streams cut or garbled half way, clients that leave), checks each answer word for word, and samples the
// router's memory, handles and threads. It ends with 1 when an answer was wrong or the last quarter holds more than the first.
//   --rate 500 --minutes 10
//
// Both:
//   --binary PATH           the native binary (INWORLD_ROUTER_BINARY, else artifacts/native/inworld-router)
//   --no-pin                leave the cores to the scheduler
//   --direct URL --router URL [--key KEY] [--model-prefix openai/]
//                           servers that run already, as http://127.0.0.1:8090/v1: a simulator with the scenario that
//                           --print-scenario prints, and a router whose provider it is; then neither CPU nor memory is measured
using InworldRouter.LoadTest;
using InworldRouter.LoadTest.Compare;
using InworldRouter.LoadTest.Scenarios;
using InworldRouter.LoadTest.Soak;
using InworldRouter.LoadTest.Targets;

// Receives are handled where they are found ready, without a hop to another thread: the load's own cost and scatter halve.
// Read by the runtime before the first socket is made.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

if (args is ["--help" or "-h"])
{
    using var source = new StreamReader(typeof(LoadOptions).Assembly.GetManifestResourceStream("Program.cs")!);
    while (source.ReadLine() is { } line && line.StartsWith("//", StringComparison.Ordinal))
        Console.WriteLine(line.Length > 3 ? line[3..] : "");
    return 0;
}
if (args is ["--print-scenario"])
{
    Console.WriteLine(SimulatorScenario.Text);
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
try
{
    var options = LoadOptions.Parse(args);
    using var bed = options is { Direct: { } direct, Router: { } router }
        ? TestBed.At(direct, router, options.Key, options.ModelPrefix)
        : await TestBed.StartAsync(options.Binary, SimulatorScenario.Text, options.Pinned);
    if (options.Soak)
        return await new SoakRun(bed, options.Rates is [var rate, ..] ? rate : 500, TimeSpan.FromMinutes(options.Minutes)).RunAsync(Console.Out, stop.Token) ? 0 : 1;

    var comparison = new Comparison(bed, options.Slice, options.Slices);
    IScenario[] all =
    [
        new JsonScenario(LoadDialect.Chat), new SseScenario(LoadDialect.Chat), new JsonScenario(LoadDialect.Messages), new SseScenario(LoadDialect.Messages),
    ];
    foreach (var scenario in all.Where(s => options.Scenarios.Contains(s.Name)))
    {
        IReadOnlyList<double> usual = scenario is SseScenario ? [20] : [500, 2000];
        foreach (var perSecond in options.Rates.Count > 0 ? options.Rates : usual)
            ComparisonReport.Write(Console.Out, await comparison.RunAsync(scenario, perSecond, stop.Token));
    }
    return 0;
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 64;
}
catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or TimeoutException)
{
    Console.Error.WriteLine(e.Message);
    return 70;
}

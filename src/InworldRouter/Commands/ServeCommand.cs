// inworld-router serve: runs the router until it is told to stop, and lets running answers end.
using InworldRouter.ControlPlane;
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Reload;
using InworldRouter.ControlPlane.Responses;
using InworldRouter.ControlPlane.Routers.Demo;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.DataPlane.Responses;
using InworldRouter.Hosting;
using InworldRouter.Plan;
using InworldRouter.Simulation;
using InworldRouter.Telemetry;

namespace InworldRouter.Commands;

internal static class ServeCommand
{
    private static readonly Uri AnyLoopbackPort = new("http://127.0.0.1:0");

    /// <param name="args">What follows the word <c>serve</c>.</param>
    /// <returns>0 after a stop, 64 for a wrong option or configuration.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!ServeOptions.TryParse(args, out var options, out var complaint))
            return Refuse(complaint);
        var state = new LiveState(TimeProvider.System);
        await using var simulator = options.Demo ? await Simulator.StartAsync(AnyLoopbackPort, Scenario.Lifelike, TimeProvider.System, CancellationToken.None) : null;
        var source = simulator is null
            ? PlanSource.Of(options.File, options.Urls, Environment.GetEnvironmentVariable, Catalog.BuiltIn, state)
            : PlanSource.Demo(simulator.Address, options.Urls, Environment.GetEnvironmentVariable, Catalog.BuiltIn, state);
        var problems = new ConfigProblems();
        if (source.Load(problems) is not { } loaded)
            return Refuse(string.Join(Environment.NewLine, problems));
        foreach (var warning in loaded.Warnings)
            Console.Error.WriteLine(warning);
        return await ServeAsync(source, loaded, state, options.Demo);
    }

    private static async Task<int> ServeAsync(PlanSource source, LoadedPlan loaded, LiveState state, bool demo)
    {
        RouterServices services;
        KeptResponses responses;
        try
        {
            var store = demo ? DemoRouters.Store() : RouterStores.Open(loaded.Config.Store, source.Folder, RouterLog.Write, state.Time);
            responses = demo ? ResponseStores.InMemory(state.Time) : ResponseStores.Open(loaded.Config.Store, source.Folder, RouterLog.Write, state.Time);
            services = new RouterServices(loaded.Plan, state, store, responses);
            await services.Routers.LoadAsync(loaded.Routers, CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            return Refuse(e.Message);
        }
        await using var routers = services.Routers;
        await using var kept = responses;
        using var certificate = loaded.Config.Certificate is { } configured ? ServerCertificate.Load(configured) : null;
        await using var app = RouterServer.Build(loaded.Listen, certificate, services);
        using var reload = new ConfigReload(source, services.Publish, loaded, Console.Error, state.Time);
        using var signals = new StopSignals();
        try
        {
            await app.StartAsync();
        }
        catch (IOException e)
        {
            return Refuse($"{loaded.Listen.Source}: {e.Message}");
        }
        reload.Start();
        using var upkeep = state.StartUpkeep();
        using var trim = new IdleTrim(services.Active).Start(state.Time);
        Announce(app, loaded, services.Routers.Current.Count, source.File ?? (demo ? "demo: a simulator stands in for every provider" : "keys from the environment"));
        await signals.First;
        await DrainAsync(app, services, signals);
        return ExitCode.Fine;
    }

    // "/readyz turns 503, no new connections, running answers get timeouts.shutdown, then an error event; a second signal stops at once" (configuration.md).
    private static async Task DrainAsync(WebApplication app, RouterServices services, StopSignals signals)
    {
        services.Operations.Stop();
        using var abort = new CancellationTokenSource();
        var stopped = app.StopAsync(abort.Token);
        await Task.WhenAny(Task.WhenAll(stopped, services.Runs.WhenIdleAsync()), signals.Second, Task.Delay(services.Plans.Current.ShutdownGrace));
        services.Active.EndAll();
        // Time for the error events to be written and what ran in the background to be kept as failed, unless somebody is in a hurry.
        await Task.WhenAny(Task.WhenAll(stopped, services.Runs.WhenIdleAsync()), signals.Second, Task.Delay(TimeSpan.FromSeconds(1)));
        await abort.CancelAsync();
        await stopped;
    }

    private static void Announce(WebApplication app, LoadedPlan loaded, int routers, string origin)
    {
        var named = routers == 0 ? "" : $", {routers} routers";
        Console.WriteLine($"inworld-router {Version.Text}: {loaded.Plan.Providers.Count} providers, {loaded.Plan.Models.All.Length} models{named} ({origin})");
        foreach (var url in app.Urls)
            Console.WriteLine($"listening on {url}");
    }

    private static int Refuse(string complaint)
    {
        Console.Error.WriteLine(complaint);
        return ExitCode.Usage;
    }
}

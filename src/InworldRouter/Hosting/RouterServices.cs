// What is wired to what: the whole router, built by hand in one screen, without a container.
using InworldRouter.ControlPlane;
using InworldRouter.ControlPlane.Admin;
using InworldRouter.ControlPlane.Routers;
using InworldRouter.ControlPlane.Routers.Compilation;
using InworldRouter.ControlPlane.Routers.Http;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Responses;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;
using InworldRouter.Telemetry;
using Microsoft.Extensions.ObjectPool;

namespace InworldRouter.Hosting;

public sealed class RouterServices
{
    public RouterServices(RouterPlan plan, LiveState state, IRouterStore store, KeptResponses responses)
    {
        Plans = new PlanHolder(plan);
        Routers = new RouterRegistry(store, Plans, RouterCompiler.Compile, RouterLog.Write, state.Time);
        var exchanges = new DefaultObjectPoolProvider { MaximumRetained = ExchangePolicy.Retained }.Create(new ExchangePolicy(state.Time));
        Runs = new BackgroundRuns(responses, state.Time);
        var calls = new CallJourney(
            Plans,
            exchanges,
            Active,
            new Admission(),
            new CallHistory(responses),
            Runs,
            new RouteResolver(state.Time, ThreadChance.Instance),
            new WarmProviders(state.Time),
            new AttemptLoop(state.Time, Metrics),
            new CallAccount(Metrics, new RequestLog(Console.OpenStandardOutput())));
        Operations = new OperationsEndpoint(Metrics, Plans);
        Endpoints = new RouterEndpoints(calls, new ResponsesEndpoint(responses, Runs, Plans), new ModelsEndpoint(Plans), new RoutersEndpoint(Routers, Plans, state.Time), Operations);
    }

    public PlanHolder Plans { get; }

    public RouterRegistry Routers { get; }

    public ActiveCalls Active { get; } = new();

    public BackgroundRuns Runs { get; }

    public RouterMetrics Metrics { get; } = new();

    public OperationsEndpoint Operations { get; }

    public RouterEndpoints Endpoints { get; }

    /// <summary>A configuration has been read again: its plan and its files' routers take force.</summary>
    public void Publish(LoadedPlan loaded)
    {
        Plans.Publish(loaded.Plan);
        Routers.Replace(loaded.Routers);
    }
}

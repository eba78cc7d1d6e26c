// What is wired to what: the whole router, built by hand in one screen, without a container.
using InworldRouter.ControlPlane.Admin;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;
using InworldRouter.Telemetry;
using Microsoft.Extensions.ObjectPool;

namespace InworldRouter.Hosting;

public sealed class RouterServices
{
    public RouterServices(RouterPlan plan, LiveState state)
    {
        Plans = new PlanHolder(plan);
        var exchanges = new DefaultObjectPoolProvider { MaximumRetained = ExchangePolicy.Retained }.Create(new ExchangePolicy(state.Time));
        var chat = new ChatJourney(
            Plans,
            exchanges,
            Active,
            new Admission(),
            new RouteResolver(state.Time, Random.Shared),
            new AttemptLoop(state.Time, Metrics),
            new CallAccount(Metrics, new RequestLog(Console.OpenStandardOutput())));
        Operations = new OperationsEndpoint(Metrics, Plans);
        Endpoints = new RouterEndpoints(chat, new ModelsEndpoint(Plans), Operations);
    }

    public PlanHolder Plans { get; }

    public ActiveCalls Active { get; } = new();

    public RouterMetrics Metrics { get; } = new();

    public OperationsEndpoint Operations { get; }

    public RouterEndpoints Endpoints { get; }
}

// What is wired to what: the whole router, built by hand in one screen, without a container.
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Attempts;
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
        Chat = new ChatJourney(Plans, exchanges, Active, new Admission(), new AttemptLoop(state.Time, Metrics), new CallAccount(Metrics));
        Endpoints = new RouterEndpoints(Chat, Readiness);
    }

    public PlanHolder Plans { get; }

    public ActiveCalls Active { get; } = new();

    public RouterMetrics Metrics { get; } = new();

    public Readiness Readiness { get; } = new();

    public ChatJourney Chat { get; }

    public RouterEndpoints Endpoints { get; }
}

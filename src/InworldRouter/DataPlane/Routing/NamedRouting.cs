// From a named router to one of its variants: conditions in order, then the pick (api.md 5).
using InworldRouter.Capabilities.Prompts;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Plan;

namespace InworldRouter.DataPlane.Routing;

internal static class NamedRouting
{
    // "limit 1,000,000 steps or 50 ms, then an error" (api.md 10) is what one condition may take. A router of a thousand routes must not hold a thread,
    // and the calls that wait for it, a thousand times as long.
    private static readonly TimeSpan LongestMatching = TimeSpan.FromMilliseconds(50);

    // Up to here nobody asks the clock.
    private const int FewConditions = 3;

    /// <summary>Decides the exchange's route and variant, and gives the call what the variant says.</summary>
    /// <param name="name">The bare name.</param>
    /// <returns>Null, or the refusal.</returns>
    public static RouterError? Enter(Exchange exchange, ReadOnlySpan<char> name, Random random)
    {
        if (!exchange.Plan.Routers.TryGet(name, out var router))
            return RouterError.NotFound($"The router '{name}' does not exist.");
        if (exchange.Caller.Models?.AllowsRouter(router.Name) == false)
            return RouterError.Forbidden($"This key may not use the router '{router.Name}'.", "model");
        NamedRouterPlan plan;
        try
        {
            plan = router.Plan;
        }
        catch (InvalidRouterException invalid)
        {
            return RouterError.Unusable(router.Name, invalid.Message);
        }
        exchange.Conditions.Begin();
        if (Match(exchange, plan) is not { } route)
            return RouterError.Invalid("model", "No route matched. Configure a default route or adjust conditions.", "no_route_matched");
        var variant = VariantPicker.Pick(route, exchange.Conditions.User, random);
        exchange.Route = route;
        exchange.Variant = variant;
        TakeOptions(exchange.Options, variant);
        VariantMerge.Apply(exchange, variant);
        return null;
    }

    // "routes in order, first whose condition is true wins; else default"
    private static RoutePlan? Match(Exchange exchange, NamedRouterPlan plan)
    {
        long began = 0;
        for (var i = 0; i < plan.Routes.Length; i++)
        {
            var route = plan.Routes[i];
            if (route.Condition is null)
                return route;
            // A few conditions are bounded each; of many, the call as a whole is.
            if (i == FewConditions)
                began = exchange.Time.GetTimestamp();
            if (i > FewConditions && exchange.Time.GetElapsedTime(began) > LongestMatching)
            {
                exchange.Warnings.Add($"The conditions of this router take more than {LongestMatching.TotalMilliseconds} ms; route '{route.Id}' and those after it were not tried.");
                break;
            }
            if (exchange.Conditions.Test(route.Condition, out var error))
                return route;
            // "A condition that errors (missing variable, type) is not matched and leaves a warning."
            if (error is not null)
                exchange.Warnings.Add($"The condition of route '{route.Id}' counts as not matched: {error}");
        }
        return plan.Default;
    }

    // "Request models/ignore/sort/provider/fallback override the variant's keys of the same name."
    private static void TakeOptions(CallOptions options, VariantPlan variant)
    {
        var open = ~options.Given;
        if (open.HasFlag(OptionKeys.Models) && variant.Models is { } models)
            options.Models = models;
        if (open.HasFlag(OptionKeys.Ignore) && variant.Ignore is { } ignore)
            options.Ignore = ignore;
        if (open.HasFlag(OptionKeys.Sort))
            options.Sort = variant.Sort;
        if (open.HasFlag(OptionKeys.Provider) && variant.Provider is { } provider)
            (options.ProviderOrder, options.AllowFallbacks) = (provider.Order, provider.AllowFallbacks);
        if (open.HasFlag(OptionKeys.Fallback) && variant.TtftTimeout is { } timeout)
            options.TtftTimeout = timeout;
    }
}

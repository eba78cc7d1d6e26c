// From the value of "model" to the candidates to try: api.md 3.1 to 3.4, rule by rule. No I/O.
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;

namespace InworldRouter.DataPlane.Routing;

public static class RouteResolver
{
    private const string Auto = "auto";
    private const string OwnPrefix = "inworld/";
    private const string OwnModels = "models/";

    /// <summary>Fills the candidate list.</summary>
    /// <returns>Null, or the refusal.</returns>
    public static RouterError? Resolve(Exchange exchange)
    {
        var name = exchange.Options.Model;
        var plan = exchange.Plan;
        return Fixed(exchange, name, plan);
    }

    private static RouterError? Fixed(Exchange exchange, string name, RouterPlan plan)
    {
        if (plan.Models.ById.TryGetValue(name, out var model))
        {
            exchange.Candidates.Add(model);
            return null;
        }
        var slash = name.IndexOf('/');
        if (slash < 0)
            return RouterError.NotFound($"No configured provider serves the model '{name}'.");
        var providerId = name[..slash];
        if (!plan.Providers.TryGetValue(providerId, out var provider))
        {
            return plan.MissingProviders.TryGetValue(providerId, out var setting)
                ? RouterError.Invalid("model", $"The provider '{providerId}' has no credential: set {setting}.", "provider_not_configured")
                : RouterError.Invalid("model", $"Invalid service provider: {providerId}", "invalid_provider");
        }
        exchange.Candidates.Add(plan.AdHocModels.Get(provider, name[(slash + 1)..]));
        return null;
    }
}

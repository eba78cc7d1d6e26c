// One name, full or bare, to the models it means.
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;
using InworldRouter.Providers.Catalog;

namespace InworldRouter.DataPlane.Routing;

/// <param name="Models">At least one.</param>
/// <param name="IsBare">The name did not say which provider.</param>
public readonly record struct FoundModels(ModelPlan[] Models, bool IsBare);

public static class ModelLookup
{
    /// <summary>The code of the refusal for a known provider without a credential.</summary>
    public const string NotConfigured = "provider_not_configured";

    private const string OwnModels = "inworld/models/";

    /// <param name="field">The request field that holds the name, for the refusal.</param>
    public static RouterError? Find(RouterPlan plan, string name, string field, out FoundModels found)
    {
        if (plan.Models.ById.TryGetValue(name, out var model))
        {
            found = new FoundModels([model], IsBare: false);
            return null;
        }
        // "split at the first /": the rest may contain / and : (api.md 3.1)
        var slash = name.IndexOf('/');
        if (slash < 0)
            return FindBare(plan, name, field, out found);
        found = default;
        var providerId = name[..slash];
        var isOwn = name.StartsWith(OwnModels, StringComparison.Ordinal);
        var upstreamName = name[(isOwn ? OwnModels.Length : slash + 1)..];
        if (!plan.Providers.TryGetValue(providerId, out var provider))
        {
            return plan.MissingProviders.TryGetValue(providerId, out var setting)
                ? RouterError.Invalid(field, $"The provider '{providerId}' has no credential here: {setting}.", NotConfigured)
                : RouterError.Invalid(field, $"Invalid service provider: {providerId}{(IsOfTheCatalog(providerId) ? " (this version has no adapter for it)" : "")}", "invalid_provider");
        }
        if (upstreamName.Length == 0)
            return RouterError.Invalid(field, $"{field} names a provider but no model: '{name}'; expected {providerId}/MODEL.", "invalid_model");
        // What inworld/models/x calls is in the table as inworld/x.
        if (!isOwn || !plan.Models.ById.TryGetValue($"{providerId}/{upstreamName}", out model))
            model = plan.AdHocModels.Get(provider, upstreamName);
        found = new FoundModels([model], IsBare: false);
        return null;
    }

    private static bool IsOfTheCatalog(string providerId) => ModelCatalog.All.Any(row => row.ProviderId == providerId);

    private static RouterError? FindBare(RouterPlan plan, string name, string field, out FoundModels found)
    {
        found = default;
        if (!plan.Models.ByBareName.TryGetValue(name, out var serving) && !plan.Models.ByBareName.TryGetValue(name.ToLowerInvariant(), out serving))
            return RouterError.NotFound($"No configured provider serves the model '{name}'. GET /v1/models lists those that can be called.") with { Param = field };
        found = new FoundModels(serving, IsBare: true);
        return null;
    }
}

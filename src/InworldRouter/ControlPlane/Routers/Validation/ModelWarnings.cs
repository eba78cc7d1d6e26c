// Models of a router that could not be called today: no reason to refuse it, for providers come and go with the configuration.
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Validation;

internal static class ModelWarnings
{
    private const string Auto = "auto";

    /// <param name="document">Valid.</param>
    public static IEnumerable<string> Of(RouterDocument document, RouterPlan plan)
    {
        var routes = (document.Routes ?? []).Select((r, i) => (r.Route, Path: SettingPath.Element("routes", i) + ".route")).Append((document.DefaultRoute, "defaultRoute"));
        foreach (var (route, path) in routes)
        {
            for (var i = 0; i < route?.Variants?.Count; i++)
            {
                foreach (var warning in Of(route.Variants[i].Variant!, SettingPath.Element(path + ".variants", i) + ".variant", plan))
                    yield return warning;
            }
        }
    }

    private static IEnumerable<string> Of(VariantDocument variant, string path, RouterPlan plan)
    {
        var named = (variant.ModelSelection?.Models ?? []).Select((m, i) => (Model: m, Path: SettingPath.Element(path + ".model_selection.models", i)));
        foreach (var (model, place) in named.Append((variant.ModelId!, path + ".model_id")))
        {
            // "model ids and/or whole providers", and auto is neither.
            if (model != Auto && !plan.Providers.ContainsKey(model) && ModelLookup.Find(plan, model, place, out _) is { } wrong)
                yield return $"{place}: {wrong.Message}";
        }
    }
}

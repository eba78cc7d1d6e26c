// "defaultModel → default route; a rule with a condition → route; with a weight → variant of the default route" (api.md 5).
using System.Text.Json;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Model;

namespace InworldRouter.ControlPlane.Routers.Plain;

internal static class PlainRoutes
{
    /// <summary>The plain fields say what the default route is.</summary>
    public static bool ClaimDefault(RouterDocument document) => document.DefaultModel is not null || document.Rules?.Any(r => Condition(r) is null) == true;

    /// <returns>Null where the plain fields say nothing of it.</returns>
    public static (IReadOnlyList<ConditionalRoute>? Routes, RouteDocument? DefaultRoute) Of(RouterDocument document, PlainPaths paths)
    {
        var rules = (document.Rules ?? []).Select((rule, index) => new PlacedRule(rule, SettingPath.Element("rules", index))).ToArray();
        // Rules of the same condition share its route, as those without one share the default route: their weights split it.
        var groups = rules.Where(r => Condition(r.Rule) is not null).GroupBy(r => Condition(r.Rule)!, StringComparer.Ordinal).ToArray();
        var routes = new ConditionalRoute[groups.Length];
        for (var i = 0; i < routes.Length; i++)
        {
            var path = SettingPath.Element("routes", i);
            paths.Add($"{path}.condition.cel_expression", $"{groups[i].First().Path}.condition");
            routes[i] = new ConditionalRoute
            {
                Condition = new RouteCondition { CelExpression = groups[i].Key },
                Route = Route([.. groups[i]], document.DefaultModel, path + ".route", paths),
            };
        }
        return (document.Rules is null ? null : routes, ClaimDefault(document) ? Default([.. rules.Where(r => Condition(r.Rule) is null)], document.DefaultModel, paths) : null);
    }

    private static RouteDocument Default(PlacedRule[] rules, string? defaultModel, PlainPaths paths)
    {
        const string Path = "defaultRoute";
        var route = Route(rules, defaultModel, Path, paths);
        if (defaultModel is null || rules.Any(r => (r.Rule.Model ?? defaultModel) == defaultModel))
            return route;
        // Beside weighted rules it gets what they leave, were it nothing.
        var left = Math.Max(0, Math.Round(100 - rules.Sum(r => r.Rule.Weight ?? 0), 6));
        var variants = route.Variants!.Append(new WeightedVariant { Variant = new VariantDocument { ModelId = defaultModel }, Weight = left }).ToArray();
        paths.Add($"{SettingPath.Element(Path + ".variants", variants.Length - 1)}.variant.model_id", "defaultModel");
        return new RouteDocument { Variants = variants };
    }

    private static RouteDocument Route(PlacedRule[] rules, string? defaultModel, string path, PlainPaths paths)
    {
        paths.Add(path + ".variants", "rules");
        var variants = new WeightedVariant[rules.Length];
        for (var i = 0; i < rules.Length; i++)
        {
            var (rule, rulePath) = rules[i];
            var variantPath = SettingPath.Element(path + ".variants", i);
            paths.Add(variantPath + ".weight", rulePath + ".weight");
            paths.Add(variantPath + ".variant.model_id", rulePath + ".model");
            paths.Add(variantPath + ".variant.model_selection.provider", rulePath + ".provider");
            variants[i] = new WeightedVariant
            {
                Variant = new VariantDocument
                {
                    ModelId = rule.Model ?? defaultModel,
                    ModelSelection = rule.Provider is null ? null : new ModelSelection { Provider = rule.Provider },
                },
                Weight = rule.Weight,
            };
        }
        return new RouteDocument { Variants = variants };
    }

    private static string? Condition(PlainRule rule) => rule.Condition switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } parts => parts.TryGetProperty("cel_expression"u8, out var text) ? text.GetString() : "",
        _ => null,
    };

    private readonly record struct PlacedRule(PlainRule Rule, string Path);
}

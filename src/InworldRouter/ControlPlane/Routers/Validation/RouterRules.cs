// "Saved only if valid, every problem listed at once with its path" (api.md 5): the router and its routes.
using System.Globalization;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Compilation;
using InworldRouter.ControlPlane.Routers.Model;

namespace InworldRouter.ControlPlane.Routers.Validation;

public static class RouterRules
{
    // 33.3 + 33.3 + 33.4 is not quite 100 in binary; 99.99 is another number.
    private const double WeightTolerance = 1e-4;

    // Ids stand in every answer's metadata.
    private const int LongestId = 128;

    // A year: what is older is no answer to the same question.
    private const long LongestCacheSeconds = 366L * 24 * 3600;

    /// <param name="document">Completed (<see cref="RouterCompletion"/>).</param>
    /// <param name="conditions">False leaves out the compiling of conditions, which takes far longer than all the rest.</param>
    public static void Check(RouterDocument document, ConfigProblems problems, bool conditions = true)
    {
        if (document.Name is null || !RouterNames.IsValid(document.Name))
            problems.Add("name", document.Name is null ? "the router has no name" : $"\"{Short(document.Name)}\" is no name", $"expected {RouterNames.Expected}");
        if (document.Defaults is { } defaults)
        {
            TemplateRules.Check(defaults.MessageTemplates, "defaults.message_templates", problems);
            GenerationRules.Check(defaults.GenerationConfig, "defaults.text_generation_config", problems);
        }
        if (document.Routes is not { Count: > 0 } && document.DefaultRoute is null)
            problems.Add("routes", "there is neither a route nor a default route", "add one of them");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (document.DefaultRoute is { } last)
            CheckRoute(last, "defaultRoute", ids, problems);
        for (var i = 0; i < document.Routes?.Count; i++)
            CheckRoute(document.Routes[i], SettingPath.Element("routes", i), ids, conditions, problems);
        if (document.Cache?.TtlSeconds is < 1 or > LongestCacheSeconds)
            problems.Add("cache.ttlSeconds", $"{document.Cache.TtlSeconds} is out of range", "expected a whole number of seconds, from 1 to a year");
    }

    internal static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static void CheckRoute(ConditionalRoute route, string path, HashSet<string> ids, bool conditions, ConfigProblems problems)
    {
        if (route.Route is null)
            problems.Add(path + ".route", "the route is missing", "expected { \"route_id\", \"variants\" }");
        else
            CheckRoute(route.Route, path + ".route", ids, problems);
        if (string.IsNullOrWhiteSpace(route.Condition?.CelExpression))
            problems.Add(path + ".condition.cel_expression", "the route has no condition", "write a CEL expression, or make it the defaultRoute");
        else if (conditions && ConditionCompiler.Problems(route.Condition.CelExpression) is { Count: > 0 } wrong)
            problems.Add(path + ".condition.cel_expression", string.Join(", ", wrong), "expected a CEL expression that gives true or false");
    }

    private static void CheckRoute(RouteDocument route, string path, HashSet<string> ids, ConfigProblems problems)
    {
        CheckId(route.RouteId, path + ".route_id", ids, "another route", problems);
        if (route.Variants is not { Count: > 0 } variants)
        {
            problems.Add(path + ".variants", "the route has no variant", "add at least one");
            return;
        }
        var variantIds = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < variants.Count; i++)
        {
            var variantPath = SettingPath.Element(path + ".variants", i);
            if (variants[i].Variant is not { } variant)
            {
                problems.Add(variantPath + ".variant", "the variant is missing", "expected { \"model_id\", … }");
                continue;
            }
            CheckId(variant.VariantId, variantPath + ".variant.variant_id", variantIds, "another variant of the route", problems);
            VariantRules.Check(variant, variantPath + ".variant", problems);
        }
        CheckWeights(variants, path + ".variants", problems);
    }

    private static void CheckId(string? id, string path, HashSet<string> ids, string owner, ConfigProblems problems)
    {
        if (id is null)
            return;
        if (id.Length is 0 or > LongestId || id.Any(char.IsControl))
            problems.Add(path, $"\"{Short(id)}\" cannot be an id", $"expected 1 to {LongestId} characters, or nothing: then one is made");
        else if (!ids.Add(id))
            problems.Add(path, $"\"{Short(id)}\" is the id of {owner}", "give each its own");
    }

    // "weights of a route sum to 100 (decimals and 0 allowed)"
    private static void CheckWeights(IReadOnlyList<WeightedVariant> variants, string path, ConfigProblems problems)
    {
        var sum = 0.0;
        var complete = true;
        for (var i = 0; i < variants.Count; i++)
        {
            var weight = variants[i].Weight;
            sum += weight ?? 0;
            if (weight is >= 0 and <= 100)
                continue;
            complete = false;
            var what = weight is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number} is out of range") : "the variant has no weight";
            problems.Add(SettingPath.Element(path, i) + ".weight", what, "expected a number from 0 to 100; those of a route sum to 100");
        }
        if (complete && Math.Abs(sum - 100) > WeightTolerance)
            problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"the weights sum to {Math.Round(sum, 6)}"), "expected 100");
    }
}

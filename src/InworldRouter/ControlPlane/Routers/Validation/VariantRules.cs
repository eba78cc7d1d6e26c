// What a variant may say: its model, how it is selected, and the options that a request could give as well.
using System.Globalization;
using System.Text.Json;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.DataPlane.Routing;

namespace InworldRouter.ControlPlane.Routers.Validation;

internal static class VariantRules
{
    // api.md 7: "web_search{engine exa|google|native, max_results 1–20 (3), max_steps 1–5 (1)}"
    private const long MaxResults = 20;
    private const long MaxSteps = 5;

    public static void Check(VariantDocument variant, string path, ConfigProblems problems)
    {
        CheckModel(variant.ModelId, path + ".model_id", "the variant names no model", problems);
        if (variant.ModelSelection is { } selection)
            CheckSelection(selection, path + ".model_selection", problems);
        GenerationRules.Check(variant.GenerationConfig, path + ".text_generation_config", problems);
        TemplateRules.Check(variant.MessageTemplates, path + ".message_templates", problems);
        if (variant.WebSearch is { } search)
            CheckWebSearch(search, variant.WebSearchOptions is not null, path, problems);
        if (variant.Compression?.Aggressiveness is { } much and not (>= 0 and <= 1))
            problems.Add(path + ".compression.aggressiveness", string.Create(CultureInfo.InvariantCulture, $"{much} is out of range"), "expected a number from 0 to 1");
        if (variant.Fallback?.TtftTimeout is { } timeout)
            CheckTimeout(timeout, path + ".fallback.ttft_timeout", problems);
    }

    public static void CheckSelection(ModelSelection selection, string path, ConfigProblems problems)
    {
        for (var i = 0; i < selection.Models?.Count; i++)
            CheckModel(selection.Models[i], SettingPath.Element(path + ".models", i), "it is empty", problems);
        CheckStrings(selection.Ignore, path + ".ignore", problems);
        CheckProvider(selection.Provider, path + ".provider", problems);
        for (var i = 0; i < selection.Sort?.Count; i++)
        {
            var sort = selection.Sort[i];
            var sortPath = SettingPath.Element(path + ".sort", i);
            if (sort.Metric is null || SortReader.MetricWord(sort.Metric) is null)
                problems.Add(sortPath + ".metric", sort.Metric is null ? "it says no metric" : $"\"{RouterRules.Short(sort.Metric)}\" is no metric", $"expected {SortReader.Metrics}");
            if (sort.Direction is not null && SortReader.DirectionWord(sort.Direction) is null)
                problems.Add(sortPath + ".direction", $"\"{RouterRules.Short(sort.Direction)}\" is no direction", "expected SORT_DIRECTION_ASCENDING or SORT_DIRECTION_DESCENDING");
        }
    }

    public static void CheckProvider(ProviderDocument? provider, string path, ConfigProblems problems) => CheckStrings(provider?.Order, path + ".order", problems);

    // "model_id present and not another router": routers that call routers could go round in circles.
    private static void CheckModel(string? model, string path, string absent, ConfigProblems problems)
    {
        const string Expected = "expected provider/model, a bare model id, or auto";
        if (string.IsNullOrWhiteSpace(model))
            problems.Add(path, absent, Expected);
        else if (model.StartsWith("inworld/", StringComparison.Ordinal) && !model.StartsWith("inworld/models/", StringComparison.Ordinal))
            problems.Add(path, $"\"{RouterRules.Short(model)}\" is a router", $"a router cannot call another; {Expected}");
        else if (model[0] == '/' || model[^1] == '/' || model.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            problems.Add(path, $"\"{RouterRules.Short(model)}\" is no model", Expected);
    }

    private static void CheckStrings(IReadOnlyList<string>? list, string path, ConfigProblems problems)
    {
        for (var i = 0; i < list?.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(list[i]))
                problems.Add(SettingPath.Element(path, i), "it is empty", "expected a non-empty string");
        }
    }

    private static void CheckWebSearch(JsonElement search, bool hasOptions, string path, ConfigProblems problems)
    {
        if (hasOptions && search.ValueKind != JsonValueKind.False)
            problems.Add(path + ".web_search_options", "web_search is there too", "keep one of them");
        if (search.ValueKind != JsonValueKind.Object)
            return;
        var said = search.Deserialize(RouterJson.Default.WebSearchDocument)!;
        if (said.Engine is not (null or "exa" or "google" or "native"))
            problems.Add(path + ".web_search.engine", $"\"{RouterRules.Short(said.Engine)}\" is no engine", "expected exa, google or native");
        if (said.MaxResults is < 1 or > MaxResults)
            problems.Add(path + ".web_search.max_results", $"{said.MaxResults} is out of range", $"expected a whole number from 1 to {MaxResults}");
        if (said.MaxSteps is < 1 or > MaxSteps)
            problems.Add(path + ".web_search.max_steps", $"{said.MaxSteps} is out of range", $"expected a whole number from 1 to {MaxSteps}");
    }

    private static void CheckTimeout(string timeout, string path, ConfigProblems problems)
    {
        if (!OptionReader.TryParseDuration(timeout, out var duration))
            problems.Add(path, $"\"{RouterRules.Short(timeout)}\" is no duration", "expected one such as \"300ms\", \"1s\" or \"1.5s\"");
        else if (duration < FieldRanges.ShortestTtft)
            problems.Add(path, $"\"{timeout}\" is too short", "expected at least 300ms");
    }
}

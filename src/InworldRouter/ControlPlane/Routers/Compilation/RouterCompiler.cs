// From a named router's document to its plan.
using System.Text;
using System.Text.Json;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Compilation;

/// <summary>Takes what the rules have let pass; whatever else turns up in a store is an <see cref="InvalidRouterException"/>.</summary>
public static class RouterCompiler
{
    // What a route or variant is called that was stored without an id.
    private const string DefaultRouteId = "default";

    /// <exception cref="InvalidRouterException" />
    public static NamedRouterPlan Compile(NamedRouter router)
    {
        try
        {
            var document = JsonSerializer.Deserialize(router.Document.Span, RouterJson.Default.RouterDocument) ?? throw new InvalidRouterException("the document is null");
            return Compile(router.Name, document);
        }
        catch (JsonException e)
        {
            throw new InvalidRouterException($"the document cannot be read: {e.Message}");
        }
    }

    /// <inheritdoc cref="Compile(NamedRouter)"/>
    public static NamedRouterPlan Compile(string name, RouterDocument document)
    {
        var defaults = document.Defaults;
        var prompt = PromptCompiler.Compile(defaults?.MessageTemplates);
        // Variants of a router mostly have the same parameters: once is enough for ten thousand routers' memory.
        var parameters = new List<ParameterPlan[]>();
        var routes = document.Routes ?? [];
        return new NamedRouterPlan(
            name,
            [.. routes.Select((r, i) => Route(r.Route, r.Condition, $"route-{i + 1}"))],
            document.DefaultRoute is { } last ? Route(last, null, DefaultRouteId) : null);

        RoutePlan Route(RouteDocument? route, RouteCondition? condition, string unnamed)
        {
            var id = route?.RouteId ?? unnamed;
            var variants = route?.Variants ?? [];
            if (variants.Count == 0)
                throw new InvalidRouterException($"the route '{id}' has no variants");
            return new RoutePlan
            {
                Id = id,
                Condition = condition?.CelExpression is { Length: > 0 } expression ? ConditionCompiler.Compile(expression) : null,
                Variants = [.. variants.Select((v, i) => Variant(v.Variant ?? new(), $"variant-{i + 1}", defaults, prompt, parameters))],
                Shares = Shares(variants),
                StickyPrefix = Encoding.UTF8.GetBytes($"{name}\n{id}\n"),
            };
        }
    }

    private static VariantPlan Variant(VariantDocument variant, string unnamed, RouterDefaults? defaults, PromptPlan? prompt, List<ParameterPlan[]> parameters)
    {
        var selection = variant.ModelSelection;
        // "else the variant's config, else (only when the variant has none at all) the defaults' config" (api.md 5); one that says nothing is none.
        var config = variant.GenerationConfig is { } said && said != new GenerationConfig() ? said : defaults?.GenerationConfig;
        return new VariantPlan
        {
            Id = variant.VariantId ?? unnamed,
            Model = variant.ModelId ?? throw new InvalidRouterException("a variant has no model_id"),
            Models = Array(selection?.Models),
            Sort = Sort(selection?.Sort),
            Ignore = Array(selection?.Ignore),
            Provider = selection?.Provider is { } provider ? new ProviderChoice(Array(provider.Order) ?? [], provider.AllowFallbacks ?? true) : null,
            TtftTimeout = variant.Fallback?.TtftTimeout is { } text && OptionReader.TryParseDuration(text, out var timeout) ? timeout : null,
            ExcludeReasoning = config?.Reasoning?.Exclude == true,
            Parameters = Shared(ParameterCompiler.Compile(config, variant), parameters),
            // "variant templates, else defaults' templates"
            Prompt = variant.MessageTemplates is { Count: > 0 } own ? PromptCompiler.Compile(own) : prompt,
        };
    }

    private static ParameterPlan[] Shared(ParameterPlan[] parameters, List<ParameterPlan[]> known)
    {
        if (known.Find(k => k.Length == parameters.Length && k.Zip(parameters).All(p => p.First.Member.AsSpan().SequenceEqual(p.Second.Member))) is { } same)
            return same;
        known.Add(parameters);
        return parameters;
    }

    private static double[] Shares(IReadOnlyList<WeightedVariant> variants)
    {
        var shares = new double[variants.Count];
        var last = 0;
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++)
        {
            var weight = variants[i].Weight ?? (shares.Length == 1 ? 100 : 0);
            if (weight > 0)
                last = i;
            shares[i] = sum += weight;
        }
        // Decimals may sum to a hair under 100, and a hash may round up to it.
        shares.AsSpan(last).Fill(double.PositiveInfinity);
        return shares;
    }

    private static SortOrder Sort(IReadOnlyList<SortDocument>? entries)
    {
        var order = default(SortOrder);
        foreach (var entry in entries ?? [])
        {
            if (SortReader.TryParse(entry.Metric, entry.Direction, out var criterion) && criterion is { } asked)
                order.Add(asked);
        }
        return order;
    }

    private static string[]? Array(IReadOnlyList<string>? list) => list is null ? null : [.. list];
}

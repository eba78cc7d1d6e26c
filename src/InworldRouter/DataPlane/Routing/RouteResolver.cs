// From the value of "model" to the candidates to try: api.md 3.1 to 3.4, rule by rule. No I/O.
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Plan;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.DataPlane.Routing;

public sealed class RouteResolver(TimeProvider time, Random random)
{
    private const string Auto = "auto";
    private const string OwnPrefix = "inworld/";
    private const string OwnModels = "inworld/models/";
    private const string OwnRouters = "inworld/routers/";
    private const string InGivenOrder = "in the given order";

    /// <summary>Fills the candidate list.</summary>
    /// <returns>Null, or the refusal.</returns>
    public RouterError? Resolve(Exchange exchange)
    {
        var name = exchange.Plan.Aliases.Resolve(exchange.Options.Model);
        if (exchange.Dialect == CallerDialect.Messages)
            name = ClaudeNames.Resolve(exchange.Plan, name);
        // Before the table: "inworld/<name>" is a router even where a provider of that name has such a model.
        if (name.StartsWith(OwnPrefix, StringComparison.Ordinal) && !name.StartsWith(OwnModels, StringComparison.Ordinal))
        {
            if (NamedRouting.Enter(exchange, name.AsSpan(name.StartsWith(OwnRouters, StringComparison.Ordinal) ? OwnRouters.Length : OwnPrefix.Length), random) is { } refusal)
                return refusal;
            return Candidates(exchange, exchange.Variant!.Model) is { } unroutable
                ? unroutable with { Message = $"Route '{exchange.Route!.Id}', variant '{exchange.Variant.Id}' of {name}: {unroutable.Message}" }
                : null;
        }
        return Candidates(exchange, name);
    }

    private RouterError? Candidates(Exchange exchange, string name)
    {
        if (exchange.Plan.Models.ById.TryGetValue(name, out var model))
            return Specific(exchange, model);
        if (name == Auto)
            return AutoSelected(exchange);
        if (ModelLookup.Find(exchange.Plan, name, "model", out var found) is { } unknown)
            return unknown;
        return found.IsBare ? ByProvider(exchange, name, found.Models) : Specific(exchange, found.Models[0]);
    }

    // 3.4: "Primary first, then the list in the given order (sorted if sort is given), ignore removes entries of the list, never the primary."
    private RouterError? Specific(Exchange exchange, ModelPlan primary)
    {
        if (!MayUse(exchange, OptionKeys.None, primary))
            return NotAllowed(primary.Id);
        exchange.Candidates.Add(primary);
        return AddModels(exchange);
    }

    // 3.2: providers of a bare id, by provider.order, else by sort, else by latency; then the list.
    private RouterError? ByProvider(Exchange exchange, string name, ReadOnlySpan<ModelPlan> serving)
    {
        var options = exchange.Options;
        var order = options.Sort;
        exchange.Candidates.Selection = SelectionKind.Provider;
        exchange.Candidates.BareName = name;
        var pool = Allowed(exchange, OptionKeys.None, serving);
        if (pool.Length == 0)
            return NotAllowed(name);
        pool = [.. pool.Where(m => !IsIgnored(exchange, m))];
        if (options.ProviderOrder.Length > 0)
        {
            // "exclusive, exact; sort then ignored for providers"
            pool = [.. options.ProviderOrder.SelectMany(id => pool.Where(m => m.Provider.Id == id))];
            exchange.Candidates.Order = InGivenOrder;
        }
        else
        {
            order = order.Count > 0 ? order : SortOrder.Of(SortCriterion.Usual(SortMetric.Latency));
            Rank(exchange, pool, order);
            exchange.Candidates.Order = Words(order);
        }
        if (pool.Length == 0)
            return RouterError.NotFound($"No provider is left for '{name}' after provider.order and ignore; it is served by {string.Join(", ", serving.ToArray().Select(m => m.Provider.Id))}.");
        foreach (var model in pool)
            exchange.Candidates.Add(model);
        return AddModels(exchange);
    }

    // 3.3
    private RouterError? AutoSelected(Exchange exchange)
    {
        var options = exchange.Options;
        var order = options.Sort;
        order = order.Count > 0 ? order : SortOrder.Default;
        exchange.Candidates.Selection = options.Models.Length > 0 ? SelectionKind.AutoFromSpecified : SelectionKind.AutoFromAll;
        exchange.Candidates.Order = Words(order);
        var pool = exchange.Plan.Models.All;
        if (options.Models.Length > 0 && Listed(exchange, providersToo: true, out pool) is { } unknown)
            return unknown;
        var demand = DemandReader.Read(exchange);
        pool = [.. Allowed(exchange, OptionKeys.Models, pool).Where(m => !IsIgnored(exchange, m) && demand.CanBeServedBy(m))];
        if (pool.Length == 0)
            return RouterError.Invalid("model", $"No configured model is left for auto: {DemandReader.Words(demand)} must be served, within models, ignore and the key's own list.", "no_candidate");
        ModelRanking.Rank(pool, order, demand, time);
        ModelRanking.Explore(pool, order, exchange.Plan.Routing.Explore, random);
        foreach (var model in pool)
            exchange.Candidates.Add(model);
        if (!options.AllowFallbacks)
            exchange.Candidates.KeepFirst();
        return null;
    }

    // The fallbacks that the request names. "allow_fallbacks:false: the models list is not tried either" (api.md 10).
    private RouterError? AddModels(Exchange exchange)
    {
        var options = exchange.Options;
        if (!options.AllowFallbacks)
        {
            exchange.Candidates.KeepFirst();
            return null;
        }
        return options.Models.Length == 0 ? null : AddListed(exchange);
    }

    // Apart from the above, so that a call without a list does not pay for the lambda's closure.
    private RouterError? AddListed(Exchange exchange)
    {
        var order = exchange.Options.Sort;
        if (Listed(exchange, providersToo: false, out var listed) is { } unknown)
            return unknown;
        // A fallback outside the key's list is as if it were not there (C71).
        listed = [.. Allowed(exchange, OptionKeys.Models, listed).Where(m => !IsIgnored(exchange, m))];
        if (order.Count > 0)
            Rank(exchange, listed, order);
        foreach (var model in listed)
            exchange.Candidates.Add(model);
        return null;
    }

    private static RouterError? Listed(Exchange exchange, bool providersToo, out ModelPlan[] listed)
    {
        var found = new List<ModelPlan>();
        listed = [];
        var names = exchange.Options.Models;
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            if (providersToo && exchange.Plan.Providers.ContainsKey(name))
            {
                found.AddRange(exchange.Plan.Models.All.Where(m => m.Provider.Id == name));
                continue;
            }
            if (ModelLookup.Find(exchange.Plan, name, $"models[{i}]", out var result) is { } unknown)
            {
                // A provider that is only not set up here is no reason to refuse the whole call.
                if (unknown.Code != ModelLookup.NotConfigured && !(providersToo && exchange.Plan.MissingProviders.ContainsKey(name)))
                    return unknown;
                exchange.Warnings.Add(unknown.Message);
                continue;
            }
            found.AddRange(result.Models);
        }
        listed = [.. found];
        return null;
    }

    private void Rank(Exchange exchange, ModelPlan[] models, SortOrder order)
    {
        if (models.Length > 1)
            ModelRanking.Rank(models, order, DemandReader.Read(exchange), time);
    }

    private static ModelPlan[] Allowed(Exchange exchange, OptionKeys source, ReadOnlySpan<ModelPlan> models)
    {
        if (IsFree(exchange, source))
            return models.ToArray();
        var allowed = new List<ModelPlan>(models.Length);
        foreach (var model in models)
        {
            if (MayUse(exchange, source, model))
                allowed.Add(model);
        }
        return [.. allowed];
    }

    private static bool MayUse(Exchange exchange, OptionKeys source, ModelPlan model) =>
        IsFree(exchange, source) || exchange.Caller.Models!.Allows(model.Provider.Id, model.Id);

    // A key that may use a router may use what the router's owner has put into it: that is what routers are handed out for. What the request names
    // itself is held against the key's list as ever.
    private static bool IsFree(Exchange exchange, OptionKeys source) =>
        exchange.Caller.Models is null || (exchange.Variant is not null && (exchange.Options.Given & source) == 0);

    // "ignore: models or providers"; a bare name removes the model at every provider. A name ignores what it would call.
    private static bool IsIgnored(Exchange exchange, ModelPlan model)
    {
        foreach (var ignored in exchange.Options.Ignore)
        {
            if (ignored == model.Provider.Id || ignored == model.Id || ignored == model.UpstreamName
                || exchange.Plan.Models.ById.TryGetValue(ignored, out var named) && named == model
                || model.Facts?.Aliases.Contains(ignored, StringComparer.OrdinalIgnoreCase) == true)
                return true;
        }
        return false;
    }

    private static RouterError NotAllowed(string name) => RouterError.Forbidden($"This key may not use the model '{name}'.", "model");

    private static string Words(SortOrder order) => $"sorted by {order}";
}

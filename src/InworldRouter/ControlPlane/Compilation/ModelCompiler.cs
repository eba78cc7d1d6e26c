// The catalog's rows of the configured providers, corrected and extended by the configuration → the table of models.
using System.Collections.Frozen;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Plan;
using InworldRouter.Providers.Catalog;

namespace InworldRouter.ControlPlane.Compilation;

internal static class ModelCompiler
{
    public static ModelTable Compile(RouterConfig config, ProviderPlan[] providers, Catalog catalog, LiveState state)
    {
        var corrections = (config.Models ?? []).ToDictionary(m => m.Id!, StringComparer.Ordinal);
        var rows = catalog.Models.ToLookup(m => m.ProviderId, StringComparer.Ordinal);
        var byId = new Dictionary<string, ModelPlan>(StringComparer.Ordinal);
        var byBareName = new Dictionary<string, List<ModelPlan>>(StringComparer.Ordinal);
        var all = new List<ModelPlan>();
        foreach (var provider in providers)
        {
            var listed = (config.Providers![provider.Id].Models ?? []).OfType<string>().ToHashSet(StringComparer.Ordinal);
            foreach (var facts in rows[provider.Id])
            {
                var corrected = corrections.Remove(facts.Id, out var correction) ? ModelCorrection.Apply(correction, facts) : facts;
                Add(provider, facts.UpstreamName, corrected, Serves(facts, listed.Remove(facts.UpstreamName), correction));
            }
            var prefix = provider.Id + "/";
            foreach (var added in corrections.Values.Where(m => m.Id!.StartsWith(prefix, StringComparison.Ordinal)).ToList())
            {
                corrections.Remove(added.Id!);
                var name = added.Id![prefix.Length..];
                listed.Remove(name);
                Add(provider, name, ModelCorrection.Apply(added, ModelCorrection.Blank(provider.Id, name)), isServed: true);
            }
            // Named and not described: all that is known is that it can be called, also by its bare name.
            foreach (var name in listed)
                Add(provider, name, null, isServed: true);
        }
        return new ModelTable
        {
            ById = byId.ToFrozenDictionary(StringComparer.Ordinal),
            ByBareName = byBareName.ToFrozenDictionary(n => n.Key, n => n.Value.ToArray(), StringComparer.Ordinal),
            All = [.. all],
        };

        void Add(ProviderPlan provider, string name, ModelFacts? facts, bool isServed)
        {
            var id = $"{provider.Id}/{name}";
            var model = new ModelPlan
            {
                Id = id,
                Provider = provider,
                UpstreamName = name,
                IdJson = ModelPlan.Quote(id),
                Facts = facts,
                Statistics = state.Statistics(id),
                Cooldown = state.Cooldown(id),
            };
            byId[id] = model;
            foreach (var alias in facts?.IdAliases ?? [])
                byId.TryAdd(alias, model);
            if (!isServed)
                return;
            all.Add(model);
            // A row without bare names of its own still has the one its provider gave it.
            foreach (var bare in facts is { Aliases.IsEmpty: false } ? facts.Aliases : name.Contains('/') ? [] : [name])
            {
                if (!byBareName.TryGetValue(bare, out var served))
                    byBareName.Add(bare, served = []);
                if (!served.Contains(model))
                    served.Add(model);
            }
        }
    }

    // A row that only maps (Azure, where customers name their deployments) is there when the configuration says so; else it lends
    // its facts to those who call it by its full id.
    private static bool Serves(ModelFacts facts, bool isListed, ModelConfig? correction) => !facts.IsMappingOnly || isListed || correction is not null;
}

// The built-in model catalog: models.json as tables that the generator wrote; nothing is parsed at start.
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace InworldRouter.Providers.Catalog;

/// <summary>The models that are known without any configuration. The maps are made when first asked for: a command that needs none pays nothing.</summary>
public static partial class ModelCatalog
{
    /// <summary>All rows, ordered by id.</summary>
    public static ImmutableArray<ModelFacts> All { get; } = ImmutableCollectionsMarshal.AsImmutableArray(Rows());

    /// <summary>Rows by full id, other full ids included; ordinal.</summary>
    public static FrozenDictionary<string, ModelFacts> ById => ByIdMap.Value;

    /// <summary>All rows that a bare name calls, in the order of <see cref="All"/>; ordinal.</summary>
    public static FrozenDictionary<string, ImmutableArray<ModelFacts>> ByBareName => ByBareNameMap.Value;

    private static class ByIdMap
    {
        public static readonly FrozenDictionary<string, ModelFacts> Value = Build();

        private static FrozenDictionary<string, ModelFacts> Build()
        {
            var map = new Dictionary<string, ModelFacts>(All.Length * 2, StringComparer.Ordinal);
            foreach (var model in All)
            {
                map.Add(model.Id, model);
                foreach (var id in model.IdAliases)
                    map.Add(id, model);
            }
            return map.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    private static class ByBareNameMap
    {
        public static readonly FrozenDictionary<string, ImmutableArray<ModelFacts>> Value = Build();

        private static FrozenDictionary<string, ImmutableArray<ModelFacts>> Build()
        {
            var map = new Dictionary<string, ImmutableArray<ModelFacts>>(All.Length * 2, StringComparer.Ordinal);
            foreach (var model in All)
            {
                foreach (var name in model.Aliases)
                    map[name] = map.TryGetValue(name, out var served) ? served.Add(model) : [model];
            }
            return map.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }
}

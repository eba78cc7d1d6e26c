// The named routers of a plan, by bare name.
using System.Diagnostics.CodeAnalysis;

namespace InworldRouter.Plan;

/// <summary>Immutable; a saved router makes a new table, which shares the routers that did not change.</summary>
public sealed class NamedRouterTable
{
    private readonly Dictionary<string, NamedRouter> _byName;
    private readonly Dictionary<string, NamedRouter>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private NamedRouterTable(Dictionary<string, NamedRouter> byName)
    {
        _byName = byName;
        _lookup = byName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static NamedRouterTable Empty { get; } = Of([]);

    public int Count => _byName.Count;

    /// <summary>In no order.</summary>
    public IReadOnlyCollection<NamedRouter> All => _byName.Values;

    public bool TryGet(ReadOnlySpan<char> name, [NotNullWhen(true)] out NamedRouter? router) => _lookup.TryGetValue(name, out router);

    /// <param name="routers">Each name once.</param>
    public static NamedRouterTable Of(IEnumerable<NamedRouter> routers) => new(routers.ToDictionary(r => r.Name, StringComparer.Ordinal));

    public NamedRouterTable With(NamedRouter router) => new(new Dictionary<string, NamedRouter>(_byName, StringComparer.Ordinal) { [router.Name] = router });

    public NamedRouterTable Without(string name)
    {
        var left = new Dictionary<string, NamedRouter>(_byName, StringComparer.Ordinal);
        left.Remove(name);
        return new NamedRouterTable(left);
    }
}

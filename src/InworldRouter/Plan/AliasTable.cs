// Names that an operator has given to models and routers.
using System.Collections.Frozen;

namespace InworldRouter.Plan;

/// <summary>What stands for what in <c>model</c>: clients that know only their own vendor's names (Claude Code) reach any model so.</summary>
public sealed class AliasTable
{
    private readonly FrozenDictionary<string, string> _exact;
    private readonly (string Prefix, string Target)[] _prefixes; // the longest first

    /// <param name="aliases">A name that ends in <c>*</c> stands for all that begin with what is before it.</param>
    public AliasTable(IEnumerable<KeyValuePair<string, string>> aliases)
    {
        var all = aliases.ToArray();
        _exact = all.Where(a => !IsPrefix(a.Key)).ToFrozenDictionary(StringComparer.Ordinal);
        _prefixes = [.. all.Where(a => IsPrefix(a.Key)).Select(a => (a.Key[..^1], a.Value)).OrderByDescending(a => a.Item1.Length)];
    }

    public static AliasTable Empty { get; } = new([]);

    /// <summary>The names that stand for one thing each.</summary>
    public IEnumerable<KeyValuePair<string, string>> Names => _exact.OrderBy(a => a.Key, StringComparer.Ordinal);

    /// <summary>What the name stands for; the name itself when nobody has given it another meaning.</summary>
    public string Resolve(string name)
    {
        if (_exact.Count > 0 && _exact.TryGetValue(name, out var target))
            return target;
        foreach (var (prefix, all) in _prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return all;
        }
        return name;
    }

    private static bool IsPrefix(string name) => name.EndsWith('*');
}

// A map: ours over arrays, the host's over whatever it has.
namespace InworldRouter.Cel.Values;

/// <summary>
/// An immutable map with keys of bool, int, uint and string, numeric keys being equal across kinds. Hosts derive from it to read their own data
/// lazily. Keys have an order, so that evaluation is deterministic.
/// </summary>
public abstract class CelMap
{
    /// <summary>The empty map.</summary>
    public static CelMap Empty { get; } = new ValueMap(0);

    public abstract int Count { get; }

    /// <summary>False when there is no such key, also for a key of a kind that the map cannot have.</summary>
    public abstract bool TryGet(in CelValue key, out CelValue value);

    /// <param name="index">From 0 to <see cref="Count"/> - 1; the same index has the same key for as long as the map lives.</param>
    public abstract CelValue KeyAt(int index);

    /// <summary>The value of <see cref="KeyAt"/>.</summary>
    public virtual CelValue ValueAt(int index) => TryGet(KeyAt(index), out var value) ? value : CelValue.Null;

    /// <exception cref="ArgumentException">A key is repeated or of a kind that cannot be a key.</exception>
    public static CelMap Of(params IReadOnlyCollection<KeyValuePair<CelValue, CelValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var map = new ValueMap(entries.Count);
        foreach (var (key, value) in entries)
        {
            if (!ValueMap.CanBeKey(key) || !map.TryAdd(key, value))
                throw new ArgumentException($"The key {key} is repeated or is not a bool, int, uint or string.", nameof(entries));
        }
        return map;
    }
}

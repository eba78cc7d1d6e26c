// The map that expressions make: keys in the order they were written, an index once there are more than a handful.
namespace InworldRouter.Cel.Values;

internal sealed class ValueMap(int capacity) : CelMap
{
    // Up to here a scan is as fast as a hash.
    private const int Scanned = 8;

    private KeyValuePair<CelValue, CelValue>[] _entries = capacity == 0 ? [] : new KeyValuePair<CelValue, CelValue>[capacity];
    private int _count;
    private Dictionary<CelValue, int>? _index;

    public override int Count => _count;

    public override CelValue KeyAt(int index) => _entries[index].Key;

    public override CelValue ValueAt(int index) => _entries[index].Value;

    /// <summary>"Key values must be an allowed key type: int, uint, bool, or string."</summary>
    public static bool CanBeKey(in CelValue key) => key.Kind is CelKind.Bool or CelKind.Int or CelKind.UInt or CelKind.String;

    public override bool TryGet(in CelValue key, out CelValue value)
    {
        var at = Find(key);
        value = at < 0 ? default : _entries[at].Value;
        return at >= 0;
    }

    /// <summary>False when the key is there already. Only while the map is being made.</summary>
    public bool TryAdd(in CelValue key, in CelValue value)
    {
        if (Find(key) >= 0)
            return false;
        if (_count == _entries.Length)
            Array.Resize(ref _entries, Math.Max(4, _count * 2));
        _entries[_count] = new(key, value);
        _index?.Add(key, _count);
        _count++;
        if (_index is null && _count > Scanned)
        {
            _index = new Dictionary<CelValue, int>(_count * 2, ValueComparer.Instance);
            for (var i = 0; i < _count; i++)
                _index.Add(_entries[i].Key, i);
        }
        return true;
    }

    private int Find(in CelValue key)
    {
        if (_index is not null)
            return _index.TryGetValue(key, out var at) ? at : -1;
        for (var i = 0; i < _count; i++)
        {
            if (ValueEquality.Equal(_entries[i].Key, key))
                return i;
        }
        return -1;
    }
}

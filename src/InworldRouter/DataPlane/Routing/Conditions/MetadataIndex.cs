// Where each key of a request's metadata stands: read once a call, for many conditions ask for few keys.
using InworldRouter.Plan;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Routing.Conditions;

internal struct MetadataIndex
{
    private Entry[]? _entries;
    private int _count;

    public void Read(in JsonValue metadata, ReadOnlySpan<byte> body)
    {
        _count = 0;
        if (metadata.Kind != JsonKind.Object)
            return;
        var scanner = new JsonScanner(body, metadata.Start);
        if (!scanner.EnterObject())
            return;
        do
        {
            var name = scanner.ReadName(out var nameStart, out var escaped);
            var value = scanner.SkipValue(nameStart);
            _entries ??= new Entry[8];
            if (_count == _entries.Length)
                Array.Resize(ref _entries, _count * 2);
            _entries[_count++] = new Entry(nameStart + 1, name.Length, escaped, value);
        }
        while (scanner.NextMember());
    }

    /// <summary>A key that is there twice has its last value, as with every JSON parser.</summary>
    public readonly bool TryGet(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body, out JsonValue value)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            ref readonly var entry = ref _entries![i];
            if (!(entry.Escaped ? JsonString.UnescapedEquals(entry.Name(body), name) : entry.Name(body).SequenceEqual(name)))
                continue;
            value = entry.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>The places of keys that conditions cannot see as variables; null when there are none.</summary>
    public readonly List<(int Start, int Length)>? Shadowed(ReadOnlySpan<byte> body)
    {
        List<(int, int)>? shadowed = null;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var entry = ref _entries![i];
            if (entry.NameLength <= LongestReserved && ConditionVariable.IsReserved(entry.Name(body)))
                (shadowed ??= []).Add((entry.NameStart, entry.NameLength));
        }
        return shadowed;
    }

    public void Reset()
    {
        _count = 0;
        // One call with thousands of keys must not keep its room.
        if (_entries is { Length: > 64 })
            _entries = null;
    }

    private const int LongestReserved = 8; // messages, metadata

    private readonly record struct Entry(int NameStart, int NameLength, bool Escaped, JsonValue Value)
    {
        public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> body) => body.Slice(NameStart, NameLength);
    }
}

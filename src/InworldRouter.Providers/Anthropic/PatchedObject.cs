// A JSON object that events change member by member, while the rest of it stays as it was written.
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>Copied at every change: meant for the few changes of small objects.</summary>
internal sealed class PatchedObject
{
    private PooledBuffer _json = new();
    private PooledBuffer _next = new();

    public ReadOnlySpan<byte> Json => _json.Written;

    /// <param name="value">An object; what is none begins empty.</param>
    public void Begin(in JsonValue value, ReadOnlySpan<byte> json)
    {
        _json.Reset();
        _next.Reset();
        _json.Write(value.Kind == JsonKind.Object ? value.Raw(json) : "{}"u8);
    }

    public void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var old = ObjectMembers.Find(Json, 0, name);
        if (old.IsPresent)
            Replace(old.Start, old.Length, value);
        else
            Add(name, value);
    }

    /// <summary>Lengthens a string.</summary>
    /// <param name="inner">As it stands between quotes.</param>
    public void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> inner)
    {
        var old = ObjectMembers.Find(Json, 0, name);
        if (old.Kind == JsonKind.String)
            Replace(old.End - 1, 0, inner);
        else
            Set(name, [(byte)'"', .. inner, (byte)'"']);
    }

    /// <summary>Adds an element to an array.</summary>
    public void AppendElement(ReadOnlySpan<byte> name, ReadOnlySpan<byte> element)
    {
        var old = ObjectMembers.Find(Json, 0, name);
        if (old.Kind != JsonKind.Array)
            Set(name, [(byte)'[', .. element, (byte)']']);
        else if (old.Inner(Json).IndexOfAnyExcept(" \r\n\t"u8) < 0)
            Replace(old.End - 1, 0, element);
        else
            Replace(old.End - 1, 0, [(byte)',', .. element]);
    }

    /// <summary>Sets what an object of an event has, but for the event's own words; a <c>null</c> says nothing where something was said.</summary>
    public void SetAll(in JsonValue changes, ReadOnlySpan<byte> json) => Change(changes, json, lengthens: false);

    /// <summary>The same, but strings are pieces of longer ones.</summary>
    public void AppendAll(in JsonValue changes, ReadOnlySpan<byte> json) => Change(changes, json, lengthens: true);

    private void Change(in JsonValue changes, ReadOnlySpan<byte> json, bool lengthens)
    {
        var scanner = new JsonScanner(json, changes.Start);
        if (changes.Kind != JsonKind.Object || !scanner.EnterObject())
            return;
        do
        {
            var name = ObjectMembers.ReadName(ref scanner, out var nameStart);
            var value = scanner.SkipValue(nameStart);
            if (IsEnvelope(name) || value.Kind == JsonKind.Null && ObjectMembers.Find(Json, 0, name).IsPresent)
                continue;
            if (lengthens && value.Kind == JsonKind.String)
                Append(name, value.Inner(json));
            else
                Set(name, value.Raw(json));
        }
        while (scanner.NextMember());
    }

    private static bool IsEnvelope(ReadOnlySpan<byte> name) => name.SequenceEqual("type"u8) || name.SequenceEqual("delta"u8) || name.SequenceEqual("usage"u8);

    private void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var end = Json.LastIndexOf((byte)'}');
        var isFirst = Json[1..end].IndexOfAnyExcept(" \r\n\t"u8) < 0;
        _json.Truncate(end);
        if (!isFirst)
            _json.Write((byte)',');
        _json.WriteJsonString(name);
        _json.Write((byte)':');
        _json.Write(value);
        _json.Write((byte)'}');
    }

    private void Replace(int start, int length, ReadOnlySpan<byte> value)
    {
        _next.Truncate(0);
        _next.Write(Json[..start]);
        _next.Write(value);
        _next.Write(Json[(start + length)..]);
        (_json, _next) = (_next, _json);
    }
}

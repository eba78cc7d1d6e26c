// The verbs in which a vendor's file says how its requests differ. No sequence of them makes a member appear twice.
using System.Runtime.CompilerServices;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>Edits to the caller's body. A member that is not there is nothing to edit: vendors need not ask.</summary>
public ref struct RequestEdits(ReadOnlySpan<byte> body, JsonPatch patch, JsonValue extraBody = default)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private readonly JsonValue _extraBody = extraBody;
    private Places _removed;
    private int _removedCount;

    /// <summary>Members of a literal <c>extra_body</c> that have been removed.</summary>
    internal int RemovedFromExtraBody { get; private set; }

    public readonly ReadOnlySpan<byte> Body => _body;

    public readonly JsonPatch Patch => patch;

    /// <summary>The vendor refuses it, or it is none of its business. What two rules remove is removed once.</summary>
    public void Remove(in JsonValue value)
    {
        if (!value.IsPresent || ((ReadOnlySpan<int>)_removed)[.._removedCount].Contains(value.Start))
            return;
        if (_removedCount < Places.Count)
            _removed[_removedCount++] = value.Start;
        Cut(value);
    }

    /// <summary>Removes a member that no rule will come back to.</summary>
    internal void Cut(in JsonValue value)
    {
        patch.RemoveMember(value, _body);
        if (value.Start > _extraBody.Start && value.End < _extraBody.End)
            RemovedFromExtraBody++;
    }

    public void Remove(params ReadOnlySpan<JsonValue> values)
    {
        foreach (ref readonly var value in values)
            Remove(value);
    }

    /// <summary>The vendor has another name for it. Where the caller has used that name as well, the caller's own words stand.</summary>
    /// <param name="name">With its quotes.</param>
    public void Rename(in JsonValue value, ReadOnlySpan<byte> name)
    {
        if (!value.IsPresent)
            return;
        if (Says(name))
            Remove(value);
        else
            patch.Rename(value, _body, name);
    }

    public readonly void Replace(in JsonValue value, ReadOnlySpan<byte> json) => patch.Replace(value, json);

    /// <summary>Gives a member a value whether it was there or not.</summary>
    /// <param name="name">With its quotes.</param>
    public readonly void Set(in JsonValue value, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        if (value.IsPresent)
            patch.Replace(value, json);
        else
            Add(name, json);
    }

    /// <summary>Adds a parameter of the vendor's own, unless the caller has said it.</summary>
    /// <param name="name">With its quotes.</param>
    public readonly void SetUnlessSaid(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        if (!Says(name))
            Add(name, json);
    }

    /// <summary>The caller has said it, at the root or in a literal <c>extra_body</c>.</summary>
    /// <param name="name">With its quotes.</param>
    public readonly bool Says(ReadOnlySpan<byte> name) => Find(name).IsPresent;

    /// <summary>Adds a member that is known not to be there, or to have been removed.</summary>
    /// <param name="name">With its quotes.</param>
    public readonly void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        // In front: what is edited near the beginning leaves the rest of a large body to be sent from where it is.
        var from = patch.Scratch.Length;
        patch.Scratch.Write(name);
        patch.Scratch.Write((byte)':');
        patch.Scratch.Write(json);
        patch.Scratch.Write((byte)','); // the model always follows
        patch.ReplaceWritten(_body.IndexOf((byte)'{') + 1, 0, from);
    }

    private readonly JsonValue Find(ReadOnlySpan<byte> quotedName)
    {
        var name = quotedName[1..^1];
        var found = ObjectMembers.Find(_body, 0, name);
        return found.IsPresent || _extraBody.Kind != JsonKind.Object ? found : ObjectMembers.Find(_body, _extraBody.Start, name);
    }

    // More than there are fields in ChatRequestFields.
    [InlineArray(Count)]
    private struct Places
    {
        public const int Count = 64;
        private int _first;
    }
}

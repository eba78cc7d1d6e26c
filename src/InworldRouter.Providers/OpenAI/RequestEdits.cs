// The verbs in which a vendor's file says how its requests differ.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>Edits to the caller's body. A member that is not there is nothing to edit: vendors need not ask.</summary>
public readonly ref struct RequestEdits(ReadOnlySpan<byte> body, JsonPatch patch)
{
    private readonly ReadOnlySpan<byte> _body = body;

    /// <summary>The vendor refuses it, or it is none of its business.</summary>
    public void Remove(in JsonValue value)
    {
        if (value.IsPresent)
            patch.RemoveMember(value, _body);
    }

    public void Remove(params ReadOnlySpan<JsonValue> values)
    {
        foreach (ref readonly var value in values)
            Remove(value);
    }

    /// <summary>The vendor has another name for it.</summary>
    /// <param name="quotedName">With its quotes.</param>
    public void Rename(in JsonValue value, ReadOnlySpan<byte> quotedName)
    {
        if (value.IsPresent)
            patch.Rename(value, _body, quotedName);
    }

    public void Replace(in JsonValue value, ReadOnlySpan<byte> json) => patch.Replace(value, json);

    /// <summary>Gives a member a value whether it was there or not.</summary>
    /// <param name="member"><c>"name":value</c></param>
    public void Set(in JsonValue value, ReadOnlySpan<byte> json, ReadOnlySpan<byte> member)
    {
        if (value.IsPresent)
            patch.Replace(value, json);
        else
            Add(member);
    }

    /// <summary>Adds a member at the end of the body.</summary>
    /// <param name="member"><c>"name":value</c></param>
    public void Add(ReadOnlySpan<byte> member)
    {
        // At the end and behind a comma: a request always has a model before it.
        var from = patch.Scratch.Length;
        patch.Scratch.Write((byte)',');
        patch.Scratch.Write(member);
        patch.ReplaceWritten(_body.LastIndexOf((byte)'}'), 0, from);
    }
}

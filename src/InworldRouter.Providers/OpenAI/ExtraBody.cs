// A literal extra_body holds router options, which stay here, and vendor parameters, which belong at the root.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// Its members are not moved: its braces are cut away, so that they stand at the root and every rule for root members holds for them too.
/// "On conflict the literal extra_body wins key by key" (api.md 3): a root member of the same name goes.
/// </summary>
internal static class ExtraBody
{
    /// <summary>Begins it: afterwards <paramref name="fields"/> say where the effective members stand.</summary>
    /// <param name="settled">One more member that it cannot change.</param>
    public static void Merge(ReadOnlySpan<byte> body, ref ChatRequestFields fields, ref RequestEdits edits, ReadOnlySpan<byte> settled = default)
    {
        var extra = fields.ExtraBody.Self;
        if (extra.Kind != JsonKind.Object)
            return;
        RemoveOverridden(body, extra, settled, ref edits);
        Overlay(body, ref fields);
    }

    /// <summary>Where the effective members stand, for those who only read.</summary>
    public static void Overlay(ReadOnlySpan<byte> body, ref ChatRequestFields fields)
    {
        if (fields.ExtraBody.Self.Kind != JsonKind.Object)
            return;
        var root = fields;
        var scanner = new JsonScanner(body, fields.ExtraBody.Self.Start);
        fields.Overlay(ref scanner);
        // What the call is has been decided by the root's own words.
        fields.Model = root.Model;
        fields.Messages = root.Messages;
        fields.Stream = root.Stream;
        fields.StreamOptions = root.StreamOptions;
        fields.ExtraBody = root.ExtraBody;
    }

    /// <summary>Ends it, when all that is to be removed has been.</summary>
    public static void Unwrap(ReadOnlySpan<byte> body, in JsonValue extra, in RequestEdits edits)
    {
        var patch = edits.Patch;
        if (extra.Kind != JsonKind.Object)
        {
            patch.RemoveMember(extra, body);
            return;
        }
        // The name and the opening brace as one short member: it takes a comma with it when nothing stays between the braces.
        var opening = new JsonValue(extra.Start, 1, JsonKind.Object, extra.NameStart);
        patch.ReplaceWritten(extra.End - 1, 1, patch.Scratch.Length);
        if (CountMembers(body, extra) == edits.RemovedFromExtraBody)
            patch.RemoveMember(opening, body);
        else
            patch.ReplaceWritten(opening.NameStart, opening.End - opening.NameStart, patch.Scratch.Length);
    }

    /// <summary>Removes the root's members that it has too, and of its own what it cannot change.</summary>
    /// <param name="settled">One more member that it cannot change; may be empty.</param>
    public static void RemoveOverridden(ReadOnlySpan<byte> body, in JsonValue extra, ReadOnlySpan<byte> settled, ref RequestEdits edits)
    {
        var root = new JsonScanner(body);
        root.EnterObject();
        do
        {
            var name = ObjectMembers.ReadName(ref root, out var nameStart);
            var value = root.SkipValue(nameStart);
            if (!IsSettled(name) && !name.SequenceEqual(settled) && ObjectMembers.Find(body, extra.Start, name).IsPresent)
                edits.Cut(value);
        }
        while (root.NextMember());

        var inner = new JsonScanner(body, extra.Start);
        if (!inner.EnterObject())
            return;
        do
        {
            var name = ObjectMembers.ReadName(ref inner, out var nameStart);
            var value = inner.SkipValue(nameStart);
            // Repeated in itself: the last stands, as with every JSON parser.
            if (IsSettled(name) || name.SequenceEqual(settled) || IsRepeated(inner, name))
                edits.Cut(value);
        }
        while (inner.NextMember());
    }

    // What extra_body cannot change: the router has already acted upon it.
    private static bool IsSettled(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("model"u8) || name.SequenceEqual("messages"u8) || name.SequenceEqual("stream"u8)
        || name.SequenceEqual("stream_options"u8) || name.SequenceEqual("extra_body"u8) || name.SequenceEqual("previous_response_id"u8);

    private static bool IsRepeated(JsonScanner rest, ReadOnlySpan<byte> name)
    {
        while (rest.NextMember())
        {
            var other = ObjectMembers.ReadName(ref rest, out var nameStart);
            rest.SkipValue(nameStart);
            if (other.SequenceEqual(name))
                return true;
        }
        return false;
    }

    private static int CountMembers(ReadOnlySpan<byte> body, in JsonValue extra)
    {
        var count = 0;
        var scanner = new JsonScanner(body, extra.Start);
        if (!scanner.EnterObject())
            return 0;
        do
        {
            scanner.ReadName(out var nameStart, out _);
            scanner.SkipValue(nameStart);
            count++;
        }
        while (scanner.NextMember());
        return count;
    }
}

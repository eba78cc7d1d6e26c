// Looks for a member by name where no scanner is generated for it: parameters that only one vendor knows.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class ObjectMembers
{
    /// <summary>The member's value, or an absent one.</summary>
    /// <param name="start">Where the object stands; it is well-formed.</param>
    public static JsonValue Find(ReadOnlySpan<byte> json, int start, ReadOnlySpan<byte> name)
    {
        var scanner = new JsonScanner(json, start);
        if (!scanner.EnterObject())
            return default;
        do
        {
            var found = ReadName(ref scanner, out var nameStart);
            var value = scanner.SkipValue(nameStart);
            if (found.SequenceEqual(name))
                return value;
        }
        while (scanner.NextMember());
        return default;
    }

    /// <summary>A member's name with its escapes undone.</summary>
    public static ReadOnlySpan<byte> ReadName(ref JsonScanner scanner, out int nameStart)
    {
        var name = scanner.ReadName(out nameStart, out var escaped);
        return escaped ? JsonScanner.Unescape(name) : name;
    }
}

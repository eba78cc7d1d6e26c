// Says of bytes that somebody else may have written whether they are a router's document.
using System.Text.Json;
using System.Text.Unicode;

namespace InworldRouter.ControlPlane.Routers.Store;

/// <summary>
/// Files and rows are edited by hand, cut short by full disks and restored from the wrong backup. Only what the store itself relies on is checked:
/// whole JSON, an object, the name that it is kept under. No message quotes what was read: a link may lead to anything.
/// </summary>
internal static class RouterBytes
{
    /// <returns>What is wrong and what to do; null when nothing is.</returns>
    public static string? Problem(ReadOnlySpan<byte> document, string name)
    {
        if (document.IsEmpty)
            return "it is empty; restore it from a backup, or delete it";
        if (!Utf8.IsValid(document))
            return "it is not UTF-8; save it as UTF-8";
        if (document.StartsWith("\uFEFF"u8))
            return "it begins with a byte order mark; save it as UTF-8 without one";
        try
        {
            var reader = new Utf8JsonReader(document);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                return "it is JSON, but no object; a router is an object: { \"name\": … }";
            return NameProblem(ref reader, name);
        }
        catch (JsonException e)
        {
            return $"it is not whole JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of the line; correct it, restore it from a backup, or delete it";
        }
    }

    // Reads to the end, so that what is broken behind the name is found too.
    private static string? NameProblem(ref Utf8JsonReader reader, string name)
    {
        bool? isRight = null;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var isName = reader.ValueTextEquals("name"u8);
            reader.Read();
            // The last one counts, as it does for whoever reads the document next.
            if (isName)
                isRight = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(name);
            reader.Skip();
        }
        return isRight switch
        {
            null => $"it has no \"name\"; add \"name\": \"{name}\"",
            false => $"its \"name\" is not \"{name}\"; make them equal",
            true => null,
        };
    }
}

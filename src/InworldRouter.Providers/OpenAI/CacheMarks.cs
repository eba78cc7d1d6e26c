// Anthropic's cache markers in a request that goes to somebody else.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// "cache_control kept … in every Anthropic path incl. inbound OpenAI format" (C57): callers set them for whichever provider will answer, and one that
/// does not know the member refuses the call for it.
/// </summary>
internal static class CacheMarks
{
    public static bool AreIn(ReadOnlySpan<byte> json) => json.IndexOf("\"cache_control\""u8) >= 0;

    /// <param name="withContent">False when the content is replaced as a whole.</param>
    /// <param name="withFiles">False when file parts are.</param>
    public static void Remove(in RequestMessageFields message, ReadOnlySpan<byte> json, JsonPatch patch, bool withContent = true, bool withFiles = true)
    {
        if (!AreIn(message.Self.Raw(json)))
            return;
        MessageEdits.Remove(message.CacheControl, json, patch);
        var scanner = new JsonScanner(json, message.Content.Start);
        if (!withContent || message.Content.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var part = default(MarkedPartFields);
            MarkedPartFields.Scan(ref scanner, ref part);
            if (withFiles || !part.Type.StringEquals(json, "file"u8))
                MessageEdits.Remove(part.CacheControl, json, patch);
        }
        while (scanner.NextElement());
    }

    public static void RemoveFromTools(in JsonValue tools, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var scanner = new JsonScanner(json, tools.Start);
        if (tools.Kind != JsonKind.Array || !AreIn(tools.Raw(json)) || !scanner.EnterArray())
            return;
        do
        {
            var tool = default(ChatToolFields);
            ChatToolFields.Scan(ref scanner, ref tool);
            MessageEdits.Remove(tool.CacheControl, json, patch);
            MessageEdits.Remove(tool.Function.CacheControl, json, patch);
        }
        while (scanner.NextElement());
    }
}

[JsonFields]
internal partial struct MarkedPartFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("cache_control")] public JsonValue CacheControl;
}

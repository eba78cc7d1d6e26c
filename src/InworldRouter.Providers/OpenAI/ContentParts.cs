// Mistral's array content, [{"type":"thinking","thinking":[…]},{"type":"text","text":…}], as a content string and a reasoning string.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class ContentParts
{
    /// <summary>
    /// Replaces the array by the text of its text parts, and puts the text of its thinking parts beside it as
    /// <c>reasoning_content</c>. The strings are joined as they are escaped: no character is decoded.
    /// </summary>
    public static void Flatten(in MessageFields message, ReadOnlySpan<byte> json, bool excludeReasoning, JsonPatch patch)
    {
        var scratch = patch.Scratch;
        var from = scratch.Length;
        scratch.Write((byte)'"');
        JoinText(json, message.Content, "text"u8, scratch);
        scratch.Write((byte)'"');
        if (!excludeReasoning && !message.ReasoningContent.IsPresent && !message.Reasoning.IsPresent && HasThinking(json, message.Content))
        {
            scratch.Write(",\"reasoning_content\":\""u8);
            JoinText(json, message.Content, "thinking"u8, scratch);
            scratch.Write((byte)'"');
        }
        patch.ReplaceWritten(message.Content.Start, message.Content.Length, from);
    }

    private static bool HasThinking(ReadOnlySpan<byte> json, in JsonValue parts)
    {
        var scanner = new JsonScanner(json, parts.Start);
        if (!scanner.EnterArray())
            return false;
        do
        {
            var part = default(PartFields);
            if (scanner.PeekKind() != JsonKind.Object)
                scanner.SkipValue();
            else
                PartFields.Scan(ref scanner, ref part);
            if (part.Type.StringEquals(json, "thinking"u8))
                return true;
        }
        while (scanner.NextElement());
        return false;
    }

    // A part's text is a string, or (in "thinking") again an array of text parts.
    private static void JoinText(ReadOnlySpan<byte> json, in JsonValue parts, ReadOnlySpan<byte> wanted, Wire.Buffers.PooledBuffer output)
    {
        var scanner = new JsonScanner(json, parts.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            if (scanner.PeekKind() != JsonKind.Object)
            {
                scanner.SkipValue();
                continue;
            }
            var part = default(PartFields);
            PartFields.Scan(ref scanner, ref part);
            if (!part.Type.StringEquals(json, wanted))
                continue;
            var text = part.Thinking.IsPresent ? part.Thinking : part.Text;
            if (text.Kind == JsonKind.String)
                output.Write(text.Inner(json));
            else if (text.Kind == JsonKind.Array)
                JoinText(json, text, "text"u8, output);
        }
        while (scanner.NextElement());
    }
}

[JsonFields]
internal partial struct PartFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("text")] public JsonValue Text;
    [JsonField("thinking")] public JsonValue Thinking;
}

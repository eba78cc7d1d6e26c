// Pictures in the messages of tools, for vendors who take them from a user only.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// "images inside → placeholder "[image]" in tool message + following user message with image_url" (providers.md D.5). That user speaks behind the last
/// result in a row: nobody may come between a call and its results.
/// </summary>
internal struct ResultImages
{
    private int _first; // where the first of the row's messages with pictures stands; 0 for none
    private int _end;   // where the last message of the row ends

    public static bool AreIn(in RequestMessageFields message, ReadOnlySpan<byte> json) =>
        message.Content.Kind == JsonKind.Array && message.Role.StringEquals(json, "tool"u8) && message.Content.Raw(json).IndexOf("\"image_url\""u8) >= 0;

    /// <summary>Goes on to the next message; its content becomes a string when there are pictures in it.</summary>
    public void Pass(in RequestMessageFields message, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (!message.Role.StringEquals(json, "tool"u8))
        {
            End(json, patch);
            return;
        }
        _end = message.Self.End;
        if (!AreIn(message, json))
            return;
        if (_first == 0)
            _first = message.Self.Start;
        WriteWords(message.Content, json, patch);
    }

    /// <summary>The row of results is over: shows what was in them.</summary>
    public void End(ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (_first == 0)
            return;
        var from = patch.Scratch.Length;
        patch.Scratch.Write(",{\"role\":\"user\",\"content\":["u8);
        var opened = patch.Scratch.Length;
        var scanner = new JsonScanner(json, _first);
        RequestMessageFields message;
        do
        {
            message = default;
            RequestMessageFields.Scan(ref scanner, ref message);
            if (AreIn(message, json))
                WriteImages(message.Content, json, patch, opened);
        }
        while (message.Self.End < _end && scanner.NextElement());
        patch.Scratch.Write("]}"u8);
        patch.ReplaceWritten(_end, 0, from);
        _first = 0;
    }

    private static void WriteWords(in JsonValue content, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var from = patch.Scratch.Length;
        patch.Scratch.Write((byte)'"');
        var opened = patch.Scratch.Length;
        var scanner = new JsonScanner(json, content.Start);
        scanner.EnterArray();
        do
        {
            var part = default(ChatPartFields);
            ChatPartFields.Scan(ref scanner, ref part);
            var words = IsImage(part, json) ? "[image]"u8 : part.Text.Kind == JsonKind.String ? part.Text.Inner(json) : default;
            if (words.IsEmpty)
                continue;
            if (patch.Scratch.Length > opened)
                patch.Scratch.Write("\\n"u8);
            patch.Scratch.Write(words);
        }
        while (scanner.NextElement());
        patch.Scratch.Write((byte)'"');
        patch.ReplaceWritten(content.Start, content.Length, from);
    }

    private static void WriteImages(in JsonValue content, ReadOnlySpan<byte> json, JsonPatch patch, int opened)
    {
        var scanner = new JsonScanner(json, content.Start);
        scanner.EnterArray();
        do
        {
            var part = default(ChatPartFields);
            ChatPartFields.Scan(ref scanner, ref part);
            if (!IsImage(part, json))
                continue;
            if (patch.Scratch.Length > opened)
                patch.Scratch.Write((byte)',');
            patch.Scratch.Write("{\"type\":\"image_url\",\"image_url\":"u8);
            patch.Scratch.Write(part.ImageUrl.Self.Raw(json));
            patch.Scratch.Write((byte)'}');
        }
        while (scanner.NextElement());
    }

    private static bool IsImage(in ChatPartFields part, ReadOnlySpan<byte> json) =>
        part.Type.StringEquals(json, "image_url"u8) && part.ImageUrl.Self.IsPresent;
}

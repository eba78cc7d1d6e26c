// What a part says, in words: where a dialect has no other place for it.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// "images inside a result → "[image]"; tool_reference etc → JSON text; server_tool_use + *_tool_result in history → flatten to text" (providers.md D.5).
/// Written as it stands between the quotes of a string. Thoughts and calls, which have their own places, are no words.
/// </summary>
internal static class FlatText
{
    /// <summary>It is words: a text, or a document or something found that is told in words ("document text → text").</summary>
    public static bool IsWords(in Part part) => part.Kind is PartKind.Text or PartKind.Refusal or PartKind.Passage || part is { Kind: PartKind.File, Text.IsPresent: true };

    public static void Write(in Part part, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        switch (part.Kind)
        {
            case PartKind.Text or PartKind.Refusal when part.Text.Kind == JsonKind.String:
                output.Write(part.Text.Inner(body));
                break;
            case PartKind.File when part.Text.IsNonEmptyString:
                WriteTitle(part.Name, body, output);
                output.Write(part.Text.Inner(body));
                break;
            // Its own words follow it.
            case PartKind.Passage:
                WriteLine(part.Name, part.Id, body, output);
                break;
            case PartKind.Image:
                output.Write("[image]"u8);
                break;
            case PartKind.File:
                output.Write("[document]"u8);
                break;
            case PartKind.Opaque:
                WriteBlock(part.Raw, body, output);
                break;
        }
    }

    // A title alone on its line.
    private static void WriteTitle(in JsonValue title, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (!title.IsNonEmptyString)
            return;
        output.Write(title.Inner(body));
        output.Write("\\n"u8);
    }

    private static void WriteLine(in JsonValue title, in JsonValue source, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (title.IsNonEmptyString)
            output.Write(title.Inner(body));
        if (!source.IsNonEmptyString)
            return;
        output.Write(title.IsNonEmptyString ? " ("u8 : "("u8);
        output.Write(source.Inner(body));
        output.Write(")"u8);
    }

    // Blocks of tools that the provider ran: what was asked for, and what was found, without what only that provider can read.
    private static void WriteBlock(in JsonValue block, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var said = default(ServerBlockFields);
        var scanner = new JsonScanner(body, block.Start);
        if (block.Kind == JsonKind.Object)
            ServerBlockFields.Scan(ref scanner, ref said);
        if (said.Input.IsPresent && said.Name.Kind == JsonKind.String)
        {
            output.Write("["u8);
            output.Write(said.Name.Inner(body));
            output.Write(": "u8);
            output.WriteEscaped(said.Input.Raw(body));
            output.Write("]\\n"u8);
        }
        else if (said.ToolUseId.IsPresent && said.Content.Kind == JsonKind.Array)
        {
            WriteFound(said.Content, body, output);
        }
        else if (said.Content.IsPresent)
        {
            WriteJson(said.Content, body, output);
        }
        else
        {
            WriteJson(block, body, output);
        }
    }

    private static void WriteFound(in JsonValue list, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var scanner = new JsonScanner(body, list.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            var found = default(FoundFields);
            FoundFields.Scan(ref scanner, ref found);
            if (found.Url.IsPresent)
                WriteLine(found.Title, found.Url, body, output);
            else
                WriteJson(found.Self, body, output);
            output.Write("\\n"u8);
        }
        while (scanner.NextElement());
    }

    private static void WriteJson(in JsonValue value, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (value.Kind == JsonKind.String)
            output.Write(value.Inner(body));
        else
            output.WriteEscaped(value.Raw(body));
    }
}

/// <summary><c>server_tool_use</c>, and the <c>…_tool_result</c> that follows it.</summary>
[JsonFields]
internal partial struct ServerBlockFields
{
    [JsonField("name")] public JsonValue Name;
    [JsonField("input")] public JsonValue Input;
    [JsonField("tool_use_id")] public JsonValue ToolUseId;
    [JsonField("content")] public JsonValue Content;
}

/// <summary>A <c>web_search_result</c>.</summary>
[JsonFields]
internal partial struct FoundFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("title")] public JsonValue Title;
    [JsonField("url")] public JsonValue Url;
}

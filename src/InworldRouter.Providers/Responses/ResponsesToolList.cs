// Tools and the choice among them in a Responses request: flat where a chat request nests.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

internal static class ResponsesToolList
{
    public static void Read(in ResponsesRequestFields fields, ReadOnlySpan<byte> body, Conversation conversation)
    {
        if (fields.Tools.HasValue && fields.Tools.Kind != JsonKind.Array)
            conversation.Refuse("tools", "an array of tools");
        ReadTools(fields.Tools, body, conversation);
        ref var settings = ref conversation.Settings;
        ReadChoice(fields.ToolChoice, body, ref settings);
        if (fields.ParallelToolCalls.HasValue)
            settings.ParallelTools = fields.ParallelToolCalls.IsTrue;
    }

    private static void ReadTools(in JsonValue tools, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var scanner = new JsonScanner(body, tools.Start);
        if (tools.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var tool = default(ResponsesToolFields);
            ResponsesToolFields.Scan(ref scanner, ref tool);
            if (tool.Self.Kind != JsonKind.Object)
                conversation.Refuse($"tools[{conversation.Tools.Length}]", "an object such as {\"type\":\"function\",\"name\":…}");
            else
                conversation.Add(ToolOf(tool, body));
        }
        while (scanner.NextElement());
    }

    private static Tool ToolOf(in ResponsesToolFields tool, ReadOnlySpan<byte> body)
    {
        var kind = tool.Type.StringEquals(body, "function"u8) ? ToolKind.Function : tool.Type.StringEquals(body, "custom"u8) ? ToolKind.Custom : ToolKind.Server;
        if (kind == ToolKind.Server)
            return new Tool(kind) { Raw = tool.Self };
        return new Tool(kind)
        {
            Raw = tool.Self,
            Name = tool.Name,
            Description = tool.Description,
            Schema = tool.Parameters.Kind == JsonKind.Object ? tool.Parameters : default,
            Strict = tool.Strict,
            CacheControl = tool.CacheControl,
        };
    }

    private static void ReadChoice(in JsonValue choice, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        if (choice.Kind == JsonKind.String)
            settings.ToolChoice = ChatTools.WordOf(choice, body);
        if (choice.Kind != JsonKind.Object)
            return;
        var fields = default(ResponsesToolChoiceFields);
        var scanner = new JsonScanner(body, choice.Start);
        ResponsesToolChoiceFields.Scan(ref scanner, ref fields);
        if (fields.Type.StringEquals(body, "allowed_tools"u8))
        {
            settings.ToolChoice = ChatTools.WordOf(fields.Mode, body) == ToolChoice.Any ? ToolChoice.Any : ToolChoice.Auto;
            settings.AllowedTools = fields.Tools;
        }
        else if (fields.Name.Kind == JsonKind.String)
        {
            settings.ToolChoice = ToolChoice.Named;
            settings.ToolName = fields.Name;
        }
        // {"type":"web_search"}: one of OpenAI's own, which has no name; elsewhere "any of them" comes nearest.
        else if (fields.Type.Kind == JsonKind.String)
        {
            settings.ToolChoice = ToolChoice.Any;
        }
    }
}

[JsonFields]
internal partial struct ResponsesToolFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("name")] public JsonValue Name;
    [JsonField("description")] public JsonValue Description;
    [JsonField("parameters")] public JsonValue Parameters;
    [JsonField("strict")] public JsonValue Strict;
    [JsonField("cache_control")] public JsonValue CacheControl;
}

[JsonFields]
internal partial struct ResponsesToolChoiceFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("name")] public JsonValue Name;
    [JsonField("mode")] public JsonValue Mode;
    [JsonField("tools")] public JsonValue Tools;
}

// Tools and the choice among them in a Messages request.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal static class MessagesTools
{
    public static void Read(in MessagesRequestFields fields, ReadOnlySpan<byte> body, Conversation conversation)
    {
        ReadTools(fields.Tools, body, conversation);
        ref var settings = ref conversation.Settings;
        settings.ToolChoice = ChoiceOf(fields.ToolChoice.Type, body);
        settings.ToolName = fields.ToolChoice.Name;
        // C27
        if (fields.ToolChoice.DisableParallel.HasValue)
            settings.ParallelTools = !fields.ToolChoice.DisableParallel.IsTrue;
    }

    private static void ReadTools(in JsonValue tools, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var scanner = new JsonScanner(body, tools.Start);
        if (tools.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var tool = default(MessagesToolFields);
            MessagesToolFields.Scan(ref scanner, ref tool);
            if (tool.Self.Kind == JsonKind.Object)
                conversation.Add(ToolOf(tool, body));
        }
        while (scanner.NextElement());
    }

    // "server tools by type with date suffix"; a custom one may say so or say nothing.
    private static Tool ToolOf(in MessagesToolFields tool, ReadOnlySpan<byte> body)
    {
        var isOwn = !tool.Type.HasValue || tool.Type.StringEquals(body, "custom"u8);
        return new Tool(isOwn ? ToolKind.Function : ToolKind.Server)
        {
            Raw = tool.Self,
            Name = tool.Name,
            Description = tool.Description,
            Schema = tool.InputSchema.Kind == JsonKind.Object ? tool.InputSchema : default,
            Strict = tool.Strict,
            CacheControl = tool.CacheControl,
        };
    }

    private static ToolChoice ChoiceOf(in JsonValue type, ReadOnlySpan<byte> body) => type switch
    {
        _ when type.StringEquals(body, "auto"u8) => ToolChoice.Auto,
        _ when type.StringEquals(body, "any"u8) => ToolChoice.Any,
        _ when type.StringEquals(body, "tool"u8) => ToolChoice.Named,
        _ when type.StringEquals(body, "none"u8) => ToolChoice.None,
        _ => ToolChoice.Unsaid,
    };
}

[JsonFields]
internal partial struct MessagesToolFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("name")] public JsonValue Name;
    [JsonField("description")] public JsonValue Description;
    [JsonField("input_schema")] public JsonValue InputSchema;
    [JsonField("strict")] public JsonValue Strict;
    [JsonField("cache_control")] public JsonValue CacheControl;
}

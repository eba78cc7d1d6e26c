// Tools, calls and the choice among tools in a chat request, in today's words and in the older ones.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class ChatTools
{
    public static void Read(in ChatRequestFields fields, ReadOnlySpan<byte> body, Conversation conversation)
    {
        ReadTools(fields.Tools, body, conversation);
        ReadFunctions(fields.Functions, body, conversation);
        ref var settings = ref conversation.Settings;
        ReadChoice(fields.ToolChoice.HasValue ? fields.ToolChoice : fields.FunctionCall, body, ref settings);
        if (fields.ParallelToolCalls.HasValue)
            settings.ParallelTools = fields.ParallelToolCalls.IsTrue;
    }

    /// <summary>The calls of an assistant's message.</summary>
    public static void ReadCalls(in ChatMessageFields message, ReadOnlySpan<byte> body, Conversation conversation)
    {
        if (message.FunctionCall.Self.Kind == JsonKind.Object)
        {
            // It has no id; the result that answers it bears the same name.
            var name = message.FunctionCall.Name;
            conversation.Add(new Part(PartKind.ToolCall) { Id = name, Name = name, Text = message.FunctionCall.Arguments, Raw = message.FunctionCall.Self });
        }
        var scanner = new JsonScanner(body, message.ToolCalls.Start);
        if (message.ToolCalls.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var call = default(ChatCallFields);
            ChatCallFields.Scan(ref scanner, ref call);
            if (call.Self.Kind != JsonKind.Object)
            {
                conversation.Refuse($"messages[{conversation.Messages.Length}].tool_calls", "an array of objects");
                continue;
            }
            var signature = call.ExtraContent.Google.ThoughtSignature;
            var isCustom = call.Custom.Self.Kind == JsonKind.Object;
            conversation.Add(new Part(PartKind.ToolCall)
            {
                Id = call.Id,
                Name = isCustom ? call.Custom.Name : call.Function.Name,
                Text = isCustom ? call.Custom.Input : call.Function.Arguments,
                IsCustom = isCustom,
                Signature = signature,
                Origin = signature.IsNonEmptyString ? Origin.Gemini : Origin.None,
                Raw = call.Self,
            });
        }
        while (scanner.NextElement());
    }

    /// <summary>Whether a tool is in the list of a choice among <c>allowed_tools</c>; without a list all are.</summary>
    public static bool IsAllowed(in Tool tool, in JsonValue list, ReadOnlySpan<byte> body)
    {
        var scanner = new JsonScanner(body, list.Start);
        if (list.Kind != JsonKind.Array || !scanner.EnterArray())
            return true;
        do
        {
            var allowed = default(ToolChoiceFields);
            ToolChoiceFields.Scan(ref scanner, ref allowed);
            var name = allowed.Function.Name.IsPresent ? allowed.Function.Name : allowed.Name;
            if (name.Kind == JsonKind.String && tool.Name.Kind == JsonKind.String && name.Inner(body).SequenceEqual(tool.Name.Inner(body)))
                return true;
        }
        while (scanner.NextElement());
        return false;
    }

    /// <summary>A choice that is one word.</summary>
    public static ToolChoice WordOf(in JsonValue word, ReadOnlySpan<byte> body) => word switch
    {
        _ when word.StringEquals(body, "none"u8) => ToolChoice.None,
        _ when word.StringEquals(body, "auto"u8) => ToolChoice.Auto,
        _ when word.StringEquals(body, "required"u8) || word.StringEquals(body, "any"u8) => ToolChoice.Any,
        _ => ToolChoice.Unsaid,
    };

    private static void ReadTools(in JsonValue tools, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var scanner = new JsonScanner(body, tools.Start);
        if (tools.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var tool = default(ChatToolFields);
            ChatToolFields.Scan(ref scanner, ref tool);
            if (tool.Function.Self.Kind == JsonKind.Object)
                conversation.Add(FunctionOf(tool.Function) with { Raw = tool.Self, CacheControl = tool.CacheControl.IsPresent ? tool.CacheControl : tool.Function.CacheControl });
            else if (tool.Custom.Self.Kind == JsonKind.Object)
                conversation.Add(new Tool(ToolKind.Custom) { Name = tool.Custom.Name, Description = tool.Custom.Description, Raw = tool.Self });
            else if (tool.Self.Kind == JsonKind.Object)
                conversation.Add(new Tool(ToolKind.Server) { Raw = tool.Self });
            else
                conversation.Refuse($"tools[{conversation.Tools.Length}]", "an object such as {\"type\":\"function\",\"function\":{…}}");
        }
        while (scanner.NextElement());
    }

    private static void ReadFunctions(in JsonValue functions, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var scanner = new JsonScanner(body, functions.Start);
        if (functions.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var function = default(ChatFunctionFields);
            ChatFunctionFields.Scan(ref scanner, ref function);
            if (function.Self.Kind == JsonKind.Object)
                conversation.Add(FunctionOf(function) with { Raw = function.Self });
        }
        while (scanner.NextElement());
    }

    private static Tool FunctionOf(in ChatFunctionFields function) => new(ToolKind.Function)
    {
        Name = function.Name,
        Description = function.Description,
        Schema = function.Parameters.Kind == JsonKind.Object ? function.Parameters : default,
        Strict = function.Strict,
    };

    private static void ReadChoice(in JsonValue choice, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        if (choice.Kind == JsonKind.String)
        {
            settings.ToolChoice = WordOf(choice, body);
            return;
        }
        if (choice.Kind != JsonKind.Object)
            return;
        var fields = default(ToolChoiceFields);
        var scanner = new JsonScanner(body, choice.Start);
        ToolChoiceFields.Scan(ref scanner, ref fields);
        if (fields.Allowed.Self.Kind == JsonKind.Object)
        {
            settings.ToolChoice = WordOf(fields.Allowed.Mode, body) == ToolChoice.Any ? ToolChoice.Any : ToolChoice.Auto;
            settings.AllowedTools = fields.Allowed.Tools;
            return;
        }
        settings.ToolChoice = ToolChoice.Named;
        settings.ToolName = fields.Function.Name.IsPresent ? fields.Function.Name : fields.Custom.Name.IsPresent ? fields.Custom.Name : fields.Name;
        if (settings.ToolName.Kind != JsonKind.String)
            settings.ToolChoice = WordOf(fields.Type, body);
    }
}

[JsonFields]
internal partial struct ChatToolFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("function")] public ChatFunctionFields Function;
    [JsonField("custom")] public ChatFunctionFields Custom;
    [JsonField("cache_control")] public JsonValue CacheControl;
}

[JsonFields]
internal partial struct ChatFunctionFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("name")] public JsonValue Name;
    [JsonField("description")] public JsonValue Description;
    [JsonField("parameters")] public JsonValue Parameters;
    [JsonField("strict")] public JsonValue Strict;
    [JsonField("cache_control")] public JsonValue CacheControl;
}

[JsonFields]
internal partial struct ChatCallFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("id")] public JsonValue Id;
    [JsonField("function")] public FunctionFields Function;
    [JsonField("custom")] public CustomFields Custom;
    [JsonField("extra_content")] public ExtraContentFields ExtraContent;
}

[JsonFields]
internal partial struct ToolChoiceFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("name")] public JsonValue Name;
    [JsonField("function")] public FunctionFields Function;
    [JsonField("custom")] public CustomFields Custom;
    [JsonField("allowed_tools")] public AllowedToolsFields Allowed;
}

[JsonFields]
internal partial struct AllowedToolsFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("mode")] public JsonValue Mode;
    [JsonField("tools")] public JsonValue Tools;
}

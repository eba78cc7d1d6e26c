// Functions and the choice among them in a generateContent request.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

internal static class GenerateContentTools
{
    public static void Read(in GenerateContentFields fields, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var scanner = new JsonScanner(body, fields.Tools.Start);
        if (fields.Tools.Kind == JsonKind.Array && scanner.EnterArray())
        {
            do
            {
                var tool = default(ContentToolFields);
                ContentToolFields.Scan(ref scanner, ref tool);
                var functions = tool.Functions.IsPresent ? tool.Functions : tool.FunctionsSnake;
                if (functions.Kind == JsonKind.Array)
                    ReadFunctions(functions, body, conversation);
                else if (tool.Self.Kind == JsonKind.Object)
                    conversation.Add(new Tool(ToolKind.Server) { Raw = tool.Self });
            }
            while (scanner.NextElement());
        }
        var calling = fields.ToolConfig.Calling.Self.IsPresent ? fields.ToolConfig.Calling
            : fields.ToolConfigSnake.CallingSnake.Self.IsPresent ? fields.ToolConfigSnake.CallingSnake : fields.ToolConfig.CallingSnake;
        ReadChoice(calling, body, ref conversation.Settings);
    }

    private static void ReadFunctions(in JsonValue functions, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var scanner = new JsonScanner(body, functions.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            var function = default(FunctionDeclarationFields);
            FunctionDeclarationFields.Scan(ref scanner, ref function);
            if (function.Self.Kind != JsonKind.Object)
                continue;
            conversation.Add(new Tool(ToolKind.Function)
            {
                Raw = function.Self,
                Name = function.Name,
                Description = function.Description,
                Schema = function.JsonSchema.IsPresent ? function.JsonSchema : function.Parameters,
            });
        }
        while (scanner.NextElement());
    }

    // "mode: AUTO|ANY|NONE|VALIDATED, allowedFunctionNames[]": any of one name is that one.
    private static void ReadChoice(in FunctionCallingFields calling, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        settings.ToolChoice = calling.Mode switch
        {
            var mode when mode.StringEquals(body, "ANY"u8) => ToolChoice.Any,
            var mode when mode.StringEquals(body, "NONE"u8) => ToolChoice.None,
            var mode when mode.StringEquals(body, "AUTO"u8) || mode.StringEquals(body, "VALIDATED"u8) => ToolChoice.Auto,
            _ => ToolChoice.Unsaid,
        };
        var allowed = calling.Allowed.IsPresent ? calling.Allowed : calling.AllowedSnake;
        var scanner = new JsonScanner(body, allowed.Start);
        if (settings.ToolChoice != ToolChoice.Any || allowed.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var name = scanner.SkipValue();
        if (!scanner.NextElement())
            (settings.ToolChoice, settings.ToolName) = (ToolChoice.Named, name);
    }
}

[JsonFields]
internal partial struct ContentToolFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("functionDeclarations")] public JsonValue Functions;
    [JsonField("function_declarations")] public JsonValue FunctionsSnake;
}

[JsonFields]
internal partial struct FunctionDeclarationFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("name")] public JsonValue Name;
    [JsonField("description")] public JsonValue Description;
    [JsonField("parameters")] public JsonValue Parameters;
    [JsonField("parametersJsonSchema")] public JsonValue JsonSchema;
}

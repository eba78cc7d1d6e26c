// The tools of a call as Anthropic takes them, and which of them must be called.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal readonly ref struct AnthropicTools(in UpstreamCall call, Conversation conversation, UpstreamRequest request, bool thinks, bool takesSchemas)
{
    private readonly UpstreamCall _call = call;

    private PooledBuffer Output => request.Body;

    private ref CallSettings Settings => ref conversation.Settings;

    /// <summary>Writes <c>tools</c> and <c>tool_choice</c>, if the call has any use for them.</summary>
    /// <returns>Null, or which tool cannot be had.</returns>
    public UpstreamFailure? Write()
    {
        request.IsSchemaInTool = Settings.Form == AnswerForm.JsonSchema && !(takesSchemas && _call.Family.Has(ModelTraits.StructuredOutput));
        var from = Output.Length;
        Output.Write(",\"tools\":["u8);
        var opened = Output.Length;
        for (var i = 0; i < conversation.Tools.Length; i++)
        {
            if (!IsAllowed(conversation.Tools[i]))
                continue;
            Separate(opened);
            if (WriteTool(conversation.Tools[i], i) is { } refused)
                return refused;
        }
        var own = Output.Length > opened;
        if (!own)
            WriteFromHistory(opened);
        if (Settings.WebSearchOptions.Kind == JsonKind.Object)
        {
            Separate(opened);
            AnthropicSearch.Write(Settings.WebSearchOptions, _call.Body, Output);
        }
        if (request.IsSchemaInTool)
        {
            Separate(opened);
            WriteSchemaTool();
        }
        if (Output.Length == opened)
        {
            Output.Truncate(from);
            return null;
        }
        Output.Write((byte)']');
        WriteChoice(own);
        return null;
    }

    private UpstreamFailure? WriteTool(in Tool tool, int index)
    {
        if (tool.Kind == ToolKind.Custom)
            return new UpstreamFailure(FailureKind.Unsupported, "custom tools (free text instead of JSON) are OpenAI's alone; describe it as a function") { Param = $"tools[{index}]" };
        if (tool.Kind == ToolKind.Server)
        {
            // Anthropic's own have a date in their type, and need no translation.
            if (ObjectMembers.Find(_call.Body, tool.Raw.Start, "type"u8) is { Kind: JsonKind.String } type && type.Inner(_call.Body).IndexOf("_20"u8) > 0)
            {
                Output.Write(tool.Raw.Raw(_call.Body));
                return null;
            }
            if (ClientTools.TypeOf(tool, _call.Body).StartsWith("web_search"u8))
            {
                AnthropicSearch.Write(tool.Raw, _call.Body, Output);
                return null;
            }
            return new UpstreamFailure(FailureKind.Unsupported, "a tool of a type that Anthropic does not have; expected \"function\" or one of its own such as \"web_search_20250305\"") { Param = $"tools[{index}].type" };
        }
        Output.Write("{\"name\":"u8);
        Output.Write(tool.Name.Raw(_call.Body));
        if (tool.Description.IsNonEmptyString)
        {
            Output.Write(",\"description\":"u8);
            Output.Write(tool.Description.Raw(_call.Body));
        }
        Output.Write(",\"input_schema\":"u8);
        WriteInputSchema(tool.Schema);
        if (tool.Strict.IsTrue && takesSchemas && _call.Family.Has(ModelTraits.StructuredOutput))
            Output.Write(",\"strict\":true"u8);
        AnthropicBlocks.WriteMarker(tool.CacheControl, _call.Body, Output);
        Output.Write((byte)'}');
        return null;
    }

    // "root must be type object" (providers.md D.1); else it is the caller's, byte for byte (C58).
    private void WriteInputSchema(in JsonValue schema)
    {
        if (schema.Kind != JsonKind.Object || schema.Raw(_call.Body)[1..^1].IndexOfAnyExcept(" \r\n\t"u8) < 0)
        {
            Output.Write("{\"type\":\"object\",\"properties\":{}}"u8);
            return;
        }
        var raw = schema.Raw(_call.Body);
        if (!ObjectMembers.Find(_call.Body, schema.Start, "type"u8).IsPresent)
        {
            Output.Write("{\"type\":\"object\","u8);
            raw = raw[1..];
        }
        Output.Write(raw);
    }

    private void WriteSchemaTool()
    {
        Output.Write("{\"name\":\""u8);
        Output.Write(SchemaTool.Name);
        Output.Write("\",\"description\":\""u8);
        Output.Write(SchemaTool.Description);
        if (Settings.SchemaDescription.IsNonEmptyString)
        {
            Output.Write((byte)' ');
            Output.Write(Settings.SchemaDescription.Inner(_call.Body));
        }
        Output.Write("\",\"input_schema\":"u8);
        WriteInputSchema(Settings.Schema);
        Output.Write((byte)'}');
    }

    // "tools absent but history has tool_use: synthesise minimal tools from names in history" (providers.md D.1, C30).
    private void WriteFromHistory(int opened)
    {
        var parts = conversation.Parts;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Kind != PartKind.ToolCall || !parts[i].Name.IsNonEmptyString || IsNamedBefore(parts[..i], parts[i].Name))
                continue;
            Separate(opened);
            Output.Write("{\"name\":"u8);
            Output.Write(parts[i].Name.Raw(_call.Body));
            Output.Write(",\"input_schema\":{\"type\":\"object\"}}"u8);
        }
    }

    private bool IsNamedBefore(ReadOnlySpan<Part> parts, in JsonValue name)
    {
        foreach (ref readonly var part in parts)
        {
            if (part.Kind == PartKind.ToolCall && part.Name.IsNonEmptyString && part.Name.Inner(_call.Body).SequenceEqual(name.Inner(_call.Body)))
                return true;
        }
        return false;
    }

    private void WriteChoice(bool hasTools)
    {
        var choice = Settings.ToolChoice;
        if (choice is ToolChoice.Any or ToolChoice.Named && !hasTools)
            choice = ToolChoice.Unsaid;
        if (request.IsSchemaInTool)
            choice = hasTools && choice is not ToolChoice.None ? ToolChoice.Any : ToolChoice.Named;
        // "thinking on … or fable/mythos: any/tool → auto" (providers.md D.1, C52).
        if (choice is ToolChoice.Any or ToolChoice.Named && (thinks || _call.Family.Has(ModelTraits.NoForcedTools)))
        {
            if (!request.IsSchemaInTool)
                request.Warnings.Add($"tool_choice is sent as auto: {_call.UpstreamModel} cannot be made to call a tool{(thinks ? " while it thinks" : "")}");
            choice = ToolChoice.Auto;
        }
        var serial = Settings.ParallelTools == false && choice != ToolChoice.None;
        if (choice == ToolChoice.Unsaid && !serial)
            return;
        Output.Write(choice switch
        {
            ToolChoice.None => ",\"tool_choice\":{\"type\":\"none\""u8,
            ToolChoice.Any => ",\"tool_choice\":{\"type\":\"any\""u8,
            ToolChoice.Named => ",\"tool_choice\":{\"type\":\"tool\""u8,
            _ => ",\"tool_choice\":{\"type\":\"auto\""u8,
        });
        if (choice == ToolChoice.Named)
        {
            Output.Write(",\"name\":\""u8);
            Output.Write(request.IsSchemaInTool ? SchemaTool.Name : Settings.ToolName.Inner(_call.Body));
            Output.Write((byte)'"');
        }
        Output.Write(serial ? ",\"disable_parallel_tool_use\":true}"u8 : "}"u8);
    }

    // "allowed_tools → filter tools + auto/any"
    private bool IsAllowed(in Tool tool) => ChatTools.IsAllowed(tool, Settings.AllowedTools, _call.Body);

    private void Separate(int opened)
    {
        if (Output.Length > opened)
            Output.Write((byte)',');
    }
}

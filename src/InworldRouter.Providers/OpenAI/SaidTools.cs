// Tools of another dialect, and the choice among them, in a chat-completions body.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// "tools custom → function{name, description, parameters=input_schema}; drop … strict?/defer_loading/eager_input_streaming/input_examples"
/// (providers.md D.5). A schema's bytes are the caller's (C58). <c>strict</c> is told as OpenAI's own callers mean it; Anthropic's allows what OpenAI's
/// refuses.
/// </summary>
internal readonly ref struct SaidTools(in UpstreamCall call, Conversation conversation, UpstreamRequest request)
{
    private readonly UpstreamCall _call = call;

    private PooledBuffer Output => request.Said;

    /// <summary>Writes the members that have to do with tools.</summary>
    /// <returns>Null, or which tool the caller counts on and nobody would serve.</returns>
    public UpstreamFailure? Write()
    {
        var opened = Output.Length;
        Output.Write(",\"tools\":["u8);
        var first = Output.Length;
        for (var i = 0; i < conversation.Tools.Length; i++)
        {
            if (WriteTool(conversation.Tools[i], i, first) is { } unserved)
                return unserved;
        }
        // "tool_choice without tools: strip" (C28)
        if (Output.Length == first)
        {
            Output.Truncate(opened);
            return null;
        }
        Output.Write((byte)']');
        WriteChoice();
        if (conversation.Settings.ParallelTools is { } parallel)
            Output.Write(parallel ? ",\"parallel_tool_calls\":true"u8 : ",\"parallel_tool_calls\":false"u8);
        return null;
    }

    private UpstreamFailure? WriteTool(in Tool tool, int index, int first)
    {
        switch (tool.Kind)
        {
            case ToolKind.Function:
                Open(first, "{\"type\":\"function\",\"function\":{\"name\":"u8);
                request.ToolNames.Write(tool.Name, _call.Body, Output);
                Copy(",\"description\":"u8, tool.Description);
                Output.Write(",\"parameters\":"u8);
                Output.Write(tool.Schema.IsPresent ? tool.Schema.Raw(_call.Body) : "{\"type\":\"object\",\"properties\":{}}"u8);
                if (_call.Caller != CallerDialect.Messages)
                    Copy(",\"strict\":"u8, tool.Strict);
                Close(tool);
                return null;
            case ToolKind.Custom:
                Open(first, "{\"type\":\"custom\",\"custom\":{\"name\":"u8);
                request.ToolNames.Write(tool.Name, _call.Body, Output);
                Copy(",\"description\":"u8, tool.Description);
                WriteFormat(tool);
                Close(tool);
                return null;
            default:
                return WriteServerTool(tool, index, first);
        }
    }

    private UpstreamFailure? WriteServerTool(in Tool tool, int index, int first)
    {
        var type = ClientTools.TypeOf(tool, _call.Body);
        if (ClientTools.TryDescribe(type, out var description, out var schema))
        {
            Open(first, "{\"type\":\"function\",\"function\":{\"name\":"u8);
            request.ToolNames.Write(tool.Name, _call.Body, Output);
            Output.Write(",\"description\":\""u8);
            Output.Write(description);
            Output.Write("\",\"parameters\":"u8);
            Output.Write(schema);
            Close(tool);
            return null;
        }
        var name = System.Text.Encoding.UTF8.GetString(type);
        if (type.StartsWith("web_search"u8))
            return new UpstreamFailure(FailureKind.Unsupported, $"tools[{index}] is {name}, which this provider does not run: send the call to a provider that searches by itself, or leave the tool out")
            {
                Param = $"tools[{index}]",
            };
        request.Warnings.Add($"tools[{index}] is not sent: {(name.Length > 0 ? name : "a tool of this type")} is run by another provider");
        return null;
    }

    // Flat in the Responses API, one level deeper here: {type:grammar,grammar:{definition,syntax}} (providers.md A.1).
    private void WriteFormat(in Tool tool)
    {
        var format = ObjectMembers.Find(_call.Body, tool.Raw.Start, "format"u8);
        if (format.Kind != JsonKind.Object)
            return;
        var definition = ObjectMembers.Find(_call.Body, format.Start, "definition"u8);
        if (!definition.IsPresent)
        {
            Copy(",\"format\":"u8, format);
            return;
        }
        Copy(",\"format\":{\"type\":\"grammar\",\"grammar\":{\"definition\":"u8, definition);
        Copy(",\"syntax\":"u8, ObjectMembers.Find(_call.Body, format.Start, "syntax"u8));
        Output.Write("}}"u8);
    }

    // "tool_choice auto/any/tool/none → auto/required/named/none" (C26)
    private void WriteChoice()
    {
        ref var settings = ref conversation.Settings;
        switch (settings.ToolChoice)
        {
            case ToolChoice.None:
                Output.Write(",\"tool_choice\":\"none\""u8);
                break;
            case ToolChoice.Auto or ToolChoice.Any when settings.AllowedTools.Kind == JsonKind.Array:
                WriteAllowed(settings);
                break;
            case ToolChoice.Auto:
                Output.Write(",\"tool_choice\":\"auto\""u8);
                break;
            case ToolChoice.Any:
                Output.Write(",\"tool_choice\":\"required\""u8);
                break;
            case ToolChoice.Named:
                Output.Write(",\"tool_choice\":"u8);
                WriteNamed(settings.ToolName);
                break;
        }
    }

    private void WriteAllowed(in CallSettings settings)
    {
        Output.Write(settings.ToolChoice == ToolChoice.Any
            ? ",\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\",\"tools\":["u8
            : ",\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":["u8);
        var first = Output.Length;
        foreach (ref readonly var tool in conversation.Tools)
        {
            if (tool.Kind == ToolKind.Server || !ChatTools.IsAllowed(tool, settings.AllowedTools, _call.Body))
                continue;
            if (Output.Length > first)
                Output.Write((byte)',');
            WriteNamed(tool.Name);
        }
        Output.Write("]}}"u8);
    }

    private void WriteNamed(in JsonValue name)
    {
        var isCustom = false;
        foreach (ref readonly var tool in conversation.Tools)
            isCustom |= tool.Kind == ToolKind.Custom && Turns.IsSame(tool.Name, name, _call.Body);
        Output.Write(isCustom ? "{\"type\":\"custom\",\"custom\":{\"name\":"u8 : "{\"type\":\"function\",\"function\":{\"name\":"u8);
        request.ToolNames.Write(name, _call.Body, Output);
        Output.Write("}}"u8);
    }

    private void Open(int first, ReadOnlySpan<byte> opening)
    {
        if (Output.Length > first)
            Output.Write((byte)',');
        Output.Write(opening);
    }

    // Of a vendor that does not know the marker it is edited out again.
    private void Close(in Tool tool)
    {
        Output.Write((byte)'}');
        Copy(",\"cache_control\":"u8, tool.CacheControl);
        Output.Write((byte)'}');
    }

    private void Copy(ReadOnlySpan<byte> name, in JsonValue value)
    {
        if (!value.HasValue)
            return;
        Output.Write(name);
        Output.Write(value.Raw(_call.Body));
    }
}

// The tools of a call as the Responses API takes them, flat, and which of them must be called.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.Images;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

internal readonly ref struct ResponsesTools(in UpstreamCall call, Conversation conversation, UpstreamRequest request)
{
    private readonly UpstreamCall _call = call;
    private readonly PooledBuffer _output = request.Body;

    private ref CallSettings Settings => ref conversation.Settings;

    /// <summary>Writes <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>, if the call has any tools.</summary>
    public void Write()
    {
        var from = _output.Length;
        _output.Write(",\"tools\":["u8);
        var opened = _output.Length;
        for (var i = 0; i < conversation.Tools.Length; i++)
            WriteTool(conversation.Tools[i], i, opened);
        if (Settings.WebSearchOptions.Kind == JsonKind.Object)
        {
            Separate(opened);
            WriteSearch();
        }
        if (Settings.Modalities.Kind == JsonKind.Array && Settings.Modalities.Raw(_call.Body).IndexOf("\"image\""u8) >= 0)
        {
            Separate(opened);
            WriteImageTool();
        }
        if (_output.Length == opened)
        {
            _output.Truncate(from);
            return;
        }
        _output.Write((byte)']');
        // Neither a choice nor its manner without tools of the caller's (C28).
        if (conversation.Tools.IsEmpty)
            return;
        WriteChoice();
        if (Settings.ParallelTools is { } parallel)
            _output.Write(parallel ? ",\"parallel_tool_calls\":true"u8 : ",\"parallel_tool_calls\":false"u8);
    }

    private void WriteTool(in Tool tool, int index, int opened)
    {
        if (tool.Kind == ToolKind.Server && _call.Caller == CallerDialect.Messages)
        {
            WriteAnthropics(tool, index, opened);
            return;
        }
        Separate(opened);
        // One of the API's own: web_search, file_search, code_interpreter … is the same in both of OpenAI's dialects.
        if (tool.Kind == ToolKind.Server)
        {
            _output.Write(tool.Raw.Raw(_call.Body));
            return;
        }
        _output.Write(tool.Kind == ToolKind.Custom ? "{\"type\":\"custom\",\"name\":"u8 : "{\"type\":\"function\",\"name\":"u8);
        request.ToolNames.Write(tool.Name, _call.Body, _output);
        if (tool.Description.IsNonEmptyString)
        {
            _output.Write(",\"description\":"u8);
            _output.Write(tool.Description.Raw(_call.Body));
        }
        if (tool.Kind == ToolKind.Custom)
        {
            WriteFormat(tool);
        }
        else
        {
            _output.Write(",\"parameters\":"u8);
            _output.Write(tool.Schema.IsPresent ? tool.Schema.Raw(_call.Body) : "{\"type\":\"object\",\"properties\":{}}"u8);
            // "the default depends on the API: Responses requests will normalize your schema into strict mode …, Chat Completions … non-strict by default"
            // (OpenAI's guide to function calling): what the caller left unsaid has chat's meaning.
            _output.Write(tool.Strict.IsTrue ? ",\"strict\":true"u8 : ",\"strict\":false"u8);
        }
        _output.Write((byte)'}');
    }

    // "bash/text_editor/memory types → give them explicit function schemas"; a search both vendors have; what only Anthropic runs is left out (providers.md D.5).
    private void WriteAnthropics(in Tool tool, int index, int opened)
    {
        var type = ClientTools.TypeOf(tool, _call.Body);
        if (ClientTools.TryDescribe(type, out var description, out var schema))
        {
            Separate(opened);
            _output.Write("{\"type\":\"function\",\"name\":"u8);
            request.ToolNames.Write(tool.Name, _call.Body, _output);
            _output.Write(",\"description\":\""u8);
            _output.Write(description);
            _output.Write("\",\"parameters\":"u8);
            _output.Write(schema);
            _output.Write(",\"strict\":false}"u8);
        }
        else if (type.StartsWith("web_search"u8))
        {
            Separate(opened);
            _output.Write("{\"type\":\"web_search\"}"u8);
        }
        else
        {
            request.Warnings.Add($"tools[{index}] is not sent: {(type.IsEmpty ? "a tool of this type" : System.Text.Encoding.UTF8.GetString(type))} is run by another provider");
        }
    }

    // Chat has {"type":"grammar","grammar":{definition,syntax}}, here the two stand beside the type.
    private void WriteFormat(in Tool tool)
    {
        var custom = ObjectMembers.Find(_call.Body, tool.Raw.Start, "custom"u8);
        var format = custom.Kind == JsonKind.Object ? ObjectMembers.Find(_call.Body, custom.Start, "format"u8) : default;
        if (format.Kind != JsonKind.Object)
            return;
        _output.Write(",\"format\":"u8);
        var grammar = ObjectMembers.Find(_call.Body, format.Start, "grammar"u8);
        if (grammar.Kind != JsonKind.Object || !new JsonScanner(_call.Body, grammar.Start).EnterObject())
        {
            _output.Write(format.Raw(_call.Body));
            return;
        }
        _output.Write("{\"type\":\"grammar\","u8);
        _output.Write(grammar.Raw(_call.Body)[1..]);
    }

    private void WriteSearch()
    {
        var fields = default(SearchOptionFields);
        var scanner = new JsonScanner(_call.Body, Settings.WebSearchOptions.Start);
        SearchOptionFields.Scan(ref scanner, ref fields);
        _output.Write("{\"type\":\"web_search\""u8);
        if (fields.Size.IsNonEmptyString)
        {
            _output.Write(",\"search_context_size\":"u8);
            _output.Write(fields.Size.Raw(_call.Body));
        }
        fields.Location.Write(_call.Body, _output);
        _output.Write((byte)'}');
    }

    // "tools:[{type:image_generation,…,partial_images}] on a text model … use when the request also wants text" (providers.md G.2)
    private void WriteImageTool()
    {
        var settings = ImageSettings.Of(Settings.ImageConfig, _call.Body);
        _output.Write("{\"type\":\"image_generation\""u8);
        settings.WriteLooks(_call, request.Warnings, _output);
        if (_call.Stream)
            settings.WritePartials(_call.Body, _output);
        _output.Write((byte)'}');
    }

    private void WriteChoice()
    {
        if (Settings.AllowedTools.Kind == JsonKind.Array)
        {
            WriteAllowed();
            return;
        }
        if (Settings.ToolChoice != ToolChoice.Named)
        {
            _output.Write(Settings.ToolChoice switch
            {
                ToolChoice.None => ",\"tool_choice\":\"none\""u8,
                ToolChoice.Auto => ",\"tool_choice\":\"auto\""u8,
                ToolChoice.Any => ",\"tool_choice\":\"required\""u8,
                _ => default,
            });
            return;
        }
        _output.Write(",\"tool_choice\":"u8);
        WriteNamed(Settings.ToolName);
    }

    private void WriteAllowed()
    {
        _output.Write(Settings.ToolChoice == ToolChoice.Any ? ",\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":["u8
            : ",\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":["u8);
        var opened = _output.Length;
        var scanner = new JsonScanner(_call.Body, Settings.AllowedTools.Start);
        if (scanner.EnterArray())
        {
            do
            {
                var element = scanner.SkipValue();
                var allowed = default(ToolChoiceFields);
                var inner = new JsonScanner(_call.Body, element.Start);
                ToolChoiceFields.Scan(ref inner, ref allowed);
                var name = allowed.Function.Name.IsPresent ? allowed.Function.Name : allowed.Custom.Name.IsPresent ? allowed.Custom.Name : allowed.Name;
                Separate(opened);
                if (name.Kind == JsonKind.String)
                    WriteNamed(name);
                else
                    _output.Write(element.Raw(_call.Body));
            }
            while (scanner.NextElement());
        }
        _output.Write("]}"u8);
    }

    private void WriteNamed(in JsonValue name)
    {
        _output.Write(IsCustom(name) ? "{\"type\":\"custom\",\"name\":"u8 : "{\"type\":\"function\",\"name\":"u8);
        request.ToolNames.Write(name, _call.Body, _output);
        _output.Write((byte)'}');
    }

    private bool IsCustom(in JsonValue name)
    {
        foreach (ref readonly var tool in conversation.Tools)
        {
            if (tool.Kind == ToolKind.Custom && tool.Name.Kind == JsonKind.String && tool.Name.Inner(_call.Body).SequenceEqual(name.Inner(_call.Body)))
                return true;
        }
        return false;
    }

    private void Separate(int opened)
    {
        if (_output.Length > opened)
            _output.Write((byte)',');
    }
}

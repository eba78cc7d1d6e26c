// The tools of a call as Gemini takes them, and which of them must be called.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

internal ref struct GeminiTools(GeminiProvider provider, in UpstreamCall call, Conversation conversation, UpstreamRequest request)
{
    private readonly UpstreamCall _call = call;
    private int _functions; // written
    private bool _hasBuiltIn;
    private bool _isStrict;

    private readonly PooledBuffer Output => request.Body;

    private readonly ref CallSettings Settings => ref conversation.Settings;

    /// <summary>Whether the model gets functions to call: "Gemini &lt;3 cannot mix functionDeclarations with built-in tools", nor with a response schema (C.2, D.4).</summary>
    public static bool HasFunctions(in UpstreamCall call, Conversation conversation) =>
        conversation.Tools.Length > 0 && (call.Family.Has(ModelTraits.MixedTools) || conversation.Settings.WebSearchOptions.Kind != JsonKind.Object);

    /// <summary>Writes <c>tools</c> and <c>toolConfig</c>, if the call has any use for them.</summary>
    /// <returns>Null, or which tool cannot be had.</returns>
    public UpstreamFailure? Write()
    {
        var from = Output.Length;
        Output.Write("\"tools\":["u8);
        var opened = Output.Length;
        if (WriteFunctions() is { } refused)
            return refused;
        if (WriteBuiltIn(opened) is { } unknown)
            return unknown;
        if (Output.Length == opened)
        {
            Output.Truncate(from);
            return null;
        }
        Output.Write((byte)']');
        WriteConfig();
        Output.Write((byte)',');
        return null;
    }

    // "one tools entry with all functionDeclarations"
    private UpstreamFailure? WriteFunctions()
    {
        if (!HasFunctions(_call, conversation))
        {
            if (conversation.Tools.Length > 0)
                request.Warnings.Add($"tools are not sent: {_call.UpstreamModel} takes no functions beside its own search (web_search_options)");
            return null;
        }
        var from = Output.Length;
        Output.Write("{\"functionDeclarations\":["u8);
        for (var i = 0; i < conversation.Tools.Length; i++)
        {
            ref readonly var tool = ref conversation.Tools[i];
            if (tool.Kind == ToolKind.Custom)
                return Refusal(i, "custom tools (free text instead of JSON) are OpenAI's alone; describe it as a function");
            if (tool.Kind == ToolKind.Server && ClientTools.TryDescribe(ClientTools.TypeOf(tool, _call.Body), out var description, out var schema))
            {
                if (_functions++ > 0)
                    Output.Write((byte)',');
                WriteDescribed(tool, description, schema);
                continue;
            }
            // Names of tools may be given with a choice that forces one; else what is not allowed is not told of.
            if (tool.Kind != ToolKind.Function || Settings.ToolChoice != ToolChoice.Any && !IsAllowed(tool))
                continue;
            if (_functions++ > 0)
                Output.Write((byte)',');
            if (!TryWriteFunction(tool))
                return new UpstreamFailure(FailureKind.Unsupported, $"the schema, its references followed, is too large for {_call.UpstreamModel}") { Param = $"tools[{i}].function.parameters" };
        }
        if (_functions == 0)
            Output.Truncate(from);
        else
            Output.Write("]}"u8);
        return null;
    }

    // One of Anthropic's that the client runs.
    private readonly void WriteDescribed(in Tool tool, ReadOnlySpan<byte> description, ReadOnlySpan<byte> schema)
    {
        Output.Write("{\"name\":"u8);
        WriteName(tool.Name);
        Output.Write(",\"description\":\""u8);
        Output.Write(description);
        Output.Write(_call.Family.Has(ModelTraits.JsonSchema) ? "\",\"parametersJsonSchema\":"u8 : "\",\"parameters\":"u8);
        Output.Write(schema);
        Output.Write((byte)'}');
    }

    private bool TryWriteFunction(in Tool tool)
    {
        _isStrict |= tool.Strict.IsTrue;
        Output.Write("{\"name\":"u8);
        WriteName(tool.Name);
        Output.Write(",\"description\":"u8);
        Output.Write(tool.Description.Kind == JsonKind.String ? tool.Description.Raw(_call.Body) : "\"\""u8);
        if (IsSaid(tool.Schema, _call.Family.Has(ModelTraits.JsonSchema)))
        {
            // "Prefer parametersJsonSchema with models ≥2.5": the caller's, byte for byte (C32, C58).
            Output.Write(_call.Family.Has(ModelTraits.JsonSchema) ? ",\"parametersJsonSchema\":"u8 : ",\"parameters\":"u8);
            if (_call.Family.Has(ModelTraits.JsonSchema))
                Output.Write(tool.Schema.Raw(_call.Body));
            else if (!GeminiSchema.TryWrite(tool.Schema, _call.Body, Output))
                return false;
        }
        Output.Write((byte)'}');
        return true;
    }

    // "empty object {type:object,properties:{}} at the root → omit parameters"
    private readonly bool IsSaid(in JsonValue schema, bool takesWhole)
    {
        if (schema.Kind != JsonKind.Object || IsEmpty(schema))
            return false;
        var properties = ObjectMembers.Find(_call.Body, schema.Start, "properties"u8);
        return takesWhole || properties.Kind != JsonKind.Object || !IsEmpty(properties);
    }

    private readonly bool IsEmpty(in JsonValue json) => json.Raw(_call.Body)[1..^1].IndexOfAnyExcept(" \r\n\t"u8) < 0;

    // Google's own tools are written as they came, when they are in Google's words: {"urlContext":{}}.
    private UpstreamFailure? WriteBuiltIn(int opened)
    {
        for (var i = 0; i < conversation.Tools.Length; i++)
        {
            ref readonly var tool = ref conversation.Tools[i];
            if (tool.Kind != ToolKind.Server)
                continue;
            var type = ClientTools.TypeOf(tool, _call.Body);
            if (ClientTools.TryDescribe(type, out _, out _))
                continue;
            if (type.StartsWith("web_search"u8))
            {
                WriteSearch(i, opened);
                continue;
            }
            if (_call.Caller == CallerDialect.Messages && !type.IsEmpty)
            {
                request.Warnings.Add($"tools[{i}] is not sent: {System.Text.Encoding.UTF8.GetString(type)} is run by another provider");
                continue;
            }
            if (ObjectMembers.Find(_call.Body, tool.Raw.Start, "type"u8).IsPresent)
                return Refusal(i, "a tool of a type that Gemini does not have; expected \"function\" or one of Google's own such as {\"urlContext\":{}}");
            Begin(opened);
            Output.Write(tool.Raw.Raw(_call.Body));
        }
        if (Settings.WebSearchOptions.Kind != JsonKind.Object)
            return null;
        Begin(opened);
        Output.Write("{\"googleSearch\":{}}"u8);
        return null;
    }

    // Another vendor's search is Google's here; "Gemini <3 cannot mix functionDeclarations with built-in tools" (C.2).
    private void WriteSearch(int index, int opened)
    {
        if (_functions > 0 && !_call.Family.Has(ModelTraits.MixedTools))
        {
            request.Warnings.Add($"tools[{index}] is not sent: {_call.UpstreamModel} does not search beside functions");
            return;
        }
        Begin(opened);
        Output.Write("{\"googleSearch\":{}}"u8);
    }

    private void Begin(int opened)
    {
        if (Output.Length > opened)
            Output.Write((byte)',');
        _hasBuiltIn = true;
    }

    private readonly void WriteConfig()
    {
        var from = Output.Length;
        Output.Write(",\"toolConfig\":{"u8);
        var opened = Output.Length;
        if (_functions > 0)
            WriteChoice();
        if (_functions > 0 && _hasBuiltIn && provider.AsksForServerSideTools)
        {
            Output.WriteName("includeServerSideToolInvocations"u8);
            Output.Write("true"u8);
        }
        if (Output.Length == opened)
            Output.Truncate(from);
        else
            Output.Write((byte)'}');
    }

    // "NONE / AUTO (VALIDATED if strict) / ANY / ANY+allowedFunctionNames:[name]"
    private readonly void WriteChoice()
    {
        var mode = Settings.ToolChoice switch
        {
            ToolChoice.None => "NONE"u8,
            ToolChoice.Any or ToolChoice.Named => "ANY"u8,
            _ when _isStrict => "VALIDATED"u8,
            ToolChoice.Auto => "AUTO"u8,
            _ => default,
        };
        if (mode.IsEmpty)
            return;
        Output.Write("\"functionCallingConfig\":{\"mode\":\""u8);
        Output.Write(mode);
        Output.Write((byte)'"');
        if (Settings.ToolChoice == ToolChoice.Named)
        {
            Output.Write(",\"allowedFunctionNames\":["u8);
            WriteName(Settings.ToolName);
            Output.Write((byte)']');
        }
        else if (Settings.ToolChoice == ToolChoice.Any && Settings.AllowedTools.Kind == JsonKind.Array)
        {
            WriteAllowed();
        }
        Output.Write((byte)'}');
    }

    private readonly void WriteAllowed()
    {
        Output.Write(",\"allowedFunctionNames\":["u8);
        var opened = Output.Length;
        foreach (ref readonly var tool in conversation.Tools)
        {
            if (tool.Kind != ToolKind.Function || !IsAllowed(tool))
                continue;
            if (Output.Length > opened)
                Output.Write((byte)',');
            WriteName(tool.Name);
        }
        Output.Write((byte)']');
    }

    private readonly void WriteName(in JsonValue name) => request.ToolNames.Write(name, _call.Body, Output, GeminiTurns.LettersOfNames);

    private readonly bool IsAllowed(in Tool tool) => ChatTools.IsAllowed(tool, Settings.AllowedTools, _call.Body);

    private static UpstreamFailure Refusal(int index, string words) => new(FailureKind.Unsupported, words) { Param = $"tools[{index}]" };
}

// The items of a Responses request, gathered into messages.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>Faults name the item: <c>input[3].content[0].image_url</c>.</summary>
internal ref struct ResponsesItems(ReadOnlySpan<byte> body, Conversation conversation)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private int _item = -1;
    private int _first = -1;  // the first part of the assistant's message that is being gathered, or -1
    private JsonValue _raw;   // its first item
    private bool _hasWords;   // it has, and no call: more words are another message
    private bool _hasCalls;

    public void Read(in InputItemFields item)
    {
        _item++;
        var type = item.Type;
        if (item.Self.Kind != JsonKind.Object)
            Refuse("", "an object: a message, a call, a call's output or reasoning");
        else if (!type.HasValue || type.StringEquals(_body, "message"u8))
            ReadMessage(item);
        else if (type.StringEquals(_body, "function_call"u8) || type.StringEquals(_body, "custom_tool_call"u8))
            ReadCall(item, type.StringEquals(_body, "custom_tool_call"u8));
        else if (type.StringEquals(_body, "function_call_output"u8) || type.StringEquals(_body, "custom_tool_call_output"u8))
            ReadOutput(item);
        else if (type.StringEquals(_body, "reasoning"u8))
            ReadReasoning(item);
        else if (type.StringEquals(_body, "image_generation_call"u8))
            ReadImage(item);
        else if (type.StringEquals(_body, "item_reference"u8) || type.StringEquals(_body, "compaction"u8))
            Refuse("", "written out: what it stands for is known to OpenAI alone");
        else
            ReadOther(item);
    }

    /// <summary>The assistant's message is complete.</summary>
    public void End()
    {
        if (_first < 0)
            return;
        ChatReasoning.Sign(_body, conversation.Parts[_first..]);
        conversation.Add(Role.Assistant, _first, _raw);
        _first = -1;
    }

    private void ReadMessage(in InputItemFields item)
    {
        if (RoleOf(item.Role) is not { } role)
        {
            Refuse(".role", "one of user, assistant, system, developer");
            return;
        }
        if (item.Content.Kind is not (JsonKind.String or JsonKind.Array))
        {
            Refuse(".content", "a string or an array of parts");
            return;
        }
        if (role == Role.Assistant)
        {
            if (_hasWords && !_hasCalls)
                End();
            Gather(item.Self);
            _hasWords = true;
            ResponsesContent.Read(item.Content, item.CacheControl, _body, _item, "content", conversation);
            return;
        }
        End();
        var first = conversation.Parts.Length;
        ResponsesContent.Read(item.Content, item.CacheControl, _body, _item, "content", conversation);
        conversation.Add(role, first, item.Self);
    }

    private void ReadCall(in InputItemFields item, bool isCustom)
    {
        if (!item.CallId.IsNonEmptyString)
            Refuse(".call_id", "a string that is not empty");
        if (!item.Name.IsNonEmptyString)
            Refuse(".name", "a string that is not empty");
        Gather(item.Self);
        _hasCalls = true;
        conversation.Add(new Part(PartKind.ToolCall)
        {
            Id = item.CallId,
            Name = item.Name,
            Text = isCustom ? item.Input : item.Arguments,
            IsCustom = isCustom,
            Raw = item.Self,
            CacheControl = item.CacheControl,
        });
    }

    private void ReadOutput(in InputItemFields item)
    {
        if (!item.CallId.IsNonEmptyString)
            Refuse(".call_id", "a string that is not empty");
        if (item.Output.Kind is not (JsonKind.String or JsonKind.Array))
            Refuse(".output", "a string or an array of parts");
        End();
        var first = conversation.Parts.Length;
        conversation.Add(new Part(PartKind.ToolResult) { Id = item.CallId, Name = item.Name, Raw = item.Self, CacheControl = item.CacheControl });
        ResponsesContent.Read(item.Output, default, _body, _item, "output", conversation);
        conversation.Parts[first].Children = conversation.Parts.Length - first - 1;
        conversation.Add(Role.Tool, first, item.Self);
    }

    // OpenAI's own, or what another has said and signed, which ResponsesWriter put into its place.
    private void ReadReasoning(in InputItemFields item)
    {
        Gather(item.Self);
        var seal = item.EncryptedContent;
        if (!seal.IsNonEmptyString || !CarriedSignature.TryRead(seal, _body, out var carried))
        {
            ReadThoughts(item, Origin.OpenAIResponses);
            if (seal.IsNonEmptyString)
                conversation.Add(new Part(PartKind.SealedThinking) { Text = seal, Id = item.Id, Origin = Origin.OpenAIResponses, Raw = item.Self });
            return;
        }
        var from = conversation.Parts.Length;
        ReadThoughts(item, carried.Origin);
        var hasThoughts = conversation.Parts.Length > from;
        if (carried.Data.IsPresent && (carried.Id.IsPresent || carried.Origin == Origin.OpenAIResponses || carried.Origin != Origin.Anthropic && !hasThoughts))
        {
            // Anthropic's id only tells sealed thinking from a signature (ResponsesWriter.Redacted).
            conversation.Add(new Part(PartKind.SealedThinking) { Text = carried.Data, Id = carried.Origin == Origin.Anthropic ? default : carried.Id, Origin = carried.Origin, Raw = item.Self });
            return;
        }
        if (!carried.Data.IsPresent)
            return;
        // "Empty signed thinking is said too" (C47).
        if (!hasThoughts)
            conversation.Add(new Part(PartKind.Thinking) { Origin = carried.Origin, Raw = item.Self });
        conversation.Parts[^1].Signature = carried.Data;
    }

    // The full text stands in the content, of models that show it; else its summary.
    private readonly void ReadThoughts(in InputItemFields item, Origin origin)
    {
        var pieces = item.Content is { Kind: JsonKind.Array, Length: > 2 } ? item.Content : item.Summary;
        var scanner = new JsonScanner(_body, pieces.Start);
        if (pieces.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var isFirst = true;
        do
        {
            var piece = default(OutputPartFields);
            OutputPartFields.Scan(ref scanner, ref piece);
            if (piece.Text.Kind != JsonKind.String)
                continue;
            conversation.Add(new Part(PartKind.Thinking) { Text = piece.Text, Origin = origin, Continues = !isFirst, Raw = item.Self });
            isFirst = false;
        }
        while (scanner.NextElement());
    }

    private void ReadImage(in InputItemFields item)
    {
        Gather(item.Self);
        if (!item.Result.IsNonEmptyString)
            return;
        var image = new Part(PartKind.Image) { Data = item.Result, MediaType = item.OutputFormat, Raw = item.Self };
        foreach (ref readonly var seal in conversation.Parts[_first..])
        {
            if (seal is { Kind: PartKind.SealedThinking, Origin: Origin.Gemini, Id.IsPresent: true } && item.Id.Kind == JsonKind.String && seal.Id.Inner(_body).SequenceEqual(item.Id.Inner(_body)))
                (image.Signature, image.Origin) = (seal.Text, Origin.Gemini);
        }
        conversation.Add(image);
    }

    // Calls of OpenAI's own tools are part of what the assistant did; what answers them is said to it, and only OpenAI understands it.
    private void ReadOther(in InputItemFields item)
    {
        var type = item.Type.Kind == JsonKind.String ? item.Type.Inner(_body) : default;
        if (!type.EndsWith("_output"u8) && !type.EndsWith("_response"u8))
        {
            Gather(item.Self);
            conversation.Add(new Part(PartKind.Opaque) { Raw = item.Self });
            return;
        }
        End();
        var first = conversation.Parts.Length;
        conversation.Add(new Part(PartKind.Opaque) { Raw = item.Self });
        conversation.Add(Role.User, first, item.Self);
    }

    private void Gather(in JsonValue raw)
    {
        if (_first >= 0)
            return;
        _first = conversation.Parts.Length;
        _raw = raw;
        _hasWords = _hasCalls = false;
    }

    private readonly void Refuse(string member, string expected) => conversation.Refuse($"input[{_item}]{member}", expected);

    private readonly Role? RoleOf(in JsonValue role) => role switch
    {
        _ when role.StringEquals(_body, "user"u8) => Role.User,
        _ when role.StringEquals(_body, "assistant"u8) => Role.Assistant,
        _ when role.StringEquals(_body, "system"u8) => Role.System,
        _ when role.StringEquals(_body, "developer"u8) => Role.Developer,
        _ => null,
    };
}

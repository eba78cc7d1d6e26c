// A conversation as the Responses API takes it: a list of items, in which calls, results and reasoning stand beside the messages.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>
/// "instructions ← system/developer (or keep as input items role developer)": they are kept, in their places, for <c>json_object</c> looks for its word
/// there and not in <c>instructions</c>. A call and its result must both be there, or the whole request is refused (C30).
/// </summary>
internal ref struct ResponsesInput(in UpstreamCall call, Conversation conversation, ToolNames names, PooledBuffer output)
{
    private readonly UpstreamCall _call = call;
    private readonly int _opened = output.Length;
    private bool _isInMessage;
    private UpstreamFailure? _failure;

    /// <summary>Writes the elements of <c>input</c>.</summary>
    /// <returns>Null, or which part cannot be said.</returns>
    public UpstreamFailure? Write()
    {
        for (var m = 0; m < conversation.Messages.Length; m++)
        {
            if (conversation.Messages[m].IsAssistant)
                WriteAssistant(m);
            else
                WriteSaid(m);
            CloseMessage();
        }
        return _failure;
    }

    private void WriteSaid(int m)
    {
        var message = conversation.Messages[m];
        var parts = conversation.PartsOf(message);
        var opening = message.Role switch
        {
            Role.System => "{\"role\":\"system\",\"content\":["u8,
            Role.Developer => "{\"role\":\"developer\",\"content\":["u8,
            _ => "{\"role\":\"user\",\"content\":["u8,
        };
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Kind != PartKind.ToolResult)
            {
                Open(opening);
                WriteContent(parts[i], m, i);
            }
            // A result that no call asked for is what somebody said: its content stands behind it.
            else if (FindCall(parts[i].Id, message.First) is >= 0 and var call)
            {
                WriteResult(parts[i], conversation.Parts[call].IsCustom, parts.Slice(i + 1, parts[i].Children), m);
                i += parts[i].Children;
            }
        }
    }

    private void WriteAssistant(int m)
    {
        var parts = conversation.PartsOf(conversation.Messages[m]);
        var summary = 0; // first part that the next reasoning item's summary may stand in
        for (var i = 0; i < parts.Length; i++)
        {
            ref readonly var part = ref parts[i];
            switch (part.Kind)
            {
                case PartKind.SealedThinking when _call.Concedes(Concessions.Signatures):
                    break;
                case PartKind.SealedThinking when part is { Origin: Origin.OpenAIResponses, Text.Kind: JsonKind.String } && HasWords(parts[i..]):
                    WriteReasoning(part, parts[summary..i]);
                    summary = i + 1;
                    break;
                case PartKind.Text when part.Text.IsNonEmptyString:
                    Open("{\"role\":\"assistant\",\"content\":["u8);
                    WriteString("{\"type\":\"output_text\",\"text\":"u8, part.Text);
                    break;
                case PartKind.Refusal when part.Text.IsNonEmptyString:
                    Open("{\"role\":\"assistant\",\"content\":["u8);
                    WriteString("{\"type\":\"refusal\",\"refusal\":"u8, part.Text);
                    break;
                // A picture that the model made can only be shown to it by the user.
                case PartKind.Image:
                    CloseMessage();
                    Open("{\"role\":\"user\",\"content\":["u8);
                    WriteContent(part, m, i);
                    CloseMessage();
                    break;
                case PartKind.ToolCall:
                    WriteCall(part);
                    break;
            }
        }
    }

    // "provided without its required following item" refuses reasoning that nothing came of.
    private static bool HasWords(ReadOnlySpan<Part> parts)
    {
        foreach (ref readonly var part in parts)
        {
            if (part.Kind == PartKind.ToolCall || part.Kind is PartKind.Text or PartKind.Refusal && part.Text.IsNonEmptyString)
                return true;
        }
        return false;
    }

    // "reasoning replay → {type:"reasoning",id,summary:[…],encrypted_content}": sealed by OpenAI or not at all.
    private void WriteReasoning(in Part reasoning, ReadOnlySpan<Part> before)
    {
        OpenItem("{\"type\":\"reasoning\""u8);
        if (reasoning.Id.IsNonEmptyString)
        {
            output.Write(",\"id\":\""u8);
            output.Write(reasoning.Id.Inner(_call.Body));
            output.Write((byte)'"');
        }
        output.Write(",\"summary\":["u8);
        var from = output.Length;
        foreach (ref readonly var piece in before)
        {
            if (piece is not { Kind: PartKind.Thinking, Origin: Origin.OpenAIResponses, Text.Kind: JsonKind.String })
                continue;
            if (output.Length == from)
                output.Write("{\"type\":\"summary_text\",\"text\":\""u8);
            output.Write(piece.Text.Inner(_call.Body));
        }
        if (output.Length > from)
            output.Write("\"}"u8);
        output.Write("],\"encrypted_content\":\""u8);
        output.Write(reasoning.Text.Inner(_call.Body));
        output.Write("\"}"u8);
    }

    private void WriteCall(in Part part)
    {
        OpenItem(part.IsCustom ? "{\"type\":\"custom_tool_call\",\"call_id\":"u8 : "{\"type\":\"function_call\",\"call_id\":"u8);
        WriteId(part.Id);
        output.Write(",\"name\":"u8);
        names.Write(part.Name, _call.Body, output);
        output.Write(part.IsCustom ? ",\"input\":\""u8 : ",\"arguments\":\""u8);
        if (!part.IsCustom)
            ArgumentText.WriteInner(part.Text, _call.Body, output);
        else if (part.Text.Kind == JsonKind.String)
            output.Write(part.Text.Inner(_call.Body));
        output.Write("\"}"u8);
        // "No tool output found for function call" would refuse the whole request.
        if (IsAnswered(part.Id))
            return;
        OpenResult(part.Id, part.IsCustom);
        output.Write("\"no result\"}"u8);
    }

    private void WriteResult(in Part result, bool isCustom, scoped ReadOnlySpan<Part> content, int m)
    {
        OpenResult(result.Id, isCustom);
        if (content.IsEmpty)
            output.Write("\"\""u8);
        else if (content.Length == 1 && content[0].Kind == PartKind.Text)
            WriteText(content[0].Text, result.IsError);
        else
            WriteParts(content, m);
        output.Write((byte)'}');
    }

    private void OpenResult(in JsonValue id, bool isCustom)
    {
        OpenItem(isCustom ? "{\"type\":\"custom_tool_call_output\",\"call_id\":"u8 : "{\"type\":\"function_call_output\",\"call_id\":"u8);
        WriteId(id);
        output.Write(",\"output\":"u8);
    }

    // "is_error → prefix "Error: "" (providers.md D.5)
    private void WriteText(in JsonValue text, bool isError)
    {
        output.Write(isError ? "\"Error: "u8 : "\""u8);
        if (text.Kind == JsonKind.String)
            output.Write(text.Inner(_call.Body));
        output.Write((byte)'"');
    }

    private void WriteParts(scoped ReadOnlySpan<Part> content, int m)
    {
        output.Write((byte)'[');
        for (var i = 0; i < content.Length; i++)
        {
            if (i > 0)
                output.Write((byte)',');
            WriteContent(content[i], m, i);
        }
        output.Write((byte)']');
    }

    private void WriteContent(in Part part, int message, int index)
    {
        if (ResponsesParts.Write(part, _call.Body, output) is { } unsayable)
            _failure ??= new UpstreamFailure(FailureKind.Unsupported, unsayable) { Param = $"messages[{message}].content[{index}]" };
    }

    private void WriteString(ReadOnlySpan<byte> opening, in JsonValue text)
    {
        output.Write(opening);
        output.Write(text.Raw(_call.Body));
        output.Write((byte)'}');
    }

    private void WriteId(in JsonValue id) => output.Write(id.IsNonEmptyString ? id.Raw(_call.Body) : "\"unknown\""u8);

    // A content part of the message that is open, or is opened for it.
    private void Open(ReadOnlySpan<byte> opening)
    {
        if (_isInMessage)
            output.Write((byte)',');
        else
            OpenItem(opening);
        _isInMessage = true;
    }

    private void OpenItem(ReadOnlySpan<byte> opening)
    {
        CloseMessage();
        if (output.Length > _opened)
            output.Write((byte)',');
        output.Write(opening);
    }

    private void CloseMessage()
    {
        if (_isInMessage)
            output.Write("]}"u8);
        _isInMessage = false;
    }

    // The last call of this id before a part, or -1.
    private readonly int FindCall(in JsonValue id, int before)
    {
        for (var i = before - 1; i >= 0; i--)
        {
            if (conversation.Parts[i].Kind == PartKind.ToolCall && IsSame(conversation.Parts[i].Id, id))
                return i;
        }
        return -1;
    }

    private readonly bool IsAnswered(in JsonValue id)
    {
        foreach (ref readonly var part in conversation.Parts)
        {
            if (part.Kind == PartKind.ToolResult && IsSame(part.Id, id))
                return true;
        }
        return false;
    }

    private readonly bool IsSame(in JsonValue one, in JsonValue other) =>
        one.Kind == JsonKind.String && other.Kind == JsonKind.String ? one.Inner(_call.Body).SequenceEqual(other.Inner(_call.Body)) : one.Kind != JsonKind.String && other.Kind != JsonKind.String;
}

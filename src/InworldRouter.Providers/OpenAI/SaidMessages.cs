// The messages of another dialect as those of a chat-completions body: every call right before its result, pictures where they are legal.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// "tool_result → role tool message before the rest of that user message" (providers.md D.5, C29). OpenAI refuses a call without its result and a result
/// without its call (C30): the first is answered for, the second is what somebody said. Instructions stay where they are (C41).
/// </summary>
internal readonly ref struct SaidMessages(OpenAIDialect vendor, in UpstreamCall call, Conversation conversation, UpstreamRequest request)
{
    private readonly UpstreamCall _call = call;
    private readonly int _opened = request.Said.Length;

    // A marker that the vendor would refuse is not worth an array of parts.
    private readonly bool _keepsMarkers = (vendor.Habits & MessageHabits.NoCacheMarkers) == 0;

    private PooledBuffer Output => request.Said;

    /// <summary>Writes the elements of <c>messages</c>.</summary>
    /// <returns>Null, or which part cannot be said.</returns>
    public UpstreamFailure? Write()
    {
        var messages = conversation.Messages;
        var asked = new Range(0, 0); // the assistant's run before, whose calls the next one answers
        for (var start = 0; start < messages.Length;)
        {
            if (messages[start].IsInstruction)
            {
                WriteInstruction(messages[start++]);
                continue;
            }
            var run = new Range(start, Turns.EndOfRun(messages, start));
            var isAssistants = messages[start].IsAssistant;
            var answers = isAssistants && run.End.Value < messages.Length ? new Range(run.End, Turns.EndOfRun(messages, run.End.Value)) : new Range(0, 0);
            for (var m = start; m < run.End.Value; m++)
            {
                if (messages[m].IsInstruction)
                    WriteInstruction(messages[m]);
                else if (isAssistants)
                    WriteAssistant(run, m, answers);
                else if (WriteUser(asked, m) is { } unsayable)
                    return unsayable;
            }
            asked = isAssistants ? run : new Range(0, 0);
            start = run.End.Value;
        }
        return Output.Length > _opened ? null : Nothing();
    }

    // "messages empty → 400" (providers.md A.1): better said here, in the caller's words.
    private UpstreamFailure Nothing()
    {
        var field = _call.Caller == CallerDialect.Responses ? "input" : "messages";
        return new UpstreamFailure(FailureKind.BadRequest, $"{field} must say something: there is no text, image or result in it.") { Status = 400, Param = field, Code = "empty_array" };
    }

    // "one system (developer for gpt-5/o*) message, blocks joined by "\n\n""
    private void WriteInstruction(in Message message)
    {
        var from = Output.Length;
        Open(message.Role == Role.Developer || OpenAIReasoning.Can(_call) ? "{\"role\":\"developer\",\"content\":"u8 : "{\"role\":\"system\",\"content\":"u8);
        if (new SaidTexts(_call, Output, _keepsMarkers).Write(conversation.PartsOf(message), "\\n\\n"u8))
            Output.Write((byte)'}');
        else
            Output.Truncate(from);
    }

    private void WriteAssistant(Range run, int m, Range answers)
    {
        var parts = conversation.PartsOf(conversation.Messages[m]);
        var from = Output.Length;
        Open("{\"role\":\"assistant\",\"content\":"u8);
        var speaks = new SaidTexts(_call, Output, _keepsMarkers).Write(parts, []);
        if (!speaks)
            Output.Write("null"u8);
        SaidReasoning.Write(parts, _call, Output);
        speaks |= SaidParts.WriteImages(parts, _call.Body, Output);
        var first = Output.Length;
        foreach (ref readonly var part in parts)
        {
            if (part.Kind == PartKind.ToolCall)
                WriteCall(part, Output.Length == first);
        }
        if (Output.Length > first)
            Output.Write((byte)']');
        // Nothing but thoughts, or not even those: it would be refused.
        else if (!speaks)
        {
            Output.Truncate(from);
            return;
        }
        Output.Write((byte)'}');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Kind == PartKind.ToolCall)
                WriteResult(parts[i].Id, Turns.CallsBefore(conversation, run, m, i, _call.Body), answers);
        }
    }

    // "arguments = compact JSON": the caller's own bytes, white space and number text included (C58).
    private void WriteCall(in Part part, bool isFirst)
    {
        Output.Write(isFirst ? ",\"tool_calls\":[{\"id\":"u8 : ",{\"id\":"u8);
        WriteId(part.Id);
        Output.Write(part.IsCustom ? ",\"type\":\"custom\",\"custom\":{\"name\":"u8 : ",\"type\":\"function\",\"function\":{\"name\":"u8);
        request.ToolNames.Write(part.Name, _call.Body, Output);
        Output.Write(part.IsCustom ? ",\"input\":\""u8 : ",\"arguments\":\""u8);
        if (!part.IsCustom)
            ArgumentText.WriteInner(part.Text, _call.Body, Output);
        else if (part.Text.Kind == JsonKind.String)
            Output.Write(part.Text.Inner(_call.Body));
        Output.Write("\"}"u8);
        if (part is { Origin: Origin.Gemini, Signature.IsNonEmptyString: true } && !_call.Concedes(Concessions.Signatures))
        {
            Output.Write(",\"extra_content\":{\"google\":{\"thought_signature\":\""u8);
            Output.Write(part.Signature.Inner(_call.Body));
            Output.Write("\"}}"u8);
        }
        Output.Write((byte)'}');
    }

    private void WriteResult(in JsonValue id, int nth, Range answers)
    {
        Open("{\"role\":\"tool\",\"tool_call_id\":"u8);
        WriteId(id);
        Output.Write(",\"content\":"u8);
        if (!Turns.TryFindResult(conversation, answers, id, nth, _call.Body, out var m, out var i))
        {
            Output.Write("\"no result\"}"u8);
            return;
        }
        var parts = conversation.PartsOf(conversation.Messages[m]);
        // "is_error → prefix "Error: ""
        var opening = parts[i].IsError ? "Error: "u8 : default;
        if (!new SaidTexts(_call, Output, _keepsMarkers).WriteResult(parts.Slice(i + 1, parts[i].Children), opening, parts[i].CacheControl))
            Output.Write("\"\""u8);
        Output.Write((byte)'}');
    }

    private UpstreamFailure? WriteUser(Range asked, int m)
    {
        var parts = conversation.PartsOf(conversation.Messages[m]);
        var from = Output.Length;
        Open("{\"role\":\"user\",\"content\":["u8);
        var first = Output.Length;
        var resultEnd = 0; // of a result whose words have been told
        var onlyText = default(Range);
        for (var i = 0; i < parts.Length; i++)
        {
            ref readonly var part = ref parts[i];
            if (part.Kind == PartKind.ToolResult && Turns.IsAskedFor(conversation, asked, part.Id, _call.Body))
                resultEnd = i + 1 + part.Children;
            // "images inside → placeholder … + following user message with image_url"
            if (i < resultEnd && !SaidParts.IsMedium(part))
                continue;
            var before = Output.Length;
            if (before > first)
                Output.Write((byte)',');
            var start = Output.Length;
            if (SaidParts.Write(part, vendor, _call, _keepsMarkers, Output) is { } unsayable)
                return Unsayable(unsayable, m, i);
            if (Output.Length == start)
                Output.Truncate(before);
            else
                onlyText = before == first && part is { Kind: PartKind.Text } && !(_keepsMarkers && part.CacheControl.IsPresent) ? new Range(start + SaidParts.TextOpening.Length, Output.Length - 1) : default;
        }
        if (Output.Length == first)
            Output.Truncate(from);
        else
            CloseUser(first, onlyText);
        return null;
    }

    // A lone text is a string: servers between the dialects do not know an array.
    private void CloseUser(int first, Range onlyText)
    {
        if (onlyText.End.Value == 0)
        {
            Output.Write("]}"u8);
            return;
        }
        var (start, length) = (onlyText.Start.Value, onlyText.End.Value - onlyText.Start.Value);
        Output.WrittenForEdit.Slice(start, length).CopyTo(Output.WrittenForEdit[(first - 1)..]);
        Output.Truncate(first - 1 + length);
        Output.Write((byte)'}');
    }

    private UpstreamFailure Unsayable(string words, int message, int part)
    {
        var place = conversation.PlaceOf(message, part);
        return new UpstreamFailure(FailureKind.Unsupported, $"{place} is {words}") { Param = place };
    }

    private void WriteId(in JsonValue id) => Output.Write(id.IsNonEmptyString ? id.Raw(_call.Body) : "\"unknown\""u8);

    private void Open(ReadOnlySpan<byte> opening)
    {
        if (Output.Length > _opened)
            Output.Write((byte)',');
        Output.Write(opening);
    }
}

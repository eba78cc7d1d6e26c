// A conversation as Gemini takes it: user and model in turn, every function's response right behind its call.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>
/// "a model turn with functionCalls must be followed by a user content containing the same number of functionResponses" (providers.md C.2, C29 to C31).
/// A turn is opened by its first part: a message that says nothing leaves no turn behind.
/// </summary>
internal ref struct GeminiTurns(in UpstreamCall call, Conversation conversation, bool takesCallIds, ToolNames names, PooledBuffer output)
{
    private readonly UpstreamCall _call = call;
    private Role? _turn; // whose turn is open
    private bool _hasCalled; // the open turn of the model has a call in it
    private UpstreamFailure? _failure;

    /// <summary>What a function's name may have beside OpenAI's letters: "underscores, dots, colons, or dashes, with a maximum length of 64" (FunctionDeclaration).</summary>
    public static ReadOnlySpan<byte> LettersOfNames => ".:"u8;

    /// <summary>Writes the elements of <c>contents</c>.</summary>
    /// <returns>Null, or which part cannot be said.</returns>
    public UpstreamFailure? Write()
    {
        var messages = conversation.Messages;
        if (_call.Family.Has(ModelTraits.NoSystem))
            WriteInstructionsFirst();
        var asked = new Range(0, 0); // the model's run before, whose calls the next one answers
        for (var start = 0; start < messages.Length;)
        {
            if (messages[start].IsInstruction)
            {
                start++;
                continue;
            }
            var run = new Range(start, Turns.EndOfRun(messages, start));
            if (messages[start].IsAssistant)
                WriteModel(run);
            else
                WriteUser(asked, run);
            asked = messages[start].IsAssistant ? run : new Range(0, 0);
            start = run.End.Value;
        }
        WriteResponses(asked, new Range(0, 0));
        if (_turn is null)
            Say("."u8);
        output.Write("]}"u8);
        return _failure;
    }

    /// <summary>The texts of the system's and the developer's messages, wherever they stand, as parts.</summary>
    public static void WriteInstructions(Conversation conversation, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var opened = output.Length;
        foreach (ref readonly var message in conversation.Messages)
        {
            if (!message.IsInstruction)
                continue;
            foreach (ref readonly var part in conversation.PartsOf(message))
            {
                if (part.Kind != PartKind.Text || !part.Text.IsNonEmptyString)
                    continue;
                output.Write(output.Length > opened ? ",{\"text\":"u8 : "{\"text\":"u8);
                output.Write(part.Text.Raw(body));
                output.Write((byte)'}');
            }
        }
    }

    // "Gemma: prepend to first user"
    private void WriteInstructionsFirst()
    {
        var from = output.Length;
        Open(Role.User);
        var opened = output.Length;
        WriteInstructions(conversation, _call.Body, output);
        if (output.Length > opened)
            return;
        output.Truncate(from);
        _turn = null;
    }

    private void WriteModel(Range run)
    {
        for (var m = run.Start.Value; m < run.End.Value; m++)
        {
            if (conversation.Messages[m].IsInstruction)
                continue;
            var parts = conversation.PartsOf(conversation.Messages[m]);
            for (var i = 0; i < parts.Length; i++)
            {
                ref readonly var part = ref parts[i];
                switch (part.Kind)
                {
                    // "reasoning dropped": Gemini needs the signatures of what it said, not its thoughts.
                    case PartKind.Text or PartKind.Refusal when part.Text.IsNonEmptyString || part is { Text.Kind: JsonKind.String, Origin: Origin.Gemini, Signature.IsNonEmptyString: true }:
                        Open(Role.Assistant);
                        output.Write("{\"text\":"u8);
                        output.Write(part.Text.Raw(_call.Body));
                        WriteSignature(part, isRequired: false);
                        break;
                    case PartKind.ToolCall:
                        WriteCall(part);
                        break;
                    case PartKind.Image:
                        Open(Role.Assistant);
                        output.Write((byte)'{');
                        if (GeminiMedia.Write(part, _call, output) is { } unsayable)
                            Refuse(unsayable, m, i);
                        WriteSignature(part, isRequired: true);
                        break;
                }
            }
        }
    }

    private void WriteCall(in Part part)
    {
        Open(Role.Assistant);
        output.Write("{\"functionCall\":{"u8);
        WriteCallId(part.Id);
        output.Write("\"name\":"u8);
        names.Write(part.Name, _call.Body, output, LettersOfNames);
        output.Write(",\"args\":"u8);
        if (part.IsCustom)
        {
            output.Write("{\"input\":"u8);
            output.Write(part.Text.Kind == JsonKind.String ? part.Text.Raw(_call.Body) : "\"\""u8);
            output.Write((byte)'}');
        }
        else
        {
            ArgumentText.WriteObject(part.Text, _call.Body, output);
        }
        output.Write((byte)'}');
        // "Parallel calls in one response: only the first functionCall part has one. Sequential steps: each step's first call has one."
        WriteSignature(part, isRequired: !_hasCalled);
        _hasCalled = true;
    }

    // Its own or none: "Never send a signature minted by another provider/model family." Where one is demanded and there is none, Google's documents name
    // the word that stands for it (providers.md C.3). After a refusal that word is sent for all, whatever is known of the family.
    private readonly void WriteSignature(in Part part, bool isRequired)
    {
        var isRefused = _call.Concedes(Concessions.Signatures);
        if (!isRefused && part is { Origin: Origin.Gemini, Signature.IsNonEmptyString: true })
        {
            output.Write(",\"thoughtSignature\":\""u8);
            output.Write(part.Signature.Inner(_call.Body));
            output.Write((byte)'"');
        }
        else if (isRequired && (isRefused || _call.Family.Has(ModelTraits.SignaturesRequired)))
        {
            output.Write(",\"thoughtSignature\":\"skip_thought_signature_validator\""u8);
        }
        output.Write((byte)'}');
    }

    private void WriteUser(Range asked, Range run)
    {
        var turnBefore = _turn;
        WriteResponses(asked, run);
        foreach (var (m, i) in new SaidPlaces(conversation, asked, run, _call.Body))
            WritePart(conversation.PartsOf(conversation.Messages[m])[i], m, i);
        // Two turns of the model would be one, and not what happened.
        if (_turn == turnBefore && _turn != Role.User)
            Say("."u8);
    }

    private void WriteResponses(Range asked, Range run)
    {
        for (var m = asked.Start.Value; m < asked.End.Value; m++)
        {
            var parts = conversation.PartsOf(conversation.Messages[m]);
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i].Kind == PartKind.ToolCall)
                    WriteResponse(parts[i], Turns.CallsBefore(conversation, asked, m, i, _call.Body), run);
            }
        }
    }

    // The name is the call's: "name(lookup by tool_call_id in preceding assistant)".
    private void WriteResponse(in Part asking, int nth, Range run)
    {
        Open(Role.User);
        output.Write("{\"functionResponse\":{"u8);
        WriteCallId(asking.Id);
        output.Write("\"name\":"u8);
        names.Write(asking.Name, _call.Body, output, LettersOfNames);
        output.Write(",\"response\":"u8);
        if (!Turns.TryFindResult(conversation, run, asking.Id, nth, _call.Body, out var m, out var i))
        {
            output.Write("{\"error\":\"no result\"}}}"u8);
            return;
        }
        var parts = conversation.PartsOf(conversation.Messages[m]);
        var content = parts.Slice(i + 1, parts[i].Children);
        WriteResult(content, parts[i].IsError);
        WriteMediaOf(content, m, i + 1);
    }

    // "response = parsed object if content is a JSON object else {"output": text} (errors {"error": …})"
    private readonly void WriteResult(ReadOnlySpan<Part> content, bool isError)
    {
        if (!isError && SingleText(content) is { Kind: JsonKind.String } only && ArgumentText.TryWriteObject(only.Inner(_call.Body), output))
            return;
        output.Write(isError ? "{\"error\":\""u8 : "{\"output\":\""u8);
        var from = output.Length;
        foreach (ref readonly var part in content)
        {
            if (!FlatText.IsWords(part))
                continue;
            // Tools of MCP servers answer in several texts: they end where they end.
            var before = output.Length;
            if (before > from)
                output.Write("\\n"u8);
            var start = output.Length;
            FlatText.Write(part, _call.Body, output);
            if (output.Length == start)
                output.Truncate(before);
        }
        output.Write("\"}"u8);
    }

    private static JsonValue SingleText(ReadOnlySpan<Part> content)
    {
        var found = default(JsonValue);
        foreach (ref readonly var part in content)
        {
            if (!FlatText.IsWords(part))
                continue;
            if (found.IsPresent || part.Kind != PartKind.Text)
                return default;
            found = part.Text;
        }
        return found;
    }

    // "images → functionResponse.parts inlineData on Gemini 3, else separate inlineData parts in the same content"
    private void WriteMediaOf(ReadOnlySpan<Part> content, int message, int first)
    {
        var isInside = _call.Family.Has(ModelTraits.MixedTools);
        if (!isInside)
            output.Write("}}"u8);
        var from = output.Length;
        for (var i = 0; i < content.Length; i++)
        {
            if (FlatText.IsWords(content[i]))
                continue;
            output.Write(isInside && output.Length == from ? ",\"parts\":["u8 : ","u8);
            WriteMedia(content[i], message, first + i);
        }
        if (isInside)
            output.Write(output.Length > from ? "]}}"u8 : "}}"u8);
    }

    private void WritePart(in Part part, int message, int index)
    {
        switch (part.Kind)
        {
            case PartKind.Text or PartKind.Refusal when part.Text.IsNonEmptyString:
                Open(Role.User);
                output.Write("{\"text\":"u8);
                output.Write(part.Text.Raw(_call.Body));
                output.Write((byte)'}');
                break;
            case PartKind.Passage:
            case PartKind.File when part.Text.IsPresent:
                Open(Role.User);
                output.Write("{\"text\":\""u8);
                FlatText.Write(part, _call.Body, output);
                output.Write("\"}"u8);
                break;
            case PartKind.Image or PartKind.File or PartKind.Audio or PartKind.Video or PartKind.Opaque:
                Open(Role.User);
                WriteMedia(part, message, index);
                break;
        }
    }

    private void WriteMedia(in Part part, int message, int index)
    {
        output.Write((byte)'{');
        var unsayable = part.Kind == PartKind.Opaque ? "a part of this type cannot be sent to Gemini's models" : GeminiMedia.Write(part, _call, output);
        if (unsayable is not null)
            Refuse(unsayable, message, index);
        output.Write((byte)'}');
    }

    private void Refuse(string words, int message, int index) =>
        _failure ??= new UpstreamFailure(FailureKind.Unsupported, words) { Param = $"messages[{message}].content[{index}]" };

    private readonly void WriteCallId(in JsonValue id)
    {
        if (!takesCallIds || !id.IsNonEmptyString)
            return;
        output.Write("\"id\":"u8);
        output.Write(id.Raw(_call.Body));
        output.Write((byte)',');
    }

    private void Say(ReadOnlySpan<byte> text)
    {
        Open(Role.User);
        output.Write("{\"text\":\""u8);
        output.Write(text);
        output.Write("\"}"u8);
    }

    // "First content should be user; consecutive same-role contents are tolerated but merge them".
    private void Open(Role role)
    {
        if (_turn == role)
        {
            output.Write((byte)',');
            return;
        }
        if (_turn is null && role == Role.Assistant)
            Say("."u8);
        if (_turn is not null)
            output.Write("]},"u8);
        output.Write(role == Role.Assistant ? "{\"role\":\"model\",\"parts\":["u8 : "{\"role\":\"user\",\"parts\":["u8);
        _turn = role;
        _hasCalled = false;
    }
}

// A conversation as Anthropic takes it: user and assistant in turn, every tool's result right behind its call.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// "merge all consecutive tool + user messages; tool_result blocks first, in tool_call order, then any following user text; fill missing results with
/// is_error" (providers.md D.1, C29 to C31). A turn is opened by its first block: a message that says nothing leaves no turn behind.
/// </summary>
internal ref struct AnthropicTurns(in UpstreamCall call, Conversation conversation, PooledBuffer output)
{
    private readonly UpstreamCall _call = call;
    private Role? _turn; // whose turn is open
    private UpstreamFailure? _failure;

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
                start++;
                continue;
            }
            var run = new Range(start, Turns.EndOfRun(messages, start));
            var isLast = run.End.Value == messages.Length;
            if (messages[start].IsAssistant)
            {
                WriteAssistant(run, isLast);
                asked = run;
            }
            else
            {
                WriteUser(asked, run);
                asked = new Range(0, 0);
            }
            start = run.End.Value;
        }
        WriteResults(asked, new Range(0, 0));
        if (_turn == Role.Assistant && _call.Family.Has(ModelTraits.NoPrefill))
            Say("Continue."u8);
        if (_turn is null)
            Say("."u8);
        output.Write("]}"u8);
        return _failure;
    }

    private void WriteAssistant(Range run, bool isLast)
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
                    case PartKind.Thinking or PartKind.SealedThinking when _call.Concedes(Concessions.Signatures):
                        break;
                    case PartKind.Thinking when part is { Origin: Origin.Anthropic, Continues: false }:
                        WriteThinking(parts[i..]);
                        break;
                    case PartKind.SealedThinking when part is { Origin: Origin.Anthropic, Text.Kind: JsonKind.String }:
                        Open(Role.Assistant);
                        // A carried seal stands inside a longer string: only its inner part is meant (CarriedSignature).
                        output.Write("{\"type\":\"redacted_thinking\",\"data\":\""u8);
                        output.Write(part.Text.Inner(_call.Body));
                        output.Write("\"}"u8);
                        break;
                    case PartKind.Text or PartKind.Refusal when AnthropicBlocks.IsSaid(part.Text, _call.Body):
                        Open(Role.Assistant);
                        // "trailing whitespace rejected" at the end of a prefill (providers.md B.1).
                        AnthropicBlocks.WriteText(part, _call.Body, output, trimmed: isLast && m == run.End.Value - 1 && i == parts.Length - 1);
                        break;
                    case PartKind.ToolCall:
                        WriteCall(part);
                        break;
                }
            }
        }
    }

    // Signed by Anthropic or not at all: "unsigned thinking is rejected". Empty signed thinking is said too (C47).
    private void WriteThinking(ReadOnlySpan<Part> parts)
    {
        var count = 1;
        while (count < parts.Length && parts[count].Continues)
            count++;
        var signature = parts[count - 1].Signature;
        if (!signature.IsNonEmptyString)
            return;
        Open(Role.Assistant);
        output.Write("{\"type\":\"thinking\",\"thinking\":\""u8);
        foreach (ref readonly var piece in parts[..count])
        {
            if (piece.Text.Kind == JsonKind.String)
                output.Write(piece.Text.Inner(_call.Body));
        }
        output.Write("\",\"signature\":\""u8);
        output.Write(signature.Inner(_call.Body));
        output.Write("\"}"u8);
    }

    private void WriteCall(in Part part)
    {
        Open(Role.Assistant);
        output.Write("{\"type\":\"tool_use\",\"id\":\""u8);
        WriteId(part.Id);
        output.Write("\",\"name\":"u8);
        output.Write(part.Name.Kind == JsonKind.String ? part.Name.Raw(_call.Body) : "\"unknown\""u8);
        output.Write(",\"input\":"u8);
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
    }

    private void WriteUser(Range asked, Range run)
    {
        var turnBefore = _turn;
        WriteResults(asked, run);
        foreach (var (m, i) in new SaidPlaces(conversation, asked, run, _call.Body))
            WriteBlock(conversation.PartsOf(conversation.Messages[m])[i], m, i);
        // Two turns of the assistant would be one, and not what happened.
        if (_turn == turnBefore && _turn != Role.User)
            Say("."u8);
    }

    private void WriteResults(Range asked, Range run)
    {
        for (var m = asked.Start.Value; m < asked.End.Value; m++)
        {
            foreach (ref readonly var part in conversation.PartsOf(conversation.Messages[m]))
            {
                if (part.Kind == PartKind.ToolCall)
                    WriteResult(part.Id, run);
            }
        }
    }

    private void WriteResult(in JsonValue id, Range run)
    {
        Open(Role.User);
        output.Write("{\"type\":\"tool_result\",\"tool_use_id\":\""u8);
        WriteId(id);
        output.Write((byte)'"');
        if (!Turns.TryFindResult(conversation, run, id, nth: 0, _call.Body, out var m, out var i))
        {
            // "tool_use ids were found without tool_result blocks immediately after" would refuse the whole call (providers.md B.5).
            output.Write(",\"content\":\"no result\",\"is_error\":true}"u8);
            return;
        }
        var parts = conversation.PartsOf(conversation.Messages[m]);
        WriteResultContent(parts.Slice(i + 1, parts[i].Children), m);
        if (parts[i].IsError)
            output.Write(",\"is_error\":true"u8);
        AnthropicBlocks.WriteMarker(parts[i].CacheControl, _call.Body, output);
        output.Write((byte)'}');
    }

    private void WriteResultContent(ReadOnlySpan<Part> content, int message)
    {
        if (content.Length == 1 && content[0].Kind == PartKind.Text && !content[0].CacheControl.IsPresent)
        {
            if (!content[0].Text.IsNonEmptyString)
                return;
            output.Write(",\"content\":"u8);
            output.Write(content[0].Text.Raw(_call.Body));
            return;
        }
        output.Write(",\"content\":["u8);
        var opened = output.Length;
        for (var i = 0; i < content.Length; i++)
        {
            if (!HasBlock(content[i]))
                continue;
            if (output.Length > opened)
                output.Write((byte)',');
            WriteContent(content[i], message, i);
        }
        output.Write((byte)']');
    }

    private void WriteBlock(in Part part, int message, int index)
    {
        if (!HasBlock(part))
            return;
        Open(Role.User);
        WriteContent(part, message, index);
    }

    private readonly bool HasBlock(in Part part) => part.Kind switch
    {
        PartKind.Text or PartKind.Refusal => AnthropicBlocks.IsSaid(part.Text, _call.Body),
        PartKind.Image or PartKind.File or PartKind.Audio or PartKind.Video => true,
        PartKind.Opaque => true,
        _ => false,
    };

    private void WriteContent(in Part part, int message, int index)
    {
        switch (part.Kind)
        {
            case PartKind.Image or PartKind.File:
                if (AnthropicBlocks.WriteMedia(part, _call, output) is { } unsayable)
                    Refuse(unsayable, message, index);
                break;
            case PartKind.Audio or PartKind.Video or PartKind.Opaque:
                Refuse($"{(part.Kind == PartKind.Opaque ? "a part of this type" : part.Kind.ToString().ToLowerInvariant())} cannot be sent to Anthropic's models", message, index);
                break;
            default:
                AnthropicBlocks.WriteText(part, _call.Body, output);
                break;
        }
    }

    private void Refuse(string words, int message, int index) =>
        _failure ??= new UpstreamFailure(FailureKind.Unsupported, words) { Param = $"messages[{message}].content[{index}]" };

    private void Say(ReadOnlySpan<byte> text)
    {
        Open(Role.User);
        output.Write("{\"type\":\"text\",\"text\":\""u8);
        output.Write(text);
        output.Write("\"}"u8);
    }

    // "Anthropic accepts user first"; same role again is the same turn.
    private void Open(Role role)
    {
        if (_turn == role)
        {
            output.Write((byte)',');
            return;
        }
        if (_turn is null && role == Role.Assistant)
        {
            Say("."u8);
        }
        if (_turn is not null)
            output.Write("]},"u8);
        output.Write(role == Role.Assistant ? "{\"role\":\"assistant\",\"content\":["u8 : "{\"role\":\"user\",\"content\":["u8);
        _turn = role;
    }

    // "tool_use id ^[a-zA-Z0-9_-]+$ → sanitise foreign ids" (providers.md B.1); the same way for the call and its result.
    private void WriteId(in JsonValue id)
    {
        if (!id.IsNonEmptyString)
        {
            output.Write("unknown"u8);
            return;
        }
        var from = output.Length;
        output.Write(id.Inner(_call.Body));
        var isForeign = false;
        foreach (ref var b in output.WrittenForEdit[from..])
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-')
                continue;
            b = (byte)'_';
            isForeign = true;
        }
        // "call.1" and "call/1" stay two calls.
        if (isForeign)
            WriteHash(id.Inner(_call.Body));
    }

    // FNV-1a, 32 bits (draft-eastlake-fnv): the ids of one turn are few.
    private readonly void WriteHash(ReadOnlySpan<byte> id)
    {
        var hash = 2166136261;
        foreach (var b in id)
            hash = (hash ^ b) * 16777619;
        output.Write((byte)'_');
        System.Buffers.Text.Utf8Formatter.TryFormat(hash, output.GetSpan(8), out var written, new System.Buffers.StandardFormat('x', 8));
        output.Advance(written);
    }
}

// Whose turn it is, and which result answers which call: what every dialect needs that puts results right behind their calls.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects.Conversations;

internal static class Turns
{
    /// <summary>The end of the run of messages that one side says; instructions between them interrupt nobody.</summary>
    public static int EndOfRun(ReadOnlySpan<Message> messages, int start)
    {
        var end = start + 1;
        while (end < messages.Length && (messages[end].IsInstruction || messages[end].IsAssistant == messages[start].IsAssistant))
            end++;
        return end;
    }

    /// <summary>Whether some call in these messages has this id.</summary>
    public static bool IsAskedFor(Conversation conversation, Range asked, in JsonValue id, ReadOnlySpan<byte> body)
    {
        for (var m = asked.Start.Value; m < asked.End.Value; m++)
        {
            foreach (ref readonly var part in conversation.PartsOf(conversation.Messages[m]))
            {
                if (part.Kind == PartKind.ToolCall && IsSame(part.Id, id, body))
                    return true;
            }
        }
        return false;
    }

    /// <summary>How many calls of the run before this one had the same id.</summary>
    public static int CallsBefore(Conversation conversation, Range asked, int message, int part, ReadOnlySpan<byte> body)
    {
        var id = conversation.PartsOf(conversation.Messages[message])[part].Id;
        var count = 0;
        for (var m = asked.Start.Value; m <= message; m++)
        {
            var parts = conversation.PartsOf(conversation.Messages[m]);
            for (var i = 0; i < (m == message ? part : parts.Length); i++)
                count += parts[i].Kind == PartKind.ToolCall && IsSame(parts[i].Id, id, body) ? 1 : 0;
        }
        return count;
    }

    /// <summary>Where a call's result stands.</summary>
    /// <param name="run">The messages that answer.</param>
    /// <param name="nth">How many calls of the same turn had the same id before: some providers give none (providers.md C.7), and then only the order tells.</param>
    /// <param name="part">Its place among the message's parts; its content follows it.</param>
    public static bool TryFindResult(Conversation conversation, Range run, in JsonValue id, int nth, ReadOnlySpan<byte> body, out int message, out int part)
    {
        for (message = run.Start.Value; message < run.End.Value; message++)
        {
            var parts = conversation.PartsOf(conversation.Messages[message]);
            for (part = 0; part < parts.Length; part++)
            {
                if (parts[part].Kind == PartKind.ToolResult && IsSame(parts[part].Id, id, body) && nth-- == 0)
                    return true;
            }
        }
        part = 0;
        return false;
    }

    public static bool IsSame(in JsonValue one, in JsonValue other, ReadOnlySpan<byte> body) =>
        one.Kind == JsonKind.String && other.Kind == JsonKind.String ? one.Inner(body).SequenceEqual(other.Inner(body)) : one.Kind != JsonKind.String && other.Kind != JsonKind.String;
}

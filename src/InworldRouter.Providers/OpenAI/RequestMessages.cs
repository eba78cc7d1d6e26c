// Rewrites in the messages of a request only what a vendor cannot read; every other byte of the conversation stays (C58).
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class RequestMessages
{
    private const MessageHabits OfAssistants =
        MessageHabits.NoReasoning | MessageHabits.ReasoningAlways | MessageHabits.NoSignatures | MessageHabits.NoExtras | MessageHabits.NoResultImages;

    public static void Edit(in JsonValue messages, ReadOnlySpan<byte> json, MessageHabits habits, JsonPatch patch)
    {
        if (messages.Kind != JsonKind.Array || !IsNeeded(messages.Raw(json), habits))
            return;
        var scanner = new JsonScanner(json, messages.Start);
        if (!scanner.EnterArray())
            return;
        var shown = default(ResultImages);
        do
        {
            var message = default(RequestMessageFields);
            RequestMessageFields.Scan(ref scanner, ref message);
            if ((habits & MessageHabits.NoResultImages) != 0)
                shown.Pass(message, json, patch);
            EditMessage(message, json, habits, patch);
        }
        while (scanner.NextElement());
        shown.End(json, patch);
    }

    public static void EditMessage(in RequestMessageFields message, ReadOnlySpan<byte> json, MessageHabits habits, JsonPatch patch)
    {
        if ((habits & MessageHabits.NoDeveloper) != 0 && message.Role.StringEquals(json, "developer"u8))
            patch.Replace(message.Role, "\"system\""u8);
        var isJoined = (habits & MessageHabits.NoResultImages) != 0 && ResultImages.AreIn(message, json)
            || (habits & MessageHabits.TextAsString) != 0 && message.Content.Kind == JsonKind.Array && JoinText(message.Content, json, patch);
        if ((habits & MessageHabits.NoCacheMarkers) != 0)
            CacheMarks.Remove(message, json, patch, withContent: !isJoined);
        if ((habits & MessageHabits.NoNames) != 0 && !message.Role.StringEquals(json, "tool"u8) && !message.Role.StringEquals(json, "function"u8))
            MessageEdits.Remove(message.Name, json, patch);
        if (!message.Role.StringEquals(json, "assistant"u8))
            return;
        EditReasoning(message, json, habits, patch);
        if ((habits & MessageHabits.NoSignatures) != 0)
            RemoveExtraContent(message.ToolCalls, json, patch);
        if ((habits & MessageHabits.NoAnnotations) != 0)
        {
            MessageEdits.Remove(message.Annotations, json, patch);
            MessageEdits.Remove(message.Images, json, patch);
        }
        if ((habits & MessageHabits.NoRefusal) != 0)
        {
            MessageEdits.Remove(message.Refusal, json, patch);
            MessageEdits.Remove(message.Audio, json, patch);
        }
    }

    // One word is looked for at half the price of walking the messages; to look for several is no gain.
    private static bool IsNeeded(ReadOnlySpan<byte> messages, MessageHabits habits) => (habits & ~MessageHabits.NoCacheMarkers) switch
    {
        _ when (habits & MessageHabits.NoCacheMarkers) != 0 && CacheMarks.AreIn(messages) => true,
        MessageHabits.None => false,
        MessageHabits.NoDeveloper => messages.IndexOf("developer\""u8) >= 0,
        _ when (habits & ~(OfAssistants | MessageHabits.NoCacheMarkers)) == 0 => messages.IndexOf("assistant\""u8) >= 0,
        _ => true,
    };

    private static void EditReasoning(in RequestMessageFields message, ReadOnlySpan<byte> json, MessageHabits habits, JsonPatch patch)
    {
        if ((habits & MessageHabits.NoReasoning) != 0)
        {
            MessageEdits.Remove(message.Reasoning, json, patch);
            MessageEdits.Remove(message.ReasoningContent, json, patch);
            MessageEdits.Remove(message.ReasoningDetails, json, patch);
        }
        else if ((habits & MessageHabits.ReasoningAsContent) != 0)
        {
            NameReasoning(message, (habits & MessageHabits.ReasoningAlways) == MessageHabits.ReasoningAlways, json, patch);
        }
        else if ((habits & MessageHabits.NoSignatures) != 0 && message.ReasoningDetails.IsPresent && IsForeign(message.ReasoningDetails.Raw(json)))
        {
            patch.RemoveMember(message.ReasoningDetails, json);
        }
    }

    private static void NameReasoning(in RequestMessageFields message, bool always, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        MessageEdits.Remove(message.ReasoningDetails, json, patch);
        if (message.ReasoningContent.Kind == JsonKind.String)
        {
            MessageEdits.Remove(message.Reasoning, json, patch);
            return;
        }
        MessageEdits.Remove(message.ReasoningContent, json, patch);
        if (message.Reasoning.Kind == JsonKind.String)
        {
            patch.Rename(message.Reasoning, json, "\"reasoning_content\""u8);
            return;
        }
        MessageEdits.Remove(message.Reasoning, json, patch);
        if (always)
            patch.InsertFirst(message.Self.Start, json, "\"reasoning_content\":\"\""u8);
    }

    // The formats under which signatures of theirs reach callers of this dialect (providers.md D.2, C.3).
    private static bool IsForeign(ReadOnlySpan<byte> details) =>
        details.IndexOf("\"anthropic-claude-v1\""u8) >= 0 || details.IndexOf("\"google-gemini-v1\""u8) >= 0 || details.IndexOf("\"openai-responses-v1\""u8) >= 0;

    // Gemini's signatures: "tool_calls[].extra_content.google.thought_signature" (providers.md C.3).
    private static void RemoveExtraContent(in JsonValue calls, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (calls.Kind != JsonKind.Array || calls.Raw(json).IndexOf("extra_content"u8) < 0)
            return;
        var scanner = new JsonScanner(json, calls.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            var call = default(RequestCallFields);
            RequestCallFields.Scan(ref scanner, ref call);
            MessageEdits.Remove(call.ExtraContent, json, patch);
        }
        while (scanner.NextElement());
    }

    // Only when every part is text. The parts are joined as vLLM's own templates join them, with a line end.
    private static bool JoinText(in JsonValue parts, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var scanner = new JsonScanner(json, parts.Start);
        var from = patch.Scratch.Length;
        patch.Scratch.Write((byte)'"');
        if (scanner.EnterArray())
        {
            var first = true;
            do
            {
                var part = default(PartFields);
                PartFields.Scan(ref scanner, ref part);
                if (!part.Type.StringEquals(json, "text"u8) || part.Text.Kind != JsonKind.String)
                {
                    patch.Scratch.Truncate(from);
                    return false;
                }
                if (!first)
                    patch.Scratch.Write("\\n"u8);
                patch.Scratch.Write(part.Text.Inner(json));
                first = false;
            }
            while (scanner.NextElement());
        }
        patch.Scratch.Write((byte)'"');
        patch.ReplaceWritten(parts.Start, parts.Length, from);
        return true;
    }
}

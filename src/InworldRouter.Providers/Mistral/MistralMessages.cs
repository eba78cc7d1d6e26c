// The order of messages that Mistral insists on, and the reasoning of earlier answers as it wrote it.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Mistral;

/// <summary>
/// "last message must be user/tool or assistant with prefix:true; system only first; no user right after tool (insert assistant)" (providers.md E).
/// </summary>
internal static class MistralMessages
{
    public static void Edit(in UpstreamCall call, MessageHabits habits, JsonPatch patch)
    {
        var json = call.Body;
        var scanner = new JsonScanner(json, call.Fields.Messages.Start);
        if (call.Fields.Messages.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var (isHead, isAfterTool) = (true, false);
        var headEnd = -1;
        var last = default(RequestMessageFields);
        do
        {
            var message = default(RequestMessageFields);
            RequestMessageFields.Scan(ref scanner, ref message);
            var isSystem = message.Role.StringEquals(json, "system"u8) || message.Role.StringEquals(json, "developer"u8);
            if (isSystem && !isHead)
            {
                Hoist(message, headEnd, call.Fields.Messages.Start + 1, json, patch);
                continue;
            }
            isHead = isSystem;
            if (isSystem)
                headEnd = message.Self.End;
            if (isAfterTool && message.Role.StringEquals(json, "user"u8))
                patch.Insert(message.Self.Start, "{\"role\":\"assistant\",\"content\":\"Done.\"},"u8);
            isAfterTool = message.Role.StringEquals(json, "tool"u8);
            RequestMessages.EditMessage(message, json, habits & ~MessageHabits.NoCacheMarkers, patch);
            var isReplaced = call.Reasons == true && message.Role.StringEquals(json, "assistant"u8);
            CacheMarks.Remove(message, json, patch, withContent: !isReplaced, withFiles: false);
            MistralIds.Rewrite(message, json, patch);
            if (isReplaced)
                ShowThinking(message, json, patch);
            else if (message.Content.Kind == JsonKind.Array)
                MistralDocuments.Rewrite(message.Content, json, patch);
            last = message;
        }
        while (scanner.NextElement());
        if (last.Role.StringEquals(json, "assistant"u8) && !last.Prefix.IsPresent)
            patch.InsertFirst(last.Self.Start, json, "\"prefix\":true"u8);
    }

    // "default: hoist to system – safe everywhere, changes position" (providers.md D.1)
    private static void Hoist(in RequestMessageFields message, int headEnd, int front, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        patch.RemoveMember(message.Self, json);
        var from = patch.Scratch.Length;
        patch.Scratch.Write(headEnd < 0 ? "{\"role\":\"system\",\"content\":"u8 : ",{\"role\":\"system\",\"content\":"u8);
        patch.Scratch.Write(message.Content.IsPresent ? message.Content.Raw(json) : "\"\""u8);
        patch.Scratch.Write(headEnd < 0 ? "},"u8 : "}"u8);
        patch.ReplaceWritten(headEnd < 0 ? front : headEnd, 0, from);
    }

    // What came out of [{"type":"thinking",…},{"type":"text",…}] goes back into it.
    private static void ShowThinking(in RequestMessageFields message, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var thinking = message.ReasoningContent.IsNonEmptyString ? message.ReasoningContent : message.Reasoning;
        if (!thinking.IsNonEmptyString)
            return;
        var content = message.Content;
        var scratch = patch.Scratch;
        var from = scratch.Length;
        scratch.Write(content.IsPresent ? "["u8 : "\"content\":["u8);
        scratch.Write("{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":"u8);
        scratch.Write(thinking.Raw(json));
        scratch.Write("}]}"u8);
        if (content.IsNonEmptyString)
        {
            scratch.Write(",{\"type\":\"text\",\"text\":"u8);
            scratch.Write(content.Raw(json));
            scratch.Write((byte)'}');
        }
        else if (content.Kind == JsonKind.Array && content.Inner(json).IndexOfAnyExcept(" \r\n\t"u8) >= 0)
        {
            scratch.Write((byte)',');
            scratch.Write(content.Inner(json));
        }
        scratch.Write((byte)']');
        if (content.IsPresent)
        {
            patch.ReplaceWritten(content.Start, content.Length, from);
            return;
        }
        scratch.Write((byte)','); // the role follows
        patch.ReplaceWritten(message.Self.Start + 1, 0, from);
    }
}

// Rewrites in the messages of a request only what a vendor cannot read; every other byte of the conversation stays (C58).
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class RequestMessages
{
    public static void Edit(in JsonValue messages, ReadOnlySpan<byte> json, MessageHabits habits, JsonPatch patch)
    {
        if (messages.Kind != JsonKind.Array || !IsNeeded(messages.Raw(json), habits))
            return;
        var scanner = new JsonScanner(json, messages.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            var message = default(RequestMessageFields);
            RequestMessageFields.Scan(ref scanner, ref message);
            EditMessage(message, json, habits, patch);
        }
        while (scanner.NextElement());
    }

    // One word is looked for at half the price of walking the messages; to look for several is no gain.
    private static bool IsNeeded(ReadOnlySpan<byte> messages, MessageHabits habits) => habits switch
    {
        MessageHabits.None => false,
        MessageHabits.NoDeveloper => messages.IndexOf("developer\""u8) >= 0,
        MessageHabits.NoReasoning => messages.IndexOf("reasoning"u8) >= 0,
        _ => true,
    };

    private static void EditMessage(in RequestMessageFields message, ReadOnlySpan<byte> json, MessageHabits habits, JsonPatch patch)
    {
        if ((habits & MessageHabits.NoDeveloper) != 0 && message.Role.StringEquals(json, "developer"u8))
            patch.Replace(message.Role, "\"system\""u8);
        if ((habits & MessageHabits.TextAsString) != 0 && message.Content.Kind == JsonKind.Array)
            JoinText(message.Content, json, patch);
        if (!message.Role.StringEquals(json, "assistant"u8))
            return;
        if ((habits & MessageHabits.NoReasoning) != 0)
        {
            MessageEdits.Remove(message.Reasoning, json, patch);
            MessageEdits.Remove(message.ReasoningContent, json, patch);
            MessageEdits.Remove(message.ReasoningDetails, json, patch);
        }
        if ((habits & MessageHabits.NoExtras) != 0)
        {
            MessageEdits.Remove(message.Refusal, json, patch);
            MessageEdits.Remove(message.Annotations, json, patch);
            MessageEdits.Remove(message.Audio, json, patch);
            MessageEdits.Remove(message.Images, json, patch);
        }
    }

    // Only when every part is text. The parts are joined as vLLM's own templates join them, with a line end.
    private static void JoinText(in JsonValue parts, ReadOnlySpan<byte> json, JsonPatch patch)
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
                    return;
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
    }
}

/// <summary>A message of a request.</summary>
[JsonFields]
internal partial struct RequestMessageFields
{
    [JsonField("role")] public JsonValue Role;
    [JsonField("content")] public JsonValue Content;
    [JsonField("refusal")] public JsonValue Refusal;
    [JsonField("annotations")] public JsonValue Annotations;
    [JsonField("audio")] public JsonValue Audio;
    [JsonField("images")] public JsonValue Images;
    [JsonField("reasoning")] public JsonValue Reasoning;
    [JsonField("reasoning_content")] public JsonValue ReasoningContent;
    [JsonField("reasoning_details")] public JsonValue ReasoningDetails;
    [JsonField("tool_calls")] public JsonValue ToolCalls;
    [JsonField("tool_call_id")] public JsonValue ToolCallId;
}

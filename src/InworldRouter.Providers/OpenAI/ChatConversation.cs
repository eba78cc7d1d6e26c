// A chat-completions request in no dialect: where its messages, parts and tools stand.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>One pass over the messages; all five roles and OpenAI's older words are read (providers.md A.1, api.md 9).</summary>
public static class ChatConversation
{
    public static void Read(in UpstreamCall call, Conversation conversation)
    {
        var fields = call.Fields;
        ExtraBody.Overlay(call.Body, ref fields);
        ReadMessages(fields.Messages, call.Body, conversation);
        ChatTools.Read(fields, call.Body, conversation);
        ChatSettings.Read(call.With(in fields), ref conversation.Settings);
    }

    private static void ReadMessages(in JsonValue messages, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var scanner = new JsonScanner(body, messages.Start);
        if (messages.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var message = default(ChatMessageFields);
            ChatMessageFields.Scan(ref scanner, ref message);
            if (message.Self.Kind != JsonKind.Object)
                conversation.Refuse($"messages[{conversation.Messages.Length}]", "an object with a role and a content");
            else if (message.Content.Kind is not (JsonKind.String or JsonKind.Array or JsonKind.Null or JsonKind.Absent))
                conversation.Refuse($"messages[{conversation.Messages.Length}].content", "a string, an array of parts or null");
            else
                ReadMessage(message, body, conversation);
        }
        while (scanner.NextElement());
    }

    private static void ReadMessage(in ChatMessageFields message, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var role = RoleOf(message.Role, body);
        var first = conversation.Parts.Length;
        switch (role)
        {
            case Role.Assistant:
                ChatReasoning.Read(message, body, conversation);
                ChatParts.Read(message, body, conversation);
                if (message.Refusal.IsNonEmptyString)
                    conversation.Add(new Part(PartKind.Refusal) { Text = message.Refusal });
                ChatParts.ReadImages(message.Images, body, conversation);
                ChatTools.ReadCalls(message, body, conversation);
                ChatReasoning.Sign(message, body, conversation.Parts[first..]);
                break;
            case Role.Tool:
                // The older role "function" has no id but its name.
                conversation.Add(new Part(PartKind.ToolResult) { Id = message.ToolCallId.IsPresent ? message.ToolCallId : message.Name, Name = message.Name, CacheControl = message.CacheControl });
                var content = message;
                content.CacheControl = default; // it is the result's
                ChatParts.Read(content, body, conversation);
                conversation.Parts[first].Children = conversation.Parts.Length - first - 1;
                break;
            default:
                ChatParts.Read(message, body, conversation);
                break;
        }
        conversation.Add(role, first, message.Self);
    }

    private static Role RoleOf(in JsonValue role, ReadOnlySpan<byte> body) => role switch
    {
        _ when role.StringEquals(body, "user"u8) => Role.User,
        _ when role.StringEquals(body, "assistant"u8) => Role.Assistant,
        _ when role.StringEquals(body, "tool"u8) || role.StringEquals(body, "function"u8) => Role.Tool,
        _ when role.StringEquals(body, "system"u8) => Role.System,
        _ when role.StringEquals(body, "developer"u8) => Role.Developer,
        _ => Role.User,
    };
}

[JsonFields]
internal partial struct ChatMessageFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("role")] public JsonValue Role;
    [JsonField("content")] public JsonValue Content;
    [JsonField("name")] public JsonValue Name;
    [JsonField("refusal")] public JsonValue Refusal;
    [JsonField("images")] public JsonValue Images;
    [JsonField("tool_calls")] public JsonValue ToolCalls;
    [JsonField("function_call")] public FunctionFields FunctionCall;
    [JsonField("tool_call_id")] public JsonValue ToolCallId;
    [JsonField("reasoning")] public JsonValue Reasoning;
    [JsonField("reasoning_content")] public JsonValue ReasoningContent;
    [JsonField("reasoning_details")] public JsonValue ReasoningDetails;
    [JsonField("thinking_blocks")] public JsonValue ThinkingBlocks; // LiteLLM's word, with Anthropic's blocks in it
    [JsonField("extra_content")] public ExtraContentFields ExtraContent;
    [JsonField("cache_control")] public JsonValue CacheControl;
}

/// <summary>Google's place in this dialect for a signature (providers.md C.7).</summary>
[JsonFields]
internal partial struct ExtraContentFields
{
    [JsonField("google")] public GoogleContentFields Google;
}

[JsonFields]
internal partial struct GoogleContentFields
{
    [JsonField("thought_signature")] public JsonValue ThoughtSignature;
}

// A Messages request in no dialect: where its system text, messages, parts and tools stand.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// One pass over the messages; every block of providers.md B.1 has a place, and what has none is carried as it is written. It is read for providers of
/// other dialects: Anthropic's get the caller's bytes.
/// </summary>
public static class MessagesConversation
{
    /// <param name="conversation">Empty.</param>
    public static void Read(ReadOnlySpan<byte> body, in MessagesRequestFields fields, Conversation conversation)
    {
        if (fields.Thread.HasValue)
            conversation.Refuse(NoThreads());
        if (fields.System.HasValue)
            ReadSystem(fields.System, body, conversation);
        ReadMessages(fields.Messages, body, conversation);
        MessagesTools.Read(fields, body, conversation);
        MessagesSettings.Read(fields, body, ref conversation.Settings);
    }

    // "System as string or block array" (C41): one message, a part for each block.
    private static void ReadSystem(in JsonValue system, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var first = conversation.Parts.Length;
        MessagesParts.Read(system, body, conversation);
        // Its part stays behind and is nobody's.
        if (conversation.Parts.Length > first && IsBilling(conversation.Parts[first], body))
            first++;
        conversation.Add(Role.System, first, system);
    }

    // "for non-Anthropic upstreams drop the first block when it starts with `x-anthropic-billing-header:` (pure attribution, breaks caching)" (providers.md D.5, C59).
    private static bool IsBilling(in Part part, ReadOnlySpan<byte> body) =>
        part.Text.Kind == JsonKind.String && part.Text.Inner(body).StartsWith("x-anthropic-billing-header:"u8);

    // "on any other dialect it is refused with 400 and error.details {"error_code":"thread_unsupported_request","unsupported":["thread"]}, upon which the
    // official client sends the whole history" (api.md 10).
    private static UpstreamFailure NoThreads() => new(FailureKind.Unsupported, "thread is known to Anthropic's own models only: send the whole history in messages")
    {
        Status = 400,
        Code = "thread_unsupported_request",
        Param = "thread",
    };

    private static void ReadMessages(in JsonValue messages, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var scanner = new JsonScanner(body, messages.Start);
        if (messages.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var message = default(TurnFields);
            TurnFields.Scan(ref scanner, ref message);
            if (message.Self.Kind != JsonKind.Object)
                continue;
            var first = conversation.Parts.Length;
            MessagesParts.Read(message.Content, body, conversation);
            // What a signature of Gemini's signs stands elsewhere in its message: there is no place for it in this dialect.
            ChatReasoning.Sign(body, conversation.Parts[first..]);
            conversation.Add(RoleOf(message.Role, body), first, message.Self);
        }
        while (scanner.NextElement());
    }

    // "and now system inside messages (mid-conversation …; Claude Code sends it)"
    private static Role RoleOf(in JsonValue role, ReadOnlySpan<byte> body) => role switch
    {
        _ when role.StringEquals(body, "assistant"u8) => Role.Assistant,
        _ when role.StringEquals(body, "system"u8) => Role.System,
        _ => Role.User,
    };
}

/// <summary>An element of <c>messages</c>.</summary>
[JsonFields]
internal partial struct TurnFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("role")] public JsonValue Role;
    [JsonField("content")] public JsonValue Content;
}

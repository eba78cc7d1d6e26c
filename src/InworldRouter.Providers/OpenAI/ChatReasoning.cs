// The reasoning of earlier answers as callers send it back, and the signatures that belong to it.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// The fullest form that a message has is read: <c>reasoning_details</c> (ours and OpenRouter's), else <c>thinking_blocks</c> (LiteLLM's), else the
/// bare text. Pieces of a stream that a client kept one by one are one part again: same index, same kind.
/// </summary>
internal static class ChatReasoning
{
    public static void Read(in ChatMessageFields message, ReadOnlySpan<byte> body, Conversation conversation)
    {
        if (ReadList(message.ReasoningDetails, body, conversation) || ReadList(message.ThinkingBlocks, body, conversation))
            return;
        var text = message.ReasoningContent.IsNonEmptyString ? message.ReasoningContent : message.Reasoning;
        if (text.IsNonEmptyString)
            conversation.Add(new Part(PartKind.Thinking) { Text = text });
    }

    /// <summary>Gives calls and text the signatures that stand elsewhere in their message: Gemini's (providers.md C.3).</summary>
    public static void Sign(in ChatMessageFields message, ReadOnlySpan<byte> body, Span<Part> parts)
    {
        if (message.ExtraContent.Google.ThoughtSignature.IsNonEmptyString)
            SignText(parts, message.ExtraContent.Google.ThoughtSignature);
        Sign(body, parts);
    }

    /// <summary>The same from the sealed parts alone.</summary>
    public static void Sign(ReadOnlySpan<byte> body, Span<Part> parts)
    {
        foreach (ref var detail in parts)
        {
            if (detail is not { Kind: PartKind.SealedThinking, Origin: Origin.Gemini })
                continue;
            if (!detail.Id.IsPresent)
                SignText(parts, detail.Text);
            foreach (ref var call in parts)
            {
                if (call.Kind == PartKind.ToolCall && !call.Signature.IsPresent && detail.Id.IsPresent && call.Id.Kind == JsonKind.String && call.Id.Inner(body).SequenceEqual(detail.Id.Inner(body)))
                    (call.Signature, call.Origin) = (detail.Text, Origin.Gemini);
            }
        }
    }

    private static void SignText(Span<Part> parts, in JsonValue signature)
    {
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            if (parts[i].Kind != PartKind.Text)
                continue;
            if (!parts[i].Signature.IsPresent)
                (parts[i].Signature, parts[i].Origin) = (signature, Origin.Gemini);
            return;
        }
    }

    private static bool ReadList(in JsonValue list, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var scanner = new JsonScanner(body, list.Start);
        if (list.Kind != JsonKind.Array || !scanner.EnterArray())
            return false;
        var any = false;
        var last = default(ReasoningDetailFields);
        do
        {
            var detail = default(ReasoningDetailFields);
            ReasoningDetailFields.Scan(ref scanner, ref detail);
            any |= ReadDetail(detail, Continues(last, detail, body), body, conversation);
            last = detail;
        }
        while (scanner.NextElement());
        return any;
    }

    // A stream's pieces of one block bear its index; the signature ends it.
    private static bool Continues(in ReasoningDetailFields last, in ReasoningDetailFields detail, ReadOnlySpan<byte> body) =>
        last.Index.IsPresent && detail.Index.IsPresent && last.Index.Raw(body).SequenceEqual(detail.Index.Raw(body))
        && last.Type.IsPresent && detail.Type.IsPresent && last.Type.Raw(body).SequenceEqual(detail.Type.Raw(body)) && !last.Signature.IsNonEmptyString;

    private static bool ReadDetail(in ReasoningDetailFields detail, bool continues, ReadOnlySpan<byte> body, Conversation conversation)
    {
        // A block of thinking_blocks names no format: it can only be Anthropic's.
        if (detail.Type.StringEquals(body, "thinking"u8))
            return Add(conversation, new Part(PartKind.Thinking) { Text = detail.Thinking, Signature = detail.Signature, Origin = Origin.Anthropic, Raw = detail.Self });
        if (detail.Type.StringEquals(body, "redacted_thinking"u8))
            return Add(conversation, new Part(PartKind.SealedThinking) { Text = detail.Data, Origin = Origin.Anthropic, Raw = detail.Self });

        var origin = ChatPieces.OriginOf(detail.Format, body);
        if (detail.Type.StringEquals(body, "reasoning.encrypted"u8))
            return Add(conversation, new Part(PartKind.SealedThinking) { Text = detail.Data, Id = detail.Id, Origin = origin, Raw = detail.Self });
        var text = detail.Text.Kind == JsonKind.String ? detail.Text : detail.Summary;
        if (text.Kind != JsonKind.String && detail.Signature.Kind != JsonKind.String)
            return false;
        return Add(conversation, new Part(PartKind.Thinking) { Text = text, Signature = detail.Signature, Id = detail.Id, Origin = origin, Raw = detail.Self, Continues = continues });
    }

    private static bool Add(Conversation conversation, in Part part)
    {
        conversation.Add(part);
        return true;
    }
}

/// <summary>An element of <c>reasoning_details</c> or of <c>thinking_blocks</c>.</summary>
[JsonFields]
public partial struct ReasoningDetailFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("text")] public JsonValue Text;
    [JsonField("summary")] public JsonValue Summary;
    [JsonField("thinking")] public JsonValue Thinking;
    [JsonField("signature")] public JsonValue Signature;
    [JsonField("data")] public JsonValue Data;
    [JsonField("id")] public JsonValue Id;
    [JsonField("format")] public JsonValue Format;
    [JsonField("index")] public JsonValue Index;
}

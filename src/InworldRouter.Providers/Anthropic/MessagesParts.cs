// The content of a message, of a tool's result or of a document: a string, or an array of blocks.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal static class MessagesParts
{
    public static void Read(in JsonValue content, ReadOnlySpan<byte> body, Conversation conversation)
    {
        if (content.Kind == JsonKind.String)
        {
            conversation.Add(new Part(PartKind.Text) { Text = content, Raw = content });
            return;
        }
        var scanner = new JsonScanner(body, content.Start);
        if (content.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var block = default(ContentBlockFields);
            ContentBlockFields.Scan(ref scanner, ref block);
            if (block.Self.Kind == JsonKind.Object)
                ReadBlock(block, body, conversation);
        }
        while (scanner.NextElement());
    }

    private static void ReadBlock(in ContentBlockFields block, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var type = block.Type;
        if (type.StringEquals(body, "text"u8))
            conversation.Add(new Part(PartKind.Text) { Text = block.Text, Raw = block.Self, CacheControl = block.CacheControl });
        else if (type.StringEquals(body, "tool_use"u8))
            conversation.Add(new Part(PartKind.ToolCall) { Id = block.Id, Name = block.Name, Text = block.Input, Raw = block.Self, CacheControl = block.CacheControl });
        else if (type.StringEquals(body, "tool_result"u8))
            ReadHolder(new Part(PartKind.ToolResult) { Id = block.ToolUseId, IsError = block.IsError.IsTrue, Raw = block.Self, CacheControl = block.CacheControl }, block.Content, body, conversation);
        else if (type.StringEquals(body, "thinking"u8))
            conversation.Add(Signed(new Part(PartKind.Thinking) { Text = block.Thinking, Raw = block.Self }, block.Signature, body));
        else if (type.StringEquals(body, "redacted_thinking"u8))
            conversation.Add(Sealed(block, body));
        else if (type.StringEquals(body, "image"u8))
            conversation.Add(FromSource(PartKind.Image, block));
        else if (type.StringEquals(body, "document"u8))
            ReadDocument(block, body, conversation);
        else if (type.StringEquals(body, "search_result"u8))
            ReadHolder(new Part(PartKind.Passage) { Id = block.Source.Self, Name = block.Title, Raw = block.Self, CacheControl = block.CacheControl }, block.Content, body, conversation);
        else
            conversation.Add(new Part(PartKind.Opaque) { Raw = block.Self, CacheControl = block.CacheControl });
    }

    // "document{source: base64 application/pdf | text{media_type text/plain,data} | content{…} | url | file, title?, …}"
    private static void ReadDocument(in ContentBlockFields block, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var source = block.Source;
        if (source.Type.StringEquals(body, "content"u8))
            ReadHolder(new Part(PartKind.Passage) { Name = block.Title, Raw = block.Self, CacheControl = block.CacheControl }, source.Content, body, conversation);
        else if (source.Type.StringEquals(body, "text"u8))
            conversation.Add(new Part(PartKind.File) { Text = source.Data, MediaType = source.MediaType, Name = block.Title, Raw = block.Self, CacheControl = block.CacheControl });
        else
            conversation.Add(FromSource(PartKind.File, block));
    }

    private static void ReadHolder(in Part holder, in JsonValue content, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var at = conversation.Parts.Length;
        conversation.Add(holder);
        Read(content, body, conversation);
        conversation.Parts[at].Children = conversation.Parts.Length - at - 1;
    }

    // base64{media_type,data} | url{url} | file{file_id}
    private static Part FromSource(PartKind kind, in ContentBlockFields block) => new(kind)
    {
        Data = block.Source.Data,
        MediaType = block.Source.MediaType,
        Url = block.Source.Url,
        Id = block.Source.FileId,
        Name = block.Title,
        Raw = block.Self,
        CacheControl = block.CacheControl,
    };

    private static Part Signed(in Part thinking, in JsonValue signature, ReadOnlySpan<byte> body)
    {
        if (CarriedSignature.TryRead(signature, body, out var carried))
            return thinking with { Signature = carried.Data, Id = carried.Id, Origin = carried.Origin };
        return thinking with { Signature = signature, Origin = signature.IsNonEmptyString ? Origin.Anthropic : Origin.None };
    }

    private static Part Sealed(in ContentBlockFields block, ReadOnlySpan<byte> body) =>
        CarriedSignature.TryRead(block.Data, body, out var carried)
            ? new Part(PartKind.SealedThinking) { Text = carried.Data, Id = carried.Id, Origin = carried.Origin, Raw = block.Self }
            : new Part(PartKind.SealedThinking) { Text = block.Data, Origin = Origin.Anthropic, Raw = block.Self };
}

/// <summary>A block of a request.</summary>
[JsonFields]
internal partial struct ContentBlockFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("text")] public JsonValue Text;
    [JsonField("source")] public BlockSourceFields Source;
    [JsonField("title")] public JsonValue Title;
    [JsonField("content")] public JsonValue Content;
    [JsonField("id")] public JsonValue Id;
    [JsonField("name")] public JsonValue Name;
    [JsonField("input")] public JsonValue Input;
    [JsonField("tool_use_id")] public JsonValue ToolUseId;
    [JsonField("is_error")] public JsonValue IsError;
    [JsonField("thinking")] public JsonValue Thinking;
    [JsonField("signature")] public JsonValue Signature;
    [JsonField("data")] public JsonValue Data;
    [JsonField("cache_control")] public JsonValue CacheControl;
}

/// <summary>Where a file is; a search result's is a string.</summary>
[JsonFields]
internal partial struct BlockSourceFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("media_type")] public JsonValue MediaType;
    [JsonField("data")] public JsonValue Data;
    [JsonField("url")] public JsonValue Url;
    [JsonField("file_id")] public JsonValue FileId;
    [JsonField("content")] public JsonValue Content;
}

// The content of a chat message: a string, or an array of parts.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>"content as string, array, null, "" and empty text blocks accepted" (C53).</summary>
internal static class ChatParts
{
    public static void Read(in ChatMessageFields message, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var content = message.Content;
        if (content.Kind == JsonKind.String)
        {
            conversation.Add(new Part(PartKind.Text) { Text = content, Raw = content, CacheControl = message.CacheControl });
            return;
        }
        var scanner = new JsonScanner(body, content.Start);
        if (content.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        bool more;
        do
        {
            if (scanner.PeekKind() == JsonKind.String)
            {
                var text = scanner.SkipValue();
                conversation.Add(new Part(PartKind.Text) { Text = text, Raw = text });
                more = scanner.NextElement();
                continue;
            }
            var part = default(ChatPartFields);
            ChatPartFields.Scan(ref scanner, ref part);
            more = scanner.NextElement();
            // On the message it means its end (LiteLLM's and OpenRouter's reading).
            var marker = part.CacheControl.IsPresent ? part.CacheControl : part.CacheBreakpoint.IsPresent ? part.CacheBreakpoint : more ? default : message.CacheControl;
            conversation.Add(PartOf(part, marker, body));
        }
        while (more);
    }

    /// <summary>Pictures of an earlier answer, as we give them out (providers.md G.3).</summary>
    public static void ReadImages(in JsonValue images, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var scanner = new JsonScanner(body, images.Start);
        if (images.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var part = default(ChatPartFields);
            ChatPartFields.Scan(ref scanner, ref part);
            if (part.ImageUrl.Url.Kind == JsonKind.String)
            {
                var signature = part.ExtraContent.Google.ThoughtSignature;
                conversation.Add(FromUrl(PartKind.Image, part.ImageUrl.Url, body) with
                {
                    Raw = part.Self,
                    Signature = signature,
                    Origin = signature.IsNonEmptyString ? Origin.Gemini : Origin.None,
                });
            }
        }
        while (scanner.NextElement());
    }

    private static Part PartOf(in ChatPartFields part, in JsonValue marker, ReadOnlySpan<byte> body)
    {
        var type = part.Type;
        if (type.StringEquals(body, "text"u8) || type.StringEquals(body, "input_text"u8) || type.StringEquals(body, "output_text"u8))
            return new Part(PartKind.Text) { Text = part.Text, Raw = part.Self, CacheControl = marker };
        if (type.StringEquals(body, "refusal"u8))
            return new Part(PartKind.Refusal) { Text = part.Refusal, Raw = part.Self };
        if (type.StringEquals(body, "image_url"u8) || type.StringEquals(body, "input_image"u8))
        {
            // Mistral's clients send the URL itself where OpenAI's send an object.
            var url = part.ImageUrl.Self.Kind == JsonKind.String ? part.ImageUrl.Self : part.ImageUrl.Url;
            return FromUrl(PartKind.Image, url, body) with { Raw = part.Self, Detail = part.ImageUrl.Detail, CacheControl = marker };
        }
        if (type.StringEquals(body, "video_url"u8))
            return FromUrl(PartKind.Video, part.VideoUrl.Url, body) with { Raw = part.Self, CacheControl = marker };
        if (type.StringEquals(body, "input_audio"u8))
            return new Part(PartKind.Audio) { Data = part.Audio.Data, MediaType = part.Audio.Format, Raw = part.Self, CacheControl = marker };
        if (type.StringEquals(body, "file"u8) || type.StringEquals(body, "input_file"u8))
        {
            var file = part.File.FileData.Kind == JsonKind.String ? FromUrl(PartKind.File, part.File.FileData, body) : new Part(PartKind.File);
            return file with { Id = part.File.FileId, Name = part.File.FileName, Raw = part.Self, CacheControl = marker };
        }
        return new Part(PartKind.Opaque) { Raw = part.Self };
    }

    // "data:image/png;base64,AAAA" is its media type and its data; bare base64 (a file_data of some clients) is data without a type.
    internal static Part FromUrl(PartKind kind, in JsonValue url, ReadOnlySpan<byte> body)
    {
        if (url.Kind != JsonKind.String)
            return new Part(kind);
        var inner = url.Inner(body);
        if (!inner.StartsWith("data:"u8))
            return kind == PartKind.File && !inner.StartsWith("http"u8) ? new Part(kind) { Data = url } : new Part(kind) { Url = url };
        var data = inner.IndexOf(";base64,"u8);
        if (data < 0)
            return new Part(kind) { Url = url };
        var type = inner["data:".Length..data];
        var semicolon = type.IndexOf((byte)';');
        var typeEnd = url.Start + 1 + "data:".Length + (semicolon < 0 ? type.Length : semicolon);
        var typeStart = url.Start + "data:".Length;
        var dataStart = url.Start + data + ";base64,".Length;
        return new Part(kind)
        {
            MediaType = new JsonValue(typeStart, typeEnd + 1 - typeStart, JsonKind.String, typeStart),
            Data = new JsonValue(dataStart, url.End - dataStart, JsonKind.String, url.NameStart),
        };
    }
}

[JsonFields]
internal partial struct ChatPartFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("text")] public JsonValue Text;
    [JsonField("refusal")] public JsonValue Refusal;
    [JsonField("image_url")] public UrlFields ImageUrl;
    [JsonField("video_url")] public UrlFields VideoUrl;
    [JsonField("input_audio")] public AudioFields Audio;
    [JsonField("file")] public FileFields File;
    [JsonField("extra_content")] public ExtraContentFields ExtraContent;
    [JsonField("cache_control")] public JsonValue CacheControl;
    [JsonField("prompt_cache_breakpoint")] public JsonValue CacheBreakpoint;
}

[JsonFields]
internal partial struct UrlFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("url")] public JsonValue Url;
    [JsonField("detail")] public JsonValue Detail;
}

[JsonFields]
internal partial struct AudioFields
{
    [JsonField("data")] public JsonValue Data;
    [JsonField("format")] public JsonValue Format;
}

[JsonFields]
internal partial struct FileFields
{
    [JsonField("file_data")] public JsonValue FileData;
    [JsonField("file_id")] public JsonValue FileId;
    [JsonField("filename")] public JsonValue FileName;
}

// The content of a Responses message or of a call's output: a string, or an array of parts.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

internal static class ResponsesContent
{
    /// <param name="marker">The message's <c>cache_control</c>, which is its end's.</param>
    /// <param name="member">Of the item, that the content is.</param>
    public static void Read(in JsonValue content, in JsonValue marker, ReadOnlySpan<byte> body, int item, string member, Conversation conversation)
    {
        if (content.Kind == JsonKind.String)
        {
            conversation.Add(new Part(PartKind.Text) { Text = content, Raw = content, CacheControl = marker });
            return;
        }
        var scanner = new JsonScanner(body, content.Start);
        if (content.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var before = conversation.Parts.Length;
        for (var i = 0; ; i++)
        {
            var part = default(InputPartFields);
            InputPartFields.Scan(ref scanner, ref part);
            if (PartOf(part, body, out var fault) is { } read)
                conversation.Add(read with { Raw = part.Self, CacheControl = part.CacheControl });
            else
                conversation.Refuse($"input[{item}].{member}[{i}]{fault.Member}", fault.Expected);
            if (!scanner.NextElement())
                break;
        }
        if (marker.IsPresent && conversation.Parts.Length > before && !conversation.Parts[^1].CacheControl.IsPresent)
            conversation.Parts[^1].CacheControl = marker;
    }

    private static Part? PartOf(in InputPartFields part, ReadOnlySpan<byte> body, out (string Member, string Expected) fault)
    {
        var type = part.Type;
        fault = ("", "an object with a type such as input_text");
        if (part.Self.Kind != JsonKind.Object)
            return null;
        if (type.StringEquals(body, "input_text"u8) || type.StringEquals(body, "output_text"u8) || type.StringEquals(body, "text"u8) || type.StringEquals(body, "summary_text"u8))
        {
            fault = (".text", "a string");
            return part.Text.Kind == JsonKind.String ? new Part(PartKind.Text) { Text = part.Text } : null;
        }
        if (type.StringEquals(body, "refusal"u8))
        {
            fault = (".refusal", "a string");
            return part.Refusal.Kind == JsonKind.String ? new Part(PartKind.Refusal) { Text = part.Refusal } : null;
        }
        if (type.StringEquals(body, "input_image"u8))
        {
            fault = (".image_url", "a URL or a data: URL, unless there is a file_id");
            if (part.ImageUrl.IsNonEmptyString)
                return ChatParts.FromUrl(PartKind.Image, part.ImageUrl, body) with { Detail = part.Detail };
            return part.FileId.IsNonEmptyString ? new Part(PartKind.Image) { Id = part.FileId, Detail = part.Detail } : null;
        }
        if (type.StringEquals(body, "input_file"u8))
        {
            fault = (".file_data", "base64 or a data: URL, unless there is a file_url or a file_id");
            return FileOf(part, body);
        }
        if (type.StringEquals(body, "input_audio"u8))
            return new Part(PartKind.Audio) { Data = part.Audio.Data, MediaType = part.Audio.Format };
        return new Part(PartKind.Opaque);
    }

    private static Part? FileOf(in InputPartFields part, ReadOnlySpan<byte> body)
    {
        if (part.FileData.IsNonEmptyString)
            return ChatParts.FromUrl(PartKind.File, part.FileData, body) with { Name = part.FileName };
        if (part.FileUrl.IsNonEmptyString)
            return ChatParts.FromUrl(PartKind.File, part.FileUrl, body) with { Name = part.FileName };
        return part.FileId.IsNonEmptyString ? new Part(PartKind.File) { Id = part.FileId, Name = part.FileName } : null;
    }
}

/// <summary>A part of a request's content.</summary>
[JsonFields]
internal partial struct InputPartFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("text")] public JsonValue Text;
    [JsonField("refusal")] public JsonValue Refusal;
    [JsonField("image_url")] public JsonValue ImageUrl;
    [JsonField("detail")] public JsonValue Detail;
    [JsonField("file_data")] public JsonValue FileData;
    [JsonField("file_id")] public JsonValue FileId;
    [JsonField("file_url")] public JsonValue FileUrl;
    [JsonField("filename")] public JsonValue FileName;
    [JsonField("input_audio")] public AudioFields Audio;
    [JsonField("cache_control")] public JsonValue CacheControl;
}

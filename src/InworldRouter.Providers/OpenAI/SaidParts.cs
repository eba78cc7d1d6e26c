// A part of a user's message, or a picture of an answer, in a chat-completions body.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>"user text/image/document → text / image_url (base64→data URL, url→url, file_id→400) / file{filename,file_data}; document text → text" (providers.md D.5).</summary>
internal static class SaidParts
{
    /// <summary>A text part up to the quote of its text.</summary>
    public static ReadOnlySpan<byte> TextOpening => "{\"type\":\"text\",\"text\":"u8;

    /// <summary>What words cannot say.</summary>
    public static bool IsMedium(in Part part) =>
        part.Kind is PartKind.Image or PartKind.Audio or PartKind.Video || part is { Kind: PartKind.File, Text.IsPresent: false };

    /// <summary>Writes one part; nothing for what says nothing.</summary>
    /// <returns>Null, or what it is that cannot be said, behind "is".</returns>
    public static string? Write(in Part part, OpenAIDialect vendor, in UpstreamCall call, bool keepsMarkers, PooledBuffer output)
    {
        var body = call.Body;
        switch (part.Kind)
        {
            case PartKind.Image when part.Data.IsPresent || part.Url.IsNonEmptyString:
                output.Write("{\"type\":\"image_url\",\"image_url\":{\"url\":"u8);
                WriteUrl(part, "image/png"u8, body, output);
                if (part.Detail.IsNonEmptyString)
                {
                    output.Write(",\"detail\":"u8);
                    output.Write(part.Detail.Raw(body));
                }
                output.Write((byte)'}');
                break;
            case PartKind.Image:
                return "an image without data or a URL: files that another provider keeps cannot be sent, send the image itself";
            case PartKind.Audio when part.Data.IsPresent:
                output.Write("{\"type\":\"input_audio\",\"input_audio\":{\"data\":\""u8);
                output.Write(part.Data.Inner(body));
                output.Write("\",\"format\":\""u8);
                output.Write(part.MediaType.IsPresent ? part.MediaType.Inner(body) : "wav"u8);
                output.Write("\"}"u8);
                break;
            case PartKind.Video when part.Data.IsPresent || part.Url.IsNonEmptyString:
                output.Write("{\"type\":\"video_url\",\"video_url\":{\"url\":"u8);
                WriteUrl(part, "video/mp4"u8, body, output);
                output.Write((byte)'}');
                break;
            case PartKind.File when !part.Text.IsPresent:
                if (WriteFile(part, vendor, call, output) is { } unsayable)
                    return unsayable;
                break;
            case PartKind.Text or PartKind.Refusal or PartKind.Passage or PartKind.File:
                return WriteText(part, body, keepsMarkers, output);
            case PartKind.Opaque:
                return $"a block of type {TypeOf(part, body)}, which only its own dialect knows";
            default:
                return null;
        }
        Close(part, body, keepsMarkers, output);
        return null;
    }

    /// <summary>Pictures that an answer made, in the place where answers have them (providers.md G.3).</summary>
    /// <returns>False, and nothing is written, when there are none.</returns>
    public static bool WriteImages(ReadOnlySpan<Part> parts, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var from = output.Length;
        foreach (ref readonly var part in parts)
        {
            if (part.Kind != PartKind.Image || !part.Data.IsPresent && !part.Url.IsNonEmptyString)
                continue;
            output.Write(output.Length == from ? ",\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":"u8 : ",{\"type\":\"image_url\",\"image_url\":{\"url\":"u8);
            WriteUrl(part, "image/png"u8, body, output);
            output.Write("}}"u8);
        }
        if (output.Length == from)
            return false;
        output.Write((byte)']');
        return true;
    }

    private static string? WriteText(in Part part, ReadOnlySpan<byte> body, bool keepsMarkers, PooledBuffer output)
    {
        var from = output.Length;
        output.Write(TextOpening);
        output.Write((byte)'"');
        var start = output.Length;
        FlatText.Write(part, body, output);
        if (output.Length == start)
        {
            output.Truncate(from);
            return null;
        }
        output.Write((byte)'"');
        Close(part, body, keepsMarkers, output);
        return null;
    }

    // "`file` {file_data data-URL, file_id, filename}" (providers.md A.1)
    private static string? WriteFile(in Part part, OpenAIDialect vendor, in UpstreamCall call, PooledBuffer output)
    {
        if (part.Data.IsPresent || part.Url.IsNonEmptyString)
        {
            if (!part.Data.IsPresent && !vendor.TakesFileUrls)
                return FileUrls.Words;
            output.Write("{\"type\":\"file\",\"file\":{\"filename\":"u8);
            output.Write(part.Name.IsNonEmptyString ? part.Name.Raw(call.Body) : "\"document.pdf\""u8);
            output.Write(",\"file_data\":"u8);
            WriteUrl(part, "application/pdf"u8, call.Body, output);
            output.Write((byte)'}');
            return null;
        }
        if (call.Caller == CallerDialect.Messages || !part.Id.IsNonEmptyString)
            return "a document without data: files that another provider keeps cannot be sent, send the document itself";
        output.Write("{\"type\":\"file\",\"file\":{\"file_id\":"u8);
        output.Write(part.Id.Raw(call.Body));
        output.Write((byte)'}');
        return null;
    }

    // What the data is by its first bytes, else by what was said of it (C54).
    private static void WriteUrl(in Part part, ReadOnlySpan<byte> otherwise, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (part.Data.IsPresent)
            MediaTypes.WriteDataUrl(part, otherwise, body, output);
        else
            output.Write(part.Url.Raw(body));
    }

    private static void Close(in Part part, ReadOnlySpan<byte> body, bool keepsMarkers, PooledBuffer output)
    {
        if (keepsMarkers && part.CacheControl.HasValue)
        {
            output.Write(",\"cache_control\":"u8);
            output.Write(part.CacheControl.Raw(body));
        }
        output.Write((byte)'}');
    }

    private static string TypeOf(in Part part, ReadOnlySpan<byte> body)
    {
        var type = part.Raw.Kind == JsonKind.Object ? ObjectMembers.Find(body, part.Raw.Start, "type"u8) : default;
        return type.Kind == JsonKind.String ? type.GetString(body) : "unknown";
    }
}

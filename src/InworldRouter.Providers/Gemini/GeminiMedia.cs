// Images, sound, films and documents as Gemini's parts.
using System.Text;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>"data-URL image/pdf/audio/video → inlineData; https → download+inlineData; gs:// → fileData" (providers.md D.4).</summary>
internal static class GeminiMedia
{
    // Where the Files API keeps what was uploaded; its ids are "files/…".
    private static ReadOnlySpan<byte> FilesApi => "https://generativelanguage.googleapis.com/v1beta/"u8;

    /// <summary>Writes the part's members, without its braces: a signature may follow.</summary>
    /// <returns>Null, or what the part cannot say.</returns>
    public static string? Write(in Part part, in UpstreamCall call, PooledBuffer output)
    {
        var body = call.Body;
        var url = part.Url.IsNonEmptyString ? part.Url.Inner(body) : default;
        if (part.Data.IsPresent)
        {
            var type = TypeOf(part, body);
            if (type.IsEmpty)
                return "a file of a kind that cannot be told from its data or its media type; expected a data URL that names it";
            WriteInline(type, output);
            output.Write(part.Data.Inner(body));
            output.Write("\"}"u8);
        }
        else if (!url.IsEmpty && !IsGooglesOwn(url) && call.Files is { } files && files.Has(part.Url.Start))
        {
            var file = files[part.Url.Start];
            WriteInline(Readable(Encoding.ASCII.GetBytes(file.MediaType)), output);
            output.WriteBase64(file.Bytes);
            output.Write("\"}"u8);
        }
        else if (!url.IsEmpty)
        {
            if (!IsGooglesOwn(url) && !Part.IsWebAddress(url))
                return "an address that is neither http(s) nor one of Google's own (gs://, Files API, YouTube); expected one of those, or a base64 data URL";
            WriteReference(part.Kind, default, url, output);
        }
        else if (part.Id.IsNonEmptyString && part.Id.Inner(body) is var id && (id.StartsWith("files/"u8) || id.IndexOf("://"u8) > 0))
        {
            WriteReference(part.Kind, id.StartsWith("files/"u8) ? FilesApi : default, id, output);
        }
        else
        {
            return "a file of another provider; expected its data, an address, or an id of Google's Files API such as \"files/abc\"";
        }
        WriteResolution(part, call, output);
        return null;
    }

    /// <summary>Places that only Google can read: its buckets, its Files API, and YouTube's films.</summary>
    public static bool IsGooglesOwn(ReadOnlySpan<byte> url) =>
        url.StartsWith("gs://"u8) || url.StartsWith(FilesApi) || url.StartsWith("https://www.youtube.com/"u8) || url.StartsWith("https://youtube.com/"u8) || url.StartsWith("https://youtu.be/"u8);

    private static void WriteInline(ReadOnlySpan<byte> type, PooledBuffer output)
    {
        output.Write("\"inlineData\":{\"mimeType\":\""u8);
        output.Write(type);
        output.Write("\",\"data\":\""u8);
    }

    private static void WriteReference(PartKind kind, ReadOnlySpan<byte> root, ReadOnlySpan<byte> url, PooledBuffer output)
    {
        output.Write("\"fileData\":{"u8);
        // What the Files API and YouTube hold is known to them.
        if (root.IsEmpty && (url.StartsWith("gs://"u8) || !IsGooglesOwn(url)))
        {
            output.Write("\"mimeType\":\""u8);
            output.Write(Guess(kind, url));
            output.Write("\","u8);
        }
        output.Write("\"fileUri\":\""u8);
        output.Write(root);
        output.Write(url);
        output.Write("\"}"u8);
    }

    // "detail low/high → mediaResolution (Gemini 3 per part)"
    private static void WriteResolution(in Part part, in UpstreamCall call, PooledBuffer output)
    {
        if (part.Detail.Kind != JsonKind.String || !call.Family.Has(ModelTraits.LevelThinking))
            return;
        if (part.Detail.StringEquals(call.Body, "low"u8))
            output.Write(",\"mediaResolution\":{\"level\":\"MEDIA_RESOLUTION_LOW\"}"u8);
        else if (part.Detail.StringEquals(call.Body, "high"u8))
            output.Write(",\"mediaResolution\":{\"level\":\"MEDIA_RESOLUTION_HIGH\"}"u8);
    }

    private static ReadOnlySpan<byte> TypeOf(in Part part, ReadOnlySpan<byte> body)
    {
        var said = MediaTypes.Known(part.MediaType, body);
        if (part.Kind == PartKind.Audio)
            return said.IndexOf((byte)'/') >= 0 ? said : said.SequenceEqual("mp3"u8) ? "audio/mp3"u8 : "audio/wav"u8;
        return MediaTypes.Sniff(part.Data.Inner(body)) is { IsEmpty: false } seen ? seen : Readable(said);
    }

    // "file text → inlineData text/plain": the kinds of text that Gemini reads have no application/json among them.
    private static ReadOnlySpan<byte> Readable(ReadOnlySpan<byte> type) => type.SequenceEqual("application/json"u8) ? "text/plain"u8 : type;

    // "fileData w/ mime guess by extension, default image/jpeg"
    private static ReadOnlySpan<byte> Guess(PartKind kind, ReadOnlySpan<byte> url)
    {
        var query = url.IndexOfAny((byte)'?', (byte)'#');
        var path = query < 0 ? url : url[..query];
        return path switch
        {
            _ when path.EndsWith(".png"u8) => "image/png"u8,
            _ when path.EndsWith(".jpg"u8) || path.EndsWith(".jpeg"u8) => "image/jpeg"u8,
            _ when path.EndsWith(".webp"u8) => "image/webp"u8,
            _ when path.EndsWith(".gif"u8) => "image/gif"u8,
            _ when path.EndsWith(".pdf"u8) => "application/pdf"u8,
            _ when path.EndsWith(".txt"u8) => "text/plain"u8,
            _ when path.EndsWith(".mp4"u8) => "video/mp4"u8,
            _ when path.EndsWith(".webm"u8) => "video/webm"u8,
            _ when path.EndsWith(".mov"u8) => "video/mov"u8,
            _ when path.EndsWith(".mp3"u8) => "audio/mp3"u8,
            _ when path.EndsWith(".wav"u8) => "audio/wav"u8,
            _ => kind switch
            {
                PartKind.Video => "video/mp4"u8,
                PartKind.Audio => "audio/wav"u8,
                PartKind.File => "application/pdf"u8,
                _ => "image/jpeg"u8,
            },
        };
    }
}

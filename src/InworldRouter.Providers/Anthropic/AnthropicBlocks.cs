// Parts of a message as Anthropic's content blocks.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal static class AnthropicBlocks
{
    /// <summary>"messages: text content blocks must be non-empty" (providers.md B.5), and white space alone is empty to it.</summary>
    public static bool IsSaid(in JsonValue text, ReadOnlySpan<byte> body) => text.IsNonEmptyString && TrimEnd(text.Inner(body)).Length > 0;

    public static void WriteText(in Part part, ReadOnlySpan<byte> body, PooledBuffer output, bool trimmed = false)
    {
        output.Write("{\"type\":\"text\",\"text\":\""u8);
        output.Write(trimmed ? TrimEnd(part.Text.Inner(body)) : part.Text.Inner(body));
        output.Write((byte)'"');
        WriteMarker(part.CacheControl, body, output);
        output.Write((byte)'}');
    }

    /// <summary>"cache_control kept on system, tools, messages, tool_result" (C57); OpenAI's breakpoint means the same.</summary>
    public static void WriteMarker(in JsonValue marker, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (marker.Kind != JsonKind.Object)
            return;
        output.Write(",\"cache_control\":"u8);
        output.Write(marker.Raw(body).IndexOf("\"type\""u8) >= 0 ? marker.Raw(body) : "{\"type\":\"ephemeral\"}"u8);
    }

    /// <summary>An image or a document.</summary>
    /// <returns>Null, or what the block cannot say.</returns>
    public static string? WriteMedia(in Part part, in UpstreamCall call, PooledBuffer output)
    {
        var body = call.Body;
        var fetched = call.Files is { } files && files.Has(part.Url.Start) ? files[part.Url.Start] : null;
        var type = fetched is not null ? System.Text.Encoding.ASCII.GetBytes(fetched.MediaType)
            : part.Data.IsPresent ? MediaTypes.Sniff(part.Data.Inner(body)) is { IsEmpty: false } seen ? seen : MediaTypes.Known(part.MediaType, body)
            : default;
        var isDocument = part.Kind == PartKind.File && !type.StartsWith("image/"u8);
        if (isDocument && part.Text.IsNonEmptyString)
            return WriteTextDocument(part, null, body, output);
        if (part.Data.IsPresent || fetched is not null)
        {
            if (isDocument && (type.StartsWith("text/"u8) || type.SequenceEqual("application/json"u8)))
                return WriteTextDocument(part, fetched, body, output);
            if (!(isDocument ? type.SequenceEqual("application/pdf"u8) : IsImage(type)))
                return type.IsEmpty ? "a file of a kind that cannot be told from its data or its media type" : $"{System.Text.Encoding.UTF8.GetString(type)}; Anthropic takes image/jpeg, image/png, image/gif, image/webp, application/pdf and text";
        }
        else if (part.Url.IsPresent ? !part.IsRemote(body) : !part.Id.IsNonEmptyString)
        {
            return "something that is no http(s) address, base64 data URL or file id";
        }
        output.Write(isDocument ? "{\"type\":\"document\",\"source\":"u8 : "{\"type\":\"image\",\"source\":"u8);
        if (part.Data.IsPresent || fetched is not null)
        {
            output.Write("{\"type\":\"base64\",\"media_type\":\""u8);
            output.Write(type);
            output.Write("\",\"data\":\""u8);
            if (fetched is null)
                output.Write(part.Data.Inner(body));
            else
                output.WriteBase64(fetched.Bytes);
            output.Write("\"}"u8);
        }
        else if (part.Url.IsNonEmptyString)
        {
            output.Write("{\"type\":\"url\",\"url\":"u8);
            output.Write(part.Url.Raw(body));
            output.Write((byte)'}');
        }
        else
        {
            output.Write("{\"type\":\"file\",\"file_id\":"u8);
            output.Write(part.Id.IsNonEmptyString ? part.Id.Raw(body) : "\"\""u8);
            output.Write((byte)'}');
        }
        if (isDocument && part.Name.IsNonEmptyString)
        {
            output.Write(",\"title\":"u8);
            output.Write(part.Name.Raw(body));
        }
        WriteMarker(part.CacheControl, body, output);
        output.Write((byte)'}');
        return null;
    }

    /// <summary>The escaped text without white space at its end: <c>\n</c> in two bytes too.</summary>
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> escaped)
    {
        while (true)
        {
            if (escaped is [.., (byte)' '])
                escaped = escaped[..^1];
            else if (escaped is [.., (byte)'\\', (byte)'n' or (byte)'r' or (byte)'t'] && IsEscape(escaped[..^1]))
                escaped = escaped[..^2];
            else
                return escaped;
        }
    }

    // The backslash at the end begins an escape: an even number of them stands before it.
    private static bool IsEscape(ReadOnlySpan<byte> upToBackslash)
    {
        var count = upToBackslash.Length - upToBackslash.TrimEnd((byte)'\\').Length;
        return (count & 1) == 1;
    }

    private static string? WriteTextDocument(in Part part, FetchedFile? fetched, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        output.Write("{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":"u8);
        if (fetched is not null)
            output.WriteJsonString(fetched.Bytes);
        else if (part.Text.IsNonEmptyString)
            output.Write(part.Text.Raw(body));
        else if (MediaTypes.TryDecode(part.Data.Inner(body), out var text))
            output.WriteJsonString(text);
        else
            return "a text file whose data is not base64";
        output.Write((byte)'}');
        if (part.Name.IsNonEmptyString)
        {
            output.Write(",\"title\":"u8);
            output.Write(part.Name.Raw(body));
        }
        WriteMarker(part.CacheControl, body, output);
        output.Write((byte)'}');
        return null;
    }

    // "accept only jpeg/png/gif/webp" (providers.md D.1)
    private static bool IsImage(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("image/png"u8) || type.SequenceEqual("image/jpeg"u8) || type.SequenceEqual("image/webp"u8) || type.SequenceEqual("image/gif"u8);
}

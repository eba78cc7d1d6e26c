// Parts of a message as the Responses API's content: text, images and files.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Responses;

internal static class ResponsesParts
{
    /// <summary>Writes one part, as a user or a tool says it.</summary>
    /// <returns>Null, or what it cannot say.</returns>
    public static string? Write(in Part part, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        switch (part.Kind)
        {
            // "document text → text" (providers.md D.5)
            case var _ when FlatText.IsWords(part):
                output.Write("{\"type\":\"input_text\",\"text\":\""u8);
                FlatText.Write(part, body, output);
                output.Write("\"}"u8);
                return null;
            case PartKind.Image:
                return WriteImage(part, body, output);
            case PartKind.File:
                WriteFile(part, body, output);
                return null;
            default:
                return $"{(part.Kind == PartKind.Opaque ? "a part of this type" : part.Kind.ToString().ToLowerInvariant())} cannot be sent to the Responses API; it takes text, images and files";
        }
    }

    private static string? WriteImage(in Part part, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        output.Write("{\"type\":\"input_image\""u8);
        if (part.Data.IsPresent)
        {
            output.Write(",\"image_url\":"u8);
            MediaTypes.WriteDataUrl(part, "image/png"u8, body, output);
        }
        else if (part.Url.IsNonEmptyString)
        {
            output.Write(",\"image_url\":"u8);
            output.Write(part.Url.Raw(body));
        }
        else if (part.Id.IsNonEmptyString)
        {
            output.Write(",\"file_id\":"u8);
            output.Write(part.Id.Raw(body));
        }
        else
        {
            return "an image without a URL";
        }
        if (part.Detail.IsNonEmptyString)
        {
            output.Write(",\"detail\":"u8);
            output.Write(part.Detail.Raw(body));
        }
        output.Write((byte)'}');
        return null;
    }

    // "{type:input_file,file_data|file_id|file_url,filename}": a name is demanded beside data.
    private static void WriteFile(in Part part, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        output.Write("{\"type\":\"input_file\""u8);
        if (part.Data.IsPresent)
        {
            output.Write(",\"filename\":"u8);
            output.Write(part.Name.IsNonEmptyString ? part.Name.Raw(body) : "\"file.pdf\""u8);
            output.Write(",\"file_data\":"u8);
            MediaTypes.WriteDataUrl(part, "application/pdf"u8, body, output);
        }
        else
        {
            output.Write(part.Url.IsNonEmptyString ? ",\"file_url\":"u8 : ",\"file_id\":"u8);
            output.Write(part.Url.IsNonEmptyString ? part.Url.Raw(body) : part.Id.IsNonEmptyString ? part.Id.Raw(body) : "\"\""u8);
        }
        output.Write((byte)'}');
    }
}

// Files that a message names by an address, for vendors who take nothing but their data.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary><c>file_data</c> is a "data-URL" (providers.md A.1): an address in it is refused in words that name neither the place nor the reason.</summary>
internal static class FileUrls
{
    public const string Words = "a file by its URL, which this provider does not fetch: send the file itself, as base64";

    /// <summary>Null, or which part of which message it is.</summary>
    public static UpstreamFailure? Refusal(in JsonValue messages, ReadOnlySpan<byte> json)
    {
        // A memory scan, for nearly no call has files.
        if (messages.Kind != JsonKind.Array || messages.Raw(json).IndexOf("\"file_data\""u8) < 0)
            return null;
        var scanner = new JsonScanner(json, messages.Start);
        if (!scanner.EnterArray())
            return null;
        var number = 0;
        do
        {
            var message = default(RequestMessageFields);
            RequestMessageFields.Scan(ref scanner, ref message);
            if (message.Content.Kind == JsonKind.Array && Find(message.Content, json) is >= 0 and var part)
            {
                var place = $"messages[{number}].content[{part}].file.file_data";
                return new UpstreamFailure(FailureKind.Unsupported, $"{place} is {Words}") { Param = place };
            }
            number++;
        }
        while (scanner.NextElement());
        return null;
    }

    private static int Find(in JsonValue content, ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json, content.Start);
        if (!scanner.EnterArray())
            return -1;
        var number = 0;
        do
        {
            var part = default(ChatPartFields);
            if (scanner.PeekKind() == JsonKind.Object)
                ChatPartFields.Scan(ref scanner, ref part);
            else
                scanner.SkipValue();
            if (part.File.FileData.Kind == JsonKind.String && Part.IsWebAddress(part.File.FileData.Inner(json)))
                return number;
            number++;
        }
        while (scanner.NextElement());
        return -1;
    }
}

// Files that a Messages body names by their addresses, put in as data for a provider that follows none.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>"no URL image sources (download+base64)" (providers.md B.8): only the block's <c>source</c> changes.</summary>
internal static class FetchedSources
{
    public static void Put(in UpstreamCall call, JsonPatch patch)
    {
        if (call.Files is not { IsEmpty: false } files || call.Fields.Messages.Kind != JsonKind.Array)
            return;
        var scanner = new JsonScanner(call.Body, call.Fields.Messages.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            var message = default(TurnFields);
            TurnFields.Scan(ref scanner, ref message);
            PutInto(message.Content, files, call.Body, patch);
        }
        while (scanner.NextElement());
    }

    // Blocks, and what a tool's result or a document has in it.
    private static void PutInto(in JsonValue content, FetchedFiles files, ReadOnlySpan<byte> body, JsonPatch patch)
    {
        foreach (var block in new ContentBlocks(content, body))
        {
            if (block.Source.Url.IsPresent && files.Has(block.Source.Url.Start))
                Put(block.Source.Self, files[block.Source.Url.Start], patch);
            PutInto(block.Content, files, body, patch);
            PutInto(block.Source.Content, files, body, patch);
        }
    }

    private static void Put(in JsonValue source, FetchedFile file, JsonPatch patch)
    {
        var from = patch.Scratch.Length;
        if (file.MediaType.StartsWith("text/", StringComparison.Ordinal))
        {
            patch.Scratch.Write("{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":"u8);
            patch.Scratch.WriteJsonString(file.Bytes);
        }
        else
        {
            patch.Scratch.Write("{\"type\":\"base64\",\"media_type\":"u8);
            patch.Scratch.WriteJsonString(file.MediaType);
            patch.Scratch.Write(",\"data\":\""u8);
            patch.Scratch.WriteBase64(file.Bytes);
            patch.Scratch.Write((byte)'"');
        }
        patch.Scratch.Write((byte)'}');
        patch.ReplaceWritten(source.Start, source.Length, from);
    }
}

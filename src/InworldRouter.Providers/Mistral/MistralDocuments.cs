// A document in a message as Mistral takes it.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Mistral;

/// <summary>"pdf → {type:document_url,document_url}" (providers.md E): the data URL of OpenAI's <c>file</c> part, and its name.</summary>
internal static class MistralDocuments
{
    public static void Rewrite(in JsonValue parts, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (parts.Raw(json).IndexOf("\"file_data\""u8) < 0)
            return;
        var scanner = new JsonScanner(json, parts.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            var part = default(FilePartFields);
            FilePartFields.Scan(ref scanner, ref part);
            if (!part.Type.StringEquals(json, "file"u8) || part.File.Data.Kind != JsonKind.String)
                continue;
            var from = patch.Scratch.Length;
            patch.Scratch.Write("{\"type\":\"document_url\",\"document_url\":"u8);
            patch.Scratch.Write(part.File.Data.Raw(json));
            if (part.File.Name.Kind == JsonKind.String)
            {
                patch.Scratch.Write(",\"document_name\":"u8);
                patch.Scratch.Write(part.File.Name.Raw(json));
            }
            patch.Scratch.Write((byte)'}');
            patch.ReplaceWritten(part.Self.Start, part.Self.Length, from);
        }
        while (scanner.NextElement());
    }
}

[JsonFields]
internal partial struct FilePartFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("file")] public FileFields File;
}

[JsonFields]
internal partial struct FileFields
{
    [JsonField("file_data")] public JsonValue Data;
    [JsonField("filename")] public JsonValue Name;
}

// A response schema for a vendor that only knows "some JSON object": the schema becomes an instruction.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>"json_schema unsupported → json_object + schema in system; json_object needs "json" in prompt" (providers.md E); never dropped silently (C55).</summary>
internal static class JsonSchema
{
    public static void AsInstruction(in UpstreamCall call, ref RequestEdits edits)
    {
        var format = call.Fields.ResponseFormat;
        if (format.Kind != JsonKind.Object || call.Fields.Messages.Kind != JsonKind.Array)
            return;
        var fields = default(ResponseFormatFields);
        var scanner = new JsonScanner(call.Body, format.Start);
        ResponseFormatFields.Scan(ref scanner, ref fields);
        var isSchema = fields.Type.StringEquals(call.Body, "json_schema"u8);
        if (isSchema)
            edits.Replace(format, """{"type":"json_object"}"""u8);
        if (isSchema && fields.JsonSchema.Schema.Kind == JsonKind.Object)
            Instruct("Answer with one JSON object that follows this JSON schema, and with nothing else:\\n"u8, fields.JsonSchema.Schema.Raw(call.Body), call, edits.Patch);
        else if ((isSchema || fields.Type.StringEquals(call.Body, "json_object"u8)) && !SaysJson(call.Fields.Messages.Raw(call.Body)))
            Instruct("Answer with one JSON object."u8, default, call, edits.Patch);
    }

    private static void Instruct(ReadOnlySpan<byte> words, ReadOnlySpan<byte> schema, in UpstreamCall call, JsonPatch patch)
    {
        var messages = call.Fields.Messages;
        var from = patch.Scratch.Length;
        patch.Scratch.Write("{\"role\":\"system\",\"content\":\""u8);
        patch.Scratch.Write(words);
        patch.Scratch.WriteEscaped(schema);
        patch.Scratch.Write("\"}"u8);
        if (call.Body[(messages.Start + 1)..].TrimStart(" \r\n\t"u8)[0] != ']')
            patch.Scratch.Write((byte)',');
        patch.ReplaceWritten(messages.Start + 1, 0, from);
    }

    private static bool SaysJson(ReadOnlySpan<byte> messages) =>
        messages.IndexOf("JSON"u8) >= 0 || messages.IndexOf("json"u8) >= 0 || messages.IndexOf("Json"u8) >= 0;
}

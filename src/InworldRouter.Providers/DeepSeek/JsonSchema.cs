// A response schema for a vendor that only knows "some JSON object": the schema becomes an instruction.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.DeepSeek;

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
        if (!fields.Type.StringEquals(call.Body, "json_schema"u8))
            return;
        edits.Replace(format, """{"type":"json_object"}"""u8);
        if (fields.JsonSchema.Schema.Kind != JsonKind.Object)
            return;
        var patch = edits.Patch;
        var from = patch.Scratch.Length;
        patch.Scratch.Write("{\"role\":\"system\",\"content\":\"Answer with one JSON object that follows this JSON schema, and with nothing else:\\n"u8);
        patch.Scratch.WriteEscaped(fields.JsonSchema.Schema.Raw(call.Body));
        patch.Scratch.Write("\"},"u8); // a call has at least one message
        patch.ReplaceWritten(call.Fields.Messages.Start + 1, 0, from);
    }
}

[JsonFields]
internal partial struct ResponseFormatFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("json_schema")] public NamedSchemaFields JsonSchema;
}

[JsonFields]
internal partial struct NamedSchemaFields
{
    [JsonField("schema")] public JsonValue Schema;
}

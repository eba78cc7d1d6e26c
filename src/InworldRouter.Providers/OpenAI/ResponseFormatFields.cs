// Where the members of a request's response_format stand.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

[JsonFields]
internal partial struct ResponseFormatFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("json_schema")] public JsonSchemaFields JsonSchema;
}

[JsonFields]
internal partial struct JsonSchemaFields
{
    [JsonField("name")] public JsonValue Name;
    [JsonField("description")] public JsonValue Description;
    [JsonField("schema")] public JsonValue Schema;
    [JsonField("strict")] public JsonValue Strict;
}

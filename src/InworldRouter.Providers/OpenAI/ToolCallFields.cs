// Where the members of a tool call stand, whole or in pieces.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>One of <c>tool_calls</c>.</summary>
[JsonFields]
public partial struct ToolCallFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("index")] public JsonValue Index;
    [JsonField("id")] public JsonValue Id;
    [JsonField("type")] public JsonValue Type;
    [JsonField("function")] public FunctionFields Function;

    /// <summary>Google's place for a call's signature (providers.md C.7).</summary>
    [JsonField("extra_content")] public JsonValue ExtraContent;

    /// <summary>OpenAI's calls of <c>"type":"custom"</c>: free text instead of JSON arguments.</summary>
    [JsonField("custom")] public CustomFields Custom;
}

[JsonFields]
public partial struct FunctionFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("name")] public JsonValue Name;
    [JsonField("arguments")] public JsonValue Arguments;
}

[JsonFields]
public partial struct CustomFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("name")] public JsonValue Name;
    [JsonField("input")] public JsonValue Input;
}

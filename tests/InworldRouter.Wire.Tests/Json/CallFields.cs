// The structs that the scanner tests scan into: a request, an answer's chunk, and one that notices repeats.
using InworldRouter.Wire.Json;

namespace InworldRouter.Wire.Tests.Json;

[JsonFields]
internal partial struct UsageFields
{
    [JsonField("")]
    public JsonValue Self;

    [JsonField("prompt_tokens")]
    public JsonValue PromptTokens;

    [JsonField("total_tokens")]
    public JsonValue TotalTokens;

    [JsonField("prompt_tokens_details")]
    public DetailFields Details;
}

[JsonFields]
internal partial struct DetailFields
{
    [JsonField("cached_tokens")]
    public JsonValue CachedTokens;
}

[JsonFields]
internal partial struct CallFields
{
    [JsonField("")]
    public JsonValue Self;

    [JsonField("model")]
    public JsonValue Model;

    [JsonField("usage")]
    public UsageFields Usage;

    [JsonField("stream")]
    public JsonValue Stream;

    [JsonField("tools")]
    public JsonValue Tools;

    [JsonField("größe")]
    public JsonValue Umlaut;

    [JsonField("a\"b\\c")]
    public JsonValue Quoted;
}

[JsonFields]
internal partial record struct StrictFields
{
    [JsonField("*duplicate")]
    public JsonValue Duplicate;

    [JsonField("model")]
    public JsonValue Model;

    [JsonField("usage")]
    public UsageFields Usage;
}

// OpenAI's web_search_options as Anthropic's own search tool.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal static class AnthropicSearch
{
    /// <summary>"max_uses by size low1/med3/high5 [our choice], user_location{type:approximate,…}" (providers.md D.1).</summary>
    public static void Write(in JsonValue options, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var fields = default(SearchOptionFields);
        var scanner = new JsonScanner(body, options.Start);
        SearchOptionFields.Scan(ref scanner, ref fields);
        output.Write("{\"type\":\"web_search_20250305\",\"name\":\"web_search\",\"max_uses\":"u8);
        output.Write(fields.Size.StringEquals(body, "low"u8) ? "1"u8 : fields.Size.StringEquals(body, "high"u8) ? "5"u8 : "3"u8);
        // Some callers leave the middle level out (providers.md A.1).
        var location = fields.Location.Approximate.Self.Kind == JsonKind.Object ? fields.Location.Approximate : fields.Location.Flat;
        if (fields.Location.Self.Kind == JsonKind.Object)
        {
            output.Write(",\"user_location\":{\"type\":\"approximate\""u8);
            WriteMember("city"u8, location.City, body, output);
            WriteMember("region"u8, location.Region, body, output);
            WriteMember("country"u8, location.Country, body, output);
            WriteMember("timezone"u8, location.TimeZone, body, output);
            output.Write((byte)'}');
        }
        output.Write((byte)'}');
    }

    private static void WriteMember(ReadOnlySpan<byte> name, in JsonValue value, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (!value.IsNonEmptyString)
            return;
        output.WriteName(name);
        output.Write(value.Raw(body));
    }
}

[JsonFields]
internal partial struct SearchOptionFields
{
    [JsonField("search_context_size")] public JsonValue Size;
    [JsonField("user_location")] public SearchLocationFields Location;
}

[JsonFields]
internal partial struct SearchLocationFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("approximate")] public PlaceFields Approximate;
    [JsonField("city")] public JsonValue City;
    [JsonField("region")] public JsonValue Region;
    [JsonField("country")] public JsonValue Country;
    [JsonField("timezone")] public JsonValue TimeZone;

    public readonly PlaceFields Flat => new() { City = City, Region = Region, Country = Country, TimeZone = TimeZone };
}

[JsonFields]
internal partial struct PlaceFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("city")] public JsonValue City;
    [JsonField("region")] public JsonValue Region;
    [JsonField("country")] public JsonValue Country;
    [JsonField("timezone")] public JsonValue TimeZone;
}

// Where the members of web_search_options stand, and the place that a search is to be made from.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

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

    /// <summary>As a member that both Anthropic's and OpenAI's search tools have: <c>,"user_location":{"type":"approximate",…}</c>; nothing when nothing was said.</summary>
    public readonly void Write(ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (Self.Kind != JsonKind.Object)
            return;
        // Some callers leave the middle level out (providers.md A.1).
        var place = Approximate.Self.Kind == JsonKind.Object ? Approximate : new PlaceFields { City = City, Region = Region, Country = Country, TimeZone = TimeZone };
        output.Write(",\"user_location\":{\"type\":\"approximate\""u8);
        WriteMember("city"u8, place.City, body, output);
        WriteMember("region"u8, place.Region, body, output);
        WriteMember("country"u8, place.Country, body, output);
        WriteMember("timezone"u8, place.TimeZone, body, output);
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
internal partial struct PlaceFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("city")] public JsonValue City;
    [JsonField("region")] public JsonValue Region;
    [JsonField("country")] public JsonValue Country;
    [JsonField("timezone")] public JsonValue TimeZone;
}

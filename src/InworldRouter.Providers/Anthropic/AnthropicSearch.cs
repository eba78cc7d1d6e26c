// OpenAI's web_search_options as Anthropic's own search tool.
using InworldRouter.Providers.OpenAI;
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
        fields.Location.Write(body, output);
        output.Write((byte)'}');
    }
}

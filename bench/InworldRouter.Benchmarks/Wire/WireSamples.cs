// The texts that the wire's benchmarks read: a chunk, small and large requests, a stream, in the shapes and sizes of real traffic.
using System.Text;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Benchmarks.Wire;

internal static class WireSamples
{
    /// <summary>An OpenAI stream chunk: 246 bytes, of which a word is content.</summary>
    public static readonly byte[] Chunk = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-BxyzABCDEFGHIJKLMNOPQRSTUVWX","object":"chat.completion.chunk","created":1763596800,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_34a54ae93c","choices":[{"index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}],"usage":null}""");

    public static readonly byte[] Request1K = Request(1024);

    public static readonly byte[] Request100K = Request(100 * 1024);

    /// <summary>A hundred chunks as server-sent events.</summary>
    public static readonly byte[] Stream = [.. Enumerable.Repeat<byte[]>([.. "data: "u8, .. Chunk, .. "\n\n"u8], 100).SelectMany(e => e)];

    // A conversation of prose with line breaks, quotes and some text beyond ASCII, until the size is reached.
    private static byte[] Request(int size)
    {
        const string Prose = "He said: \"It is what it is\", and went on. Größe — 12 €.\nThe next line of the long prompt follows here, plain as most of them are. ";
        var content = new StringBuilder();
        while (content.Length < Math.Min(size / 2, 8000))
            content.Append(Prose);
        using var escaped = new PooledBuffer();
        escaped.WriteJsonString(content.ToString(0, Math.Min(content.Length, size / 2)));
        var message = $$""",{"role":"user","content":{{Encoding.UTF8.GetString(escaped.Written)}}}""";
        var json = new StringBuilder("""{"model":"openai/gpt-4o-mini","stream":true,"temperature":0.7,"messages":[{"role":"system","content":"You are helpful."}""");
        while (json.Length < size - message.Length)
            json.Append(message);
        json.Append("""],"stream_options":{"include_usage":true},"user":"u-1"}""");
        return Encoding.UTF8.GetBytes(json.ToString());
    }
}

[JsonFields]
internal partial struct ChunkFields
{
    [JsonField("id")]
    public JsonValue Id;

    [JsonField("model")]
    public JsonValue Model;

    [JsonField("created")]
    public JsonValue Created;

    [JsonField("choices")]
    public JsonValue Choices;

    [JsonField("usage")]
    public JsonValue Usage;
}

[JsonFields]
internal partial struct RequestFields
{
    [JsonField("*duplicate")]
    public JsonValue Duplicate;

    [JsonField("model")]
    public JsonValue Model;

    [JsonField("stream")]
    public JsonValue Stream;

    [JsonField("messages")]
    public JsonValue Messages;

    [JsonField("stream_options")]
    public JsonValue StreamOptions;

    [JsonField("tools")]
    public JsonValue Tools;

    [JsonField("user")]
    public JsonValue User;
}

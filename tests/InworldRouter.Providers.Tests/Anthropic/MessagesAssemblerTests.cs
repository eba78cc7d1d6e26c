// A JSON call whose provider was asked to stream: the message that a client would have added up of the stream, and nothing lost.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Providers.Tests.Transcripts;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class MessagesAssemblerTests
{
    private static readonly AnthropicProvider Provider = new();

    public static TheoryData<string> Streams => AnthropicTranscriptTests.Streams;

    [Theory]
    [MemberData(nameof(Streams))]
    public void C42_ARecordedStream_IsItsMessage(string name)
    {
        var upstream = Recording.Read(name);
        var assembled = Assemble(upstream, upstream.Length);
        Assert.Equal(Told(Encoding.UTF8.GetString(upstream)), assembled, JsonNode.DeepEquals);
        Assert.Equal(assembled.ToJsonString(), Assemble(upstream, 1).ToJsonString());
    }

    // "a no-arg call may send only "" → parse as {}" (providers.md B.4); C33: cut off by a limit they are no JSON, and still there.
    [Theory]
    [InlineData("""{}""", """{}""")]
    [InlineData("""{}""", """{}""", "")]
    [InlineData("""{"a" :1e3}""", """{}""", "", """{\"a\" """, ":1e3}")]
    [InlineData("""{"a": "\u00e9\""}""", """{}""", """{\"a\": """, """\"\\u00e9\\\"\"}""")]
    [InlineData("""{"a":1}""", """{"a":1}""", "")]
    [InlineData("""{"_raw":"{\"a\":"}""", """{}""", """{\"a\":""")]
    public void C33_ACallsArguments_AreItsInput(string input, string start, params string[] pieces)
    {
        var text = Play($$"""{"type":"tool_use","id":"t","name":"f","caller":{"type":"direct"},"input":{{start}} }""", [.. pieces.Select(p => $$"""{"type":"input_json_delta","partial_json":"{{p}}"}""")]);
        Assert.Contains($$"""[{"type":"tool_use","id":"t","name":"f","caller":{"type":"direct"},"input":{{input}} }]""", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"thinking","thinking":"","signature":""}""", """{"type":"thinking","thinking":"ab","signature":"Eq=="}""",
        """{"type":"thinking_delta","thinking":"a"}""", """{"type":"thinking_delta","thinking":"b"}""", """{"type":"signature_delta","signature":"Eq=="}""")]
    [InlineData("""{"type":"thinking","thinking":""}""", """{"type":"thinking","thinking":"","signature":"Eq"}""", """{"type":"signature_delta","signature":"Eq"}""")]
    [InlineData("""{"citations":[],"type":"text","text":"a"}""", """{"citations":[{"url":"u"},{"url":"v"}],"type":"text","text":"ab\n"}""",
        """{"type":"citations_delta","citation":{"url":"u"}}""", """{"type":"text_delta","text":"b\n"}""", """{"type":"citations_delta","citation":{"url":"v"}}""")]
    [InlineData("""{"type":"of_tomorrow","content":null }""", """{"type":"of_tomorrow","content":"ab" ,"more":{"x":1.0}}""",
        """{"type":"of_tomorrow_delta","content":"a"}""", """{"type":"of_tomorrow_delta","content":"b","more":{"x":1.0}}""")]
    public void C47_ABlock_IsWhatItBeganAsWithItsDeltas(string start, string block, params string[] deltas) =>
        Assert.Contains($"\"content\":[{block}]", Play(start, deltas), StringComparison.Ordinal);

    // "usage of the end over that of the start": what the end leaves out was said at the start, and null says nothing.
    [Fact]
    public void C36_UsageAndEnd_AreTheLastThatWereSaid()
    {
        var message = JsonNode.Parse(Play("""{"type":"text","text":"a"}""", []))!;
        Assert.Equal("""{"input_tokens":3,"output_tokens":9,"service_tier":"standard","server_tool_use":{"web_search_requests":1}}""", message["usage"]!.ToJsonString());
        Assert.Equal(("stop_sequence", "END", Identity.Model), (message["stop_reason"]!.GetValue<string>(), message["stop_sequence"]!.GetValue<string>(), message["model"]!.GetValue<string>()));
        Assert.Equal("""{"applied_edits":[]}""", message["context_management"]!.ToJsonString());
    }

    private static string Play(string block, string[] deltas)
    {
        string[] events =
        [
            """{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"claude","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1,"service_tier":"standard"}}}""",
            $$"""{"type":"content_block_start","index":0,"content_block":{{block}}}""",
            .. deltas.Select(d => $$"""{"type":"content_block_delta","index":0,"delta":{{d}}}"""),
            """{"type":"content_block_stop","index":0}""",
            """{"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"END"},"usage":{"input_tokens":null,"output_tokens":9,"server_tool_use":{"web_search_requests":1}},"context_management":{"applied_edits":[]}}""",
            """{"type":"message_stop"}""",
        ];
        var played = StreamReplay.Assembled(Provider, Encoding.UTF8.GetBytes(string.Concat(events.Select(e => $"data: {e}\n\n"))), Identity.Of(caller: CallerDialect.Messages), 100);
        Assert.Null(played.Failure);
        return played.Text + "}";
    }

    private static JsonObject Assemble(byte[] upstream, int pieceLength) =>
        StrictJson.Parse(StreamReplay.Assembled(Provider, upstream, Identity.Of(caller: CallerDialect.Messages), pieceLength).Text + "}").AsObject();

    // As Anthropic's client library adds it up: written from providers.md B.4 alone.
    private static JsonObject Told(string stream)
    {
        JsonObject message = [];
        foreach (var line in stream.Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)))
        {
            var said = JsonNode.Parse(line[5..])!;
            switch (said["type"]!.GetValue<string>())
            {
                case "message_start":
                    message = said["message"]!.DeepClone().AsObject();
                    message["model"] = Identity.Model;
                    break;
                case "content_block_start":
                    message["content"]!.AsArray().Add(said["content_block"]!.DeepClone());
                    break;
                case "content_block_delta":
                    Add(message["content"]![said["index"]!.GetValue<int>()]!.AsObject(), said["delta"]!);
                    break;
                case "message_delta":
                    Merge(message, said["delta"]!);
                    Merge(message["usage"]!.AsObject(), said["usage"]!);
                    break;
            }
        }
        foreach (var block in message["content"]!.AsArray().Select(b => b!.AsObject()).Where(b => b.ContainsKey("pieces")))
        {
            block["input"] = JsonNode.Parse(block["pieces"]!.GetValue<string>() is { Length: > 0 } text ? text : "{}");
            block.Remove("pieces");
        }
        return message;
    }

    private static void Merge(JsonObject known, JsonNode said)
    {
        foreach (var (name, value) in said.AsObject().Where(m => m.Value is not null || !known.ContainsKey(m.Key)))
            known[name] = value?.DeepClone();
    }

    private static void Add(JsonObject block, JsonNode delta)
    {
        var (field, value) = delta["type"]!.GetValue<string>() switch
        {
            "text_delta" => ("text", delta["text"]),
            "thinking_delta" => ("thinking", delta["thinking"]),
            "signature_delta" => ("signature", delta["signature"]),
            "input_json_delta" => ("pieces", delta["partial_json"]),
            _ => ("", null),
        };
        if (value is not null)
            block[field] = (block[field]?.GetValue<string>() ?? "") + value.GetValue<string>();
        else
            (block["citations"] ??= new JsonArray()).AsArray().Add(delta["citation"]!.DeepClone());
    }
}

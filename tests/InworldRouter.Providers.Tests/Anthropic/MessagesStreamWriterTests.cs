// The stream that callers of /v1/messages get, whoever answers: the state machine of providers.md D.5.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Shared;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class MessagesStreamWriterTests
{
    [Fact]
    public void TheBytes_AreThoseOfTheReference()
    {
        const string Expected = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_0198c5a07d2f7c3e","type":"message","role":"assistant","model":"vendor/model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

            event: ping
            data: {"type": "ping"}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a\"\u00e4\n"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\": 1.0}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":5,"cache_creation_input_tokens":3,"cache_read_input_tokens":12,"output_tokens":9,"output_tokens_details":{"thinking_tokens":2}},"metadata":{"generation_id":"0198c5a0"}}

            event: message_stop
            data: {"type":"message_stop"}


            """;
        Assert.Equal(Expected, Told.Stream("""text a\"\u00e4\n""", "call 0 toolu_1 f", """args 0 {\"a\": 1.0}""", "finish ToolCalls"));
    }

    // Each row: events, then the blocks that they are.
    [Theory]
    [InlineData("text a|text b", "text:ab")]
    [InlineData("text a|end|text b", "text:a text:b")]
    [InlineData("think a|sign s|text b", "thinking:a/s text:b")]
    [InlineData("think a|sign s|think b|sign t", "thinking:a/s thinking:b/t")]
    [InlineData("think |sign s|end|text b", "thinking:/s text:b")]
    [InlineData("seal d|end|text b", "redacted:d text:b")]
    [InlineData("text a|seal d|text b", "text:a redacted:d text:b")]
    [InlineData("call 0 i f|finish ToolCalls", "call:i/f/{}")]
    [InlineData("call 0 i f|args 0 {}|call 1 j g|args 1 {}", "call:i/f/{} call:j/g/{}")]
    [InlineData("whole 0 i f {\"a\":1}|whole 1 j g {}", "call:i/f/{\"a\":1} call:j/g/{}")]
    [InlineData("call 0 a.b:1 f", "call:a_b_1/f/{}")]
    [InlineData("text a|call 0 i f|args 0 {}|text b|think c|sign s", "text:a call:i/f/{} text:b thinking:c/s")]
    [InlineData("refuse no", "text:no")]
    [InlineData("show image/png AAAA", "text:![image](data:image/png;base64,AAAA)")]
    [InlineData("text |end|finish Stop", "")]
    public void C34_BlocksFollowEachOther_AndEachIsOfOneKind(string events, string blocks) =>
        Assert.Equal(blocks, Blocks(StrictMessages.Read(Told.Stream(events.Split('|')))));

    // "if upstream interleaves two indices, buffer the later ones and flush after the current block closes"
    [Theory]
    [InlineData("call 0 i f|call 1 j g|args 0 {\\\"a\\\":|args 1 {\\\"b\\\":|args 0 1}|args 1 2}", "call:i/f/{\"a\":1} call:j/g/{\"b\":2}")]
    [InlineData("call 0 i f|call 1 j g|call 2 k h|args 2 {}|args 1 {}|args 0 {}", "call:i/f/{} call:j/g/{} call:k/h/{}")]
    [InlineData("call 0 i f|args 0 {\\\"a\\\":\\\"}|whole 1 j g {\"b\":\"\\\"\"}|args 0 \\\"}", "call:i/f/{\"a\":\"}\"} call:j/g/{\"b\":\"\\u0022\"}")]
    [InlineData("call 0 i f|call 1 j g|finish ToolCalls", "call:i/f/{} call:j/g/{}")]
    [InlineData("call 0 i f|call 1 j g|args 1 {}|text t|finish ToolCalls", "call:i/f/{} text:t call:j/g/{}")]
    [InlineData("call 0 i f|args 0 {\\\"a\\\":|text mid|args 0 1}|text end", "call:i/f/{\"a\":1} text:midend")]
    [InlineData("call 0 i f|args 0 {\\\"a\\\":|think t|text mid|call 1 j g|args 0 1}|args 1 {}", "call:i/f/{\"a\":1} thinking:t/router:v1:none:: text:mid call:j/g/{}")]
    public void InterleavedCalls_ComeOneAfterTheOther(string events, string blocks) =>
        Assert.Equal(blocks, Blocks(StrictMessages.Read(Told.Stream(events.Split('|')))));

    // A call that is whole is no reason to hold back the next: its pieces go out as they come.
    [Fact]
    public void CallsInOrder_AreNotHeldBack()
    {
        var writer = new MessagesStreamWriter();
        using var output = new PooledBuffer();
        writer.Begin(Identity.Of());
        foreach (var said in (string[])["call 0 i f", "args 0 {}", "call 1 j g"])
            Told.Tell(writer, said, output);
        output.Truncate(0);
        Told.Tell(writer, "args 1 {\\\"b\\\"", output);
        Assert.Contains("\"index\":1", Encoding.UTF8.GetString(output.Written), StringComparison.Ordinal);
    }

    [Fact]
    public void C24_ACallWithoutArguments_HasOneEmptyDelta() =>
        Assert.Contains("""{"type":"input_json_delta","partial_json":""}""", Told.Stream("call 0 i f"), StringComparison.Ordinal);

    [Theory]
    [InlineData("text a|finish Stop", "end_turn", null)]
    [InlineData("text a", "end_turn", null)]
    [InlineData("text a|finish StopSequence END", "stop_sequence", "END")]
    [InlineData("text a|finish Length", "max_tokens", null)]
    [InlineData("call 0 i f|finish ToolCalls", "tool_use", null)]
    [InlineData("call 0 i f|finish Stop", "tool_use", null)]
    [InlineData("call 0 i f|finish Length", "max_tokens", null)]
    [InlineData("text a|finish ToolCalls", "end_turn", null)]
    [InlineData("text a|finish Pause", "pause_turn", null)]
    [InlineData("finish Filter", "refusal", null)]
    [InlineData("refuse no|finish Stop", "refusal", null)]
    public void C37_EveryFinish_HasItsStopReason(string events, string reason, string? sequence)
    {
        var message = StrictMessages.Read(Told.Stream(events.Split('|')));
        Assert.Equal((reason, sequence), (message["stop_reason"]!.GetValue<string>(), message["stop_sequence"]?.GetValue<string>()));
    }

    [Fact]
    public void C37_ARefusal_SaysWhy() => Assert.Equal(
        """{"type":"refusal","category":null,"explanation":"it is \"bad\""}""",
        StrictMessages.Read(Told.Stream("finish Filter it is \\\"bad\\\""))["stop_details"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    // C36: what the provider has counted by then, else the router's estimate; at the end its counts, else what went by.
    [Fact]
    public void C36_TheUsage_IsRealOrEstimated()
    {
        var writer = new MessagesStreamWriter();
        using var output = new PooledBuffer();
        writer.Begin(Identity.Of());
        writer.CountedAtStart = new TokenUsage(100, 1) { Cached = 90 };
        writer.Start(output);
        Assert.Contains("\"input_tokens\":10,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":90,\"output_tokens\":1}", Encoding.UTF8.GetString(output.Written), StringComparison.Ordinal);

        var estimated = StrictMessages.Read(Told.Stream(Identity.Of(), TokenUsage.Unknown, "text a", "text b"));
        Assert.Equal((7, 2), (estimated["usage"]!["input_tokens"]!.GetValue<int>(), estimated["usage"]!["output_tokens"]!.GetValue<int>()));
    }

    [Fact]
    public void C47_WhatAnthropicSigned_IsToldAsItIs() =>
        Assert.Equal("thinking:a/sig+/= redacted:data text:b", Blocks(StrictMessages.Read(Told.Stream("think a", "sign sig+/=", "seal data", "text b"))));

    // "signature must be a non-empty opaque string we can recognise later"
    [Theory]
    [InlineData("think@None a|text b", "thinking:a/router:v1:none:: text:b")]
    [InlineData("think a|text b", "thinking:a/router:v1:none:: text:b")]
    [InlineData("think@OpenAIResponses a|end|seal@OpenAIResponses d", "thinking:a/router:v1:openai:: redacted:router:v1:openai::d")]
    [InlineData("think@Gemini a|sign@Gemini s|text b", "thinking:a/router:v1:gemini::s text:b")]
    [InlineData("text b|signtext@Gemini s", "text:b redacted:router:v1:gemini::s")]
    [InlineData("think@None a|call@Gemini 0 i f s", "thinking:a/router:v1:none:: redacted:router:v1:gemini:i:s call:i/f/{}")]
    public void C48_ForeignSignatures_AreCarriedWhereTheyWillBeKnownAgain(string events, string blocks) =>
        Assert.Equal(blocks, Blocks(StrictMessages.Read(Told.Stream(events.Split('|')))));

    // thinking.display "omitted", or thinking not asked for.
    [Theory]
    [InlineData("think a|sign s|text b", "thinking:/s text:b")]
    [InlineData("think@None a|text b", "text:b")]
    [InlineData("seal@OpenAIResponses d|text b", "text:b")]
    [InlineData("call@Gemini 0 i f s", "redacted:router:v1:gemini:i:s call:i/f/{}")]
    public void WithoutThinkingAskedFor_NoThinkingText(string events, string blocks) =>
        Assert.Equal(blocks, Blocks(StrictMessages.Read(Told.Stream(Identity.Of(excludeReasoning: true), Told.Usage, events.Split('|')))));

    [Fact]
    public void ASource_IsACitationOfItsText()
    {
        var text = StrictMessages.Read(Told.Stream("text a", "cite http://x\tT\twords", "end"))["content"]![0]!;
        Assert.Equal(("http://x", "T", "words"), (text["citations"]![0]!["url"]!.GetValue<string>(), text["citations"]![0]!["title"]!.GetValue<string>(), text["citations"]![0]!["cited_text"]!.GetValue<string>()));
    }

    [Fact]
    public void C55_AnAnswerInASchemasTool_IsText()
    {
        var message = StrictMessages.Read(Told.Stream(Identity.Of(isSchemaInTool: true), Told.Usage, "call 0 i structured_output", """args 0 {\"a\":1}""", "end", "finish ToolCalls"));
        Assert.Equal(("""text:{"a":1}""", "end_turn"), (Blocks(message), message["stop_reason"]!.GetValue<string>()));
    }

    private static string Blocks(JsonObject message) => string.Join(' ', message["content"]!.AsArray().Select(b => b!["type"]!.GetValue<string>() switch
    {
        "text" => $"text:{b["text"]}",
        "thinking" => $"thinking:{b["thinking"]}/{b["signature"]}",
        "redacted_thinking" => $"redacted:{b["data"]}",
        _ => $"call:{b["id"]}/{b["name"]}/{b["input"]!.ToJsonString()}",
    }));
}

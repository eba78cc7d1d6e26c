// What the Responses API says, read and written again, is what it said; and what a caller sends back is what it was given.
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Anthropic;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Providers.Tests.Transcripts;
using InworldRouter.Shared;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Responses;

public sealed partial class ResponsesRoundTripTests
{
    private static readonly string[] Everything =
    [
        "think@OpenAIResponses h\\u00e4", "think@OpenAIResponses m", "end", "seal@OpenAIResponses c2ln", "end", "text a", "text \\\"b", "cite http://x\tT\t", "end", "text c", "end",
        "call 0 call_1 f", "args 0 {\\\"a\\\":", "args 0 1.0}", "end", "call 1 call_2 g", "args 1 {}", "end", "finish ToolCalls",
    ];

    public static TheoryData<string> Recorded => ResponsesTranscriptTests.Streams;

    [Fact]
    public void AStream_SaysTheSameEvents() => Assert.Equal(Everything.Select(e => e.Replace("@OpenAIResponses", "", StringComparison.Ordinal)), Told.Read(new ResponsesReader(), Stream(Everything)));

    [Fact]
    public void AWholeAnswer_SaysTheSame_InFewerPieces() => Assert.Equal(
        [
            "think h\\u00e4m", "end", "seal c2ln", "end", "text a\\\"b", "cite http://x\tT\t", "end", "text c", "end",
            "call 0 call_1 f", "args 0 {\\\"a\\\":1.0}", "end", "call 1 call_2 g", "args 1 {}", "end", "finish ToolCalls",
        ],
        Told.ReadWhole(new ResponsesReader(), Whole(Everything)));

    [Theory]
    [MemberData(nameof(Recorded))]
    public void ARecordedStream_WrittenAgain_SaysTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var written = StreamReplay.Again(new TranslatedStream(new ResponsesReader(), new ResponsesStreamWriter()), upstream, Identity.Of());
        StrictResponses.Read(written.Text);
        ResponsesSay.Stream(upstream).AssertEqual(ResponsesSay.Stream(Encoding.UTF8.GetBytes(Uncarried(written.Text))));
    }

    [Theory]
    [MemberData(nameof(ResponsesTranscriptTests.Answers), MemberType = typeof(ResponsesTranscriptTests))]
    public void ARecordedAnswer_WrittenAgain_SaysTheSame(string name)
    {
        var upstream = Recording.Read(name);
        using var output = new PooledBuffer();
        Assert.Null(TranslatedAnswer.Translate(new ResponsesReader(), new ResponsesAnswerWriter(), upstream, Identity.Of(), output, out _));
        output.Write((byte)'}');
        ResponsesSay.Whole(upstream).AssertEqual(ResponsesSay.Whole(Encoding.UTF8.GetBytes(Uncarried(Encoding.UTF8.GetString(output.Written)))));
    }

    [Theory]
    [InlineData("""[{"type":"summary_text","text":"I \u0074hink."}],"encrypted_content":"router:v1:anthropic::c2ln/+==" """, """{"type":"thinking","thinking":"I \u0074hink.","signature":"c2ln/+=="}""")]
    [InlineData("""[],"encrypted_content":"router:v1:anthropic::c2ln" """, """{"type":"thinking","thinking":"","signature":"c2ln"}""")]
    [InlineData("""[],"encrypted_content":"router:v1:anthropic:redacted:c2ln" """, """{"type":"redacted_thinking","data":"c2ln"}""")]
    public void C47_WhatAnthropicSigned_IsItsOwnAgain(string summary, string block)
    {
        var body = $$"""{"model":"m","reasoning":{"effort":"medium"},"input":[{"role":"user","content":"Hi"},{"type":"reasoning","id":"rs_1","summary":{{summary}}},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"1"}],"tools":[{"type":"function","name":"f"}]}""";
        Assert.Contains($$"""{"role":"assistant","content":[{{block}},{"type":"tool_use",""", Requests.Send(new AnthropicProvider(), body, "claude-sonnet-4-5", caller: CallerDialect.Responses).Body, StringComparison.Ordinal);
    }

    // A client sends back the items that it was given, all their members included: every provider gets its own again.
    [Theory]
    [InlineData("think hm|sign c2ln|end|text a|end|call 0 c f|args 0 {\\\"a\\\": 1}", "Thinking text=hm signed=c2ln by Anthropic; Text text=a; ToolCall text={\\\"a\\\": 1} id=c name=f")]
    [InlineData("sign c2ln|end|text a", "Thinking signed=c2ln by Anthropic; Text text=a")]
    [InlineData("seal ZGF0YQ==|end|text a", "SealedThinking text=ZGF0YQ== by Anthropic; Text text=a")]
    [InlineData("think@None hm|end|text a", "Thinking text=hm; Text text=a")]
    [InlineData("think@OpenAIResponses a|think@OpenAIResponses \\n\\n|think@OpenAIResponses b|end|seal@OpenAIResponses gAAA|end|text c", "Thinking text=a by OpenAIResponses; Thinking text=b by OpenAIResponses; SealedThinking text=gAAA id=rs_0198c5a07d2f7c3e_0 by OpenAIResponses; Text text=c")]
    [InlineData("call@Gemini 0 c f c2ln|args 0 {}", "SealedThinking text=c2ln id=c by Gemini; ToolCall text={} id=c name=f signed=c2ln by Gemini")]
    [InlineData("text a|end|signtext@Gemini c2ln", "Text text=a signed=c2ln by Gemini; SealedThinking text=c2ln by Gemini")]
    [InlineData("show@Gemini image/png AAAA c2ln", "SealedThinking text=c2ln id=ig_0198c5a07d2f7c3e_1 by Gemini; Image data=AAAA type=png signed=c2ln by Gemini")]
    [InlineData("custom 0 c sql|input 0 SELECT", "ToolCall text=SELECT id=c name=sql")]
    [InlineData("refuse no", "Refusal text=no")]
    public void C50_ItemsThatAreSentBack_AreWhatWasSaid(string told, string parts)
    {
        var items = JsonNode.Parse(Whole(told.Split('|')))!["output"]!.ToJsonString().Replace("\\u0022", "\\\"", StringComparison.Ordinal);
        Assert.Equal($"Assistant: {parts}", ResponsesConversationTests.Read($$"""{"input":{{items}}}"""));
    }

    // A chat call said to the Responses API, read again, is the same conversation.
    [Theory]
    [InlineData("""{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"h\u00e4"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoA","detail":"low"}}]}""")]
    [InlineData("""{"role":"user","content":"u"},{"role":"assistant","content":"a","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\": 1.0}"}}]},{"role":"tool","tool_call_id":"c","content":"r"}""")]
    [InlineData("""{"role":"user","content":"u"},{"role":"assistant","content":"a","reasoning_details":[{"type":"reasoning.summary","summary":"hm","format":"openai-responses-v1","index":0},{"type":"reasoning.encrypted","data":"gAAA","id":"rs_1","format":"openai-responses-v1","index":1}]},{"role":"user","content":"v"}""")]
    public void AChatCall_SaidAsResponses_IsTheSameConversation(string messages)
    {
        var chat = Encoding.UTF8.GetBytes($$"""{"model":"gpt-5","messages":[{{messages}}]}""");
        Assert.True(ChatRequestFields.TryScan(chat, out var fields, out _));
        using var conversation = new Conversation();
        ChatConversation.Read(new UpstreamCall(chat, in fields, "gpt-5", false), conversation);
        var written = Requests.Write(Vendors.Of("openai-responses"), Encoding.UTF8.GetString(chat), "gpt-5");
        Assert.Equal(ReadParts.Of(conversation, chat), ResponsesConversationTests.Read(written));
    }

    // And the other way: what a Responses caller says reaches a vendor of chat completions.
    [Fact]
    public void AResponsesCall_IsSaidAsChat()
    {
        const string Body = """{"model":"m","instructions":"Be brief.","input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]},{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"router:v1:none::"},{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\": 1.0}"},{"type":"function_call_output","call_id":"c","output":"r"}],"tools":[{"type":"function","name":"f","parameters":{"type":"object", "x":1.0}}],"max_output_tokens":64,"top_logprobs":2,"text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"}}}}""";
        var said = JsonNode.Parse(Requests.Send(Vendors.Of("openai-compatible"), Body, "up", caller: CallerDialect.Responses).Body)!;
        Assert.Equal(["system", "user", "assistant", "tool"], said["messages"]!.AsArray().Select(m => m!["role"]!.ToString()));
        Assert.Equal(("hm", """{"a": 1.0}""", "c"), (said["messages"]![2]!["reasoning_content"]?.ToString(), said["messages"]![2]!["tool_calls"]![0]!["function"]!["arguments"]!.ToString(), said["messages"]![3]!["tool_call_id"]!.ToString()));
        Assert.Equal(("true", "2", "64", "json_schema"), (said["logprobs"]!.ToString(), said["top_logprobs"]!.ToString(), said["max_tokens"]!.ToString(), said["response_format"]!["type"]!.ToString()));
    }

    private static string Stream(params string[] events) => Told.Play(new ResponsesStreamWriter(), Identity.Of(), Told.Usage, "", events);

    private static string Whole(params string[] events) => Told.Play(new ResponsesAnswerWriter(), Identity.Of(), Told.Usage, "", events) + "}";

    // OpenAI's own seal goes with the id that it was sealed under.
    private static string Uncarried(string text) => Carried().Replace(text, "");

    [GeneratedRegex("router:v1:openai:rs_[0-9a-f]+:")]
    private static partial Regex Carried();
}

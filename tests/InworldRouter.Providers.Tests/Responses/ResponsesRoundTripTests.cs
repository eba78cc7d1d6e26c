// What the Responses API says, read and written again, is what it said; and what a caller sends back is what it was given.
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InworldRouter.Providers.Dialects.Answers;
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

    private static string Stream(params string[] events) => Told.Play(new ResponsesStreamWriter(), Identity.Of(), Told.Usage, "", events);

    private static string Whole(params string[] events) => Told.Play(new ResponsesAnswerWriter(), Identity.Of(), Told.Usage, "", events) + "}";

    // OpenAI's own seal goes with the id that it was sealed under.
    private static string Uncarried(string text) => Carried().Replace(text, "");

    [GeneratedRegex("router:v1:openai:rs_[0-9a-f]+:")]
    private static partial Regex Carried();
}

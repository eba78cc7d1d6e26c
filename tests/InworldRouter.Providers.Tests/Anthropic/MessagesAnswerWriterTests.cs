// The whole message that callers of /v1/messages get, whoever answers.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class MessagesAnswerWriterTests
{
    [Fact]
    public void TheBytes_AreThoseOfTheReference()
    {
        const string Expected = """
            {"id":"msg_0198c5a07d2f7c3e","type":"message","role":"assistant","model":"vendor/model","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},{"type":"redacted_thinking","data":"ZGF0YQ=="},{"type":"text","text":"a\n","citations":[{"type":"web_search_result_location","cited_text":"w","url":"u","title":"t","encrypted_index":""}]},{"type":"tool_use","id":"toolu_1","name":"f","input":{"a": 1.0}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":5,"cache_creation_input_tokens":3,"cache_read_input_tokens":12,"output_tokens":9,"output_tokens_details":{"thinking_tokens":2}}}
            """;
        Assert.Equal(Expected, Told.Whole("think hm", "sign c2ln", "seal ZGF0YQ==", "text a\\n", "cite u\tt\tw", "end", "whole 0 toolu_1 f {\"a\": 1.0}", "finish ToolCalls"));
    }

    // C58: white space and number text of the arguments survive, told whole or in pieces.
    [Theory]
    [InlineData("whole 0 i f {\"a\": 1.50}", """{"a": 1.50}""")]
    [InlineData("call 0 i f|args 0 {\\\"a\\\": |args 0 1.50}", """{"a": 1.50}""")]
    [InlineData("call 0 i f", "{}")]
    [InlineData("call 0 i f|args 0 {\\\"a|finish Length", """{"_raw":"{\"a"}""")]
    public void C24_Arguments_AreAnObject(string events, string input) =>
        Assert.Contains($"\"name\":\"f\",\"input\":{input}}}", Told.Whole(events.Split('|')), StringComparison.Ordinal);

    [Fact]
    public void InterleavedCalls_AreBlocksOfTheirOwn() => Assert.Contains(
        """"
        "content":[{"type":"tool_use","id":"i","name":"f","input":{"a":1}},{"type":"tool_use","id":"j","name":"g","input":{"b":2}}]
        """",
        Told.Whole("call 0 i f", "call 1 j g", "args 1 {\\\"b\\\":2}", "args 0 {\\\"a\\\":1}"),
        StringComparison.Ordinal);

    [Fact]
    public void ThinkingThatNobodySigned_IsSignedAsOurs() => Assert.Contains(
        """{"type":"thinking","thinking":"hm","signature":"router:v1:none::"}""", Told.Whole("think@None hm", "text a"), StringComparison.Ordinal);

    [Fact]
    public void AnAnswerThatSaysNothing_HasNoContent()
    {
        var message = StrictJson.Parse(Told.Whole("finish Filter no"));
        Assert.Empty(message["content"]!.AsArray());
        Assert.Equal(("refusal", "no"), (message["stop_reason"]!.GetValue<string>(), message["stop_details"]!["explanation"]!.GetValue<string>()));
    }

    [Fact]
    public void TheNextAnswer_HasNothingOfTheLast()
    {
        var writer = new MessagesAnswerWriter();
        var first = Told.Play(writer, Identity.Of(), Told.Usage, "", "think a", "text b", "call 0 i f", "finish StopSequence X");
        Assert.NotEqual(first, Told.Play(writer, Identity.Of(), Told.Usage, "", "text c", "finish Stop"));
        Assert.Equal(first, Told.Play(writer, Identity.Of(), Told.Usage, "", "think a", "text b", "call 0 i f", "finish StopSequence X"));
    }

    [Fact]
    public void WithoutCounts_TheRouterTellsItsOwn() => Assert.EndsWith(
        "\"usage\":{\"input_tokens\":7,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":1}",
        Told.Play(new MessagesAnswerWriter(), Identity.Of(), TokenUsage.Unknown, "", "text a"),
        StringComparison.Ordinal);
}

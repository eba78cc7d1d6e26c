// Whole answers of the OpenAI dialect.
using System.Text;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class AnswerTests
{
    private static readonly CompatibleProvider Provider = new();

    [Fact]
    public void AnOrdinaryAnswer_IsTheSameBytesUnderOurName()
    {
        const string Answer = """{"id":"x","object":"chat.completion","created":1,"model":"m","system_fingerprint":"fp","choices":[ {"index":0,"message":{"role":"assistant","content":"H\u00e9"},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";
        Assert.Equal(
            """{"id":"chatcmpl-0198c5a07d2f7c3e","object":"chat.completion","created":1763596800,"model":"vendor/model","system_fingerprint":"fp","choices":[ {"index":0,"message":{"role":"assistant","content":"H\u00e9"},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"metadata":{"generation_id":"0198c5a0"}}""",
            Translate(Answer));
    }

    [Theory]
    [InlineData("\"stop\"", "tool_calls")]
    [InlineData("\"tool_calls\"", "tool_calls")]
    [InlineData("null", "tool_calls")]
    [InlineData("\"\"", "tool_calls")]
    [InlineData("\"length\"", "length")]
    public void C16_WithToolCalls_TheFinishSaysSo(string said, string finish) =>
        Assert.Equal(finish, Read("""{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1"}}]}""", said).Finish);

    [Theory]
    [InlineData("""{"id":"a","type":"function","function":{"name":"f","arguments":""}}""", "{}")]
    [InlineData("""{"id":"a","type":"function","function":{"name":"f"}}""", "{}")]
    [InlineData("""{"id":"a","type":"function","function":{"name":"f","arguments":null}}""", "{}")]
    [InlineData("""{"id":"a","function":{"name":"f","arguments":{}},"index":0}""", "{}")]
    [InlineData("""{"index":0,"function":{"arguments":{"x": [1]},"name":"f"}}""", """{"x": [1]}""")]
    [InlineData("""{"id":"","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}""", """{"x":1}""")]
    public void C24_EveryCall_HasItsArgumentsAndAnId(string call, string arguments)
    {
        var choice = Read($$"""{"role":"assistant","tool_calls":[{{call}}]}""");
        var read = Assert.Single(choice.Calls);
        Assert.Equal(arguments, read.Arguments);
        Assert.Equal("tool_calls", choice.Finish);
    }

    [Fact]
    public void C24_CallsWithoutIds_HaveDifferentOnes()
    {
        var calls = Read("""{"content":"","tool_calls":[{"function":{"name":"f"}},{"function":{"name":"f"}}]}""").Calls;
        Assert.NotEqual(calls[0].Id, calls[1].Id);
    }

    [Fact]
    public void ContentAsParts_BecomesTextAndReasoning()
    {
        var choice = Read("""{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"h\u00e9"},{"type":"text","text":"m"}],"closed":true},{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]}""");
        Assert.Equal(("Hello", "hém"), (choice.Text, choice.Reasoning));
    }

    [Theory]
    [InlineData("\"reasoning\":\"hm\"")]
    [InlineData("\"reasoning_content\":\"hm\"")]
    [InlineData("\"reasoning_content\":null,\"reasoning\":\"hm\"")]
    [InlineData("\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"")]
    public void Reasoning_IsReasoningContent_OrExcluded(string members)
    {
        var message = $$"""{"role":"assistant","content":"a",{{members}},"reasoning_details":[{"type":"x"}]}""";
        Assert.Equal("hm", Read(message).Reasoning);
        var excluded = StrictAnswer.Read(Translate(Answer(message), Identity.Of(excludeReasoning: true))).Choices[0];
        Assert.Equal(("", "a"), (excluded.Reasoning, excluded.Text));
        Assert.Empty(excluded.Details);
    }

    [Fact]
    public void C19_WithoutUsage_ItIsEstimated()
    {
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer(Encoding.UTF8.GetBytes(Answer("""{"content":"a"}""", usage: "")), Identity.Of(), output, out var usage));
        Assert.False(usage.IsKnown);
        var written = StrictAnswer.Read(Closed(output)).Usage!;
        Assert.Equal(7, written[0]);
        Assert.True(written[1] > 0);
    }

    [Fact]
    public void SeveralChoices_KeepTheirIndex()
    {
        var answer = StrictAnswer.Read(Translate("""{"choices":[{"message":{"content":"a"}},{"finish_reason":"length","message":{"content":"b"}}]}"""));
        Assert.Equal(("a", "stop"), (answer.Choices[0].Text, answer.Choices[0].Finish));
        Assert.Equal(("b", "length"), (answer.Choices[1].Text, answer.Choices[1].Finish));
    }

    // "An answer that ends in a refusal or content filter is not an empty answer" (api.md 6)
    [Theory]
    [InlineData("""{"content":null,"refusal":"No."}""", "\"stop\"")]
    [InlineData("""{"content":""}""", "\"content_filter\"")]
    [InlineData("""{"content":null}""", "\"length\"")]
    [InlineData("""{"content":null,"images":[{"type":"image_url","image_url":{"url":"data:"}}]}""", "\"stop\"")]
    [InlineData("""{"content":"","reasoning":"only thought"}""", "\"stop\"")]
    [InlineData("""{"content":null,"audio":{"id":"a"}}""", "\"stop\"")]
    public void AnAnswerThatSaysWhyItIsEmpty_IsNotEmpty(string message, string finish) => Assert.Null(Failure(Answer(message, finish)));

    [Theory]
    [InlineData("", FailureKind.EmptyAnswer)]
    [InlineData(" \r\n\r\n ", FailureKind.EmptyAnswer)]
    [InlineData("""{"choices":[]}""", FailureKind.EmptyAnswer)]
    [InlineData("""{"choices":[null]}""", FailureKind.EmptyAnswer)]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":""},"finish_reason":"stop"}]}""", FailureKind.EmptyAnswer)]
    [InlineData("""{"choices":[{"index":0,"message":null,"finish_reason":"stop"}]}""", FailureKind.EmptyAnswer)]
    [InlineData("""{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"error"}]}""", FailureKind.ServerError)]
    [InlineData("<html>", FailureKind.MalformedAnswer)]
    [InlineData("{\"choices\":[{", FailureKind.MalformedAnswer)]
    [InlineData("[]", FailureKind.MalformedAnswer)]
    [InlineData("{}", FailureKind.MalformedAnswer)]
    [InlineData("""{"choices":null}""", FailureKind.MalformedAnswer)]
    [InlineData("""{"error":{"message":"m","code":429}}""", FailureKind.RateLimited)]
    [InlineData("""[{"error":{"message":"m","code":503}}]""", FailureKind.Overloaded)]
    [InlineData("""{"error":"boom","choices":[]}""", FailureKind.ServerError)]
    public void C67_WhatIsNoAnswer_IsAFailure(string answer, FailureKind kind) => Assert.Equal(kind, Failure(answer)?.Kind);

    [Fact]
    public void BlankLinesBeforeTheAnswer_AreHarmless() => Assert.Null(Failure("\n\n\n" + Answer("""{"content":"a"}"""))); // DeepSeek's keep-alive

    [Fact]
    public void AFalsyError_IsNone() => Assert.Equal("a", StrictAnswer.Read(Translate("{\"error\":null," + Answer("""{"content":"a"}""")[1..])).Choices[0].Text);

    private static ReadChoice Read(string message, string finish = "\"stop\"") => StrictAnswer.Read(Translate(Answer(message, finish))).Choices[0];

    private static string Answer(string message, string finish = "\"stop\"", string usage = ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}") =>
        $$"""{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{{message}},"finish_reason":{{finish}}}]{{usage}}}""";

    private static string Translate(string answer, AnswerIdentity? identity = null)
    {
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer(Encoding.UTF8.GetBytes(answer), identity ?? Identity.Of(), output, out _));
        return Closed(output);
    }

    private static string Closed(PooledBuffer output) => Encoding.UTF8.GetString(output.Written) + $",\"metadata\":{Identity.Metadata}}}";

    private static UpstreamFailure? Failure(string answer)
    {
        using var output = new PooledBuffer();
        return Provider.TranslateAnswer(Encoding.UTF8.GetBytes(answer), Identity.Of(), output, out _);
    }
}

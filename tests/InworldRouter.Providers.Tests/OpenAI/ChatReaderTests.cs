// Clean chat completions as events: what other dialects are told of a vendor's chunks.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Tests.Anthropic;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Shared;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class ChatReaderTests
{
    [Theory]
    [InlineData("""{"content":"a\u00e4"}""", "text a\\u00e4")]
    [InlineData("""{"reasoning_content":"hm"}""", "think hm")]
    [InlineData("""{"reasoning_content":"hm","content":"a"}""", "think hm|text a")]
    [InlineData("""{"refusal":"no"}""", "refuse no")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"c2ln","format":"anthropic-claude-v1","index":0}]}""", "think hm|sign c2ln")]
    [InlineData("""{"reasoning_content":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","format":"anthropic-claude-v1","index":0}]}""", "think hm")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.summary","summary":"so","format":"openai-responses-v1"},{"type":"reasoning.encrypted","data":"ZQ==","id":"rs_1","format":"openai-responses-v1"}]}""", "think so|seal ZQ==")]
    [InlineData("""{"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}""", "Image")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}""", "call 0 c f|args 0 {}")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"c","type":"custom","custom":{"name":"f","input":"free"}}]}""", "call 0 c f|args 0 free")]
    [InlineData("""{"role":"assistant","content":""}""", "")]
    public void ADelta_IsItsEvents(string delta, string events) =>
        Assert.Equal(events.Split('|', StringSplitOptions.RemoveEmptyEntries), Events(Streams.Chunk(delta), Streams.Finish())[..^1]);

    [Theory]
    [InlineData("stop", "finish Stop")]
    [InlineData("length", "finish Length")]
    [InlineData("tool_calls", "finish ToolCalls")]
    [InlineData("function_call", "finish ToolCalls")]
    [InlineData("content_filter", "finish Filter")]
    public void C37_EveryFinishReason_IsAFinish(string reason, string finish) => Assert.Equal(finish, Events(Streams.Text("a"), Streams.Finish(reason))[^1]);

    // "a name equal to what is known is a repetition; anything else is appended until the first argument byte" (api.md 10)
    [Fact]
    public void ANameInPieces_IsOneName() => Assert.Equal(
        ["call 0 c get_weather", "args 0 {\\\"a\\\":", "args 0 1}", "call 1 d g", "args 1 {}", "finish ToolCalls"],
        Events(
            Streams.Calls("""[{"index":0,"id":"c","type":"function","function":{"name":"get_","arguments":""}}]"""), Streams.Calls("""[{"index":0,"function":{"name":"weather"}}]"""),
            Streams.Calls("""[{"index":0,"function":{"arguments":"{\"a\":"}}]"""), Streams.Calls("""[{"index":0,"function":{"arguments":"1}"}}]"""),
            Streams.Calls("""[{"index":1,"id":"d","type":"function","function":{"name":"g","arguments":""}}]"""), Streams.Finish("tool_calls")));

    [Fact]
    public void Sources_AreCited() => Assert.Equal(
        ["text a", "cite https://u\tT\twords", "finish Stop"],
        Events(Streams.Text("a"), Streams.Chunk("""{"annotations":[{"type":"url_citation","url_citation":{"url":"https://u","title":"T","content":"words"}}]}"""), Streams.Finish()));

    // A chunk like the last is not scanned again; what stands in its place must not be taken for more of the same.
    [Fact]
    public void ChunksThatDiffer_AreNotTakenForEachOther() => Assert.Equal(
        ["text a", "text b", "think c", "think d", "text e", "call 0 i f", "args 0 {", "args 0 \\\"", "text f", "args 0 }", "finish ToolCalls"],
        Events(
            Streams.Role, Streams.Text("a"), Streams.Text("b"), Streams.Chunk("""{"reasoning_content":"c"}"""), Streams.Chunk("""{"reasoning_content":"d"}"""), Streams.Text("e"),
            Streams.Calls("""[{"index":0,"id":"i","type":"function","function":{"name":"f","arguments":""}}]"""), Streams.Calls("""[{"index":0,"function":{"arguments":"{"}}]"""),
            Streams.Calls("""[{"index":0,"function":{"arguments":"\""}}]"""), Streams.Text("f"), Streams.Calls("""[{"index":0,"function":{"arguments":"}"}}]"""), Streams.Finish("tool_calls")));

    // Several answers are several in the dialect that has them; in Messages the first is the answer.
    [Fact]
    public void OfSeveralAnswers_AMessagesCallerGetsTheFirst()
    {
        var message = Message(Streams.Text("a", 1), Streams.Text("b"), Streams.Text("c", 1), Streams.Text("d"), Streams.Finish(), Streams.Finish(index: 1));
        Assert.Equal("bd", Assert.Single(message["content"]!.AsArray())!["text"]!.GetValue<string>());
    }

    // C36: what the vendor has counted when its answer ends; what nobody counts is estimated.
    [Fact]
    public void C36_TheUsage_IsTheVendors()
    {
        var usage = Message(Streams.Text("a"), Streams.Finish(), Streams.Usage("""{"prompt_tokens":30,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":20}}"""))["usage"]!;
        Assert.Equal((10, 20, 4), (usage["input_tokens"]!.GetValue<int>(), usage["cache_read_input_tokens"]!.GetValue<int>(), usage["output_tokens"]!.GetValue<int>()));
        Assert.Equal(7, Message(Streams.Text("a"), Streams.Finish())["usage"]!["input_tokens"]!.GetValue<int>());
    }

    [Fact]
    public void C64_AFailureOfTheVendors_IsTheStreams()
    {
        Assert.Equal(FailureKind.Truncated, Play(Streams.Sse(Streams.Text("a"))).Failure?.Kind);
        Assert.Equal(FailureKind.ServerError, Play(Streams.Sse(Streams.Text("a"), """{"error":{"message":"broken","type":"server_error"}}""")).Failure?.Kind);
        Assert.Equal(FailureKind.MalformedAnswer, Play(Streams.Sse("<html>")).Failure?.Kind);
    }

    // White space of a vendor's that is an empty line in ours.
    [Fact]
    public void EmptyLinesInAVendorsJson_EndNoChunk()
    {
        var stream = Encoding.UTF8.GetBytes("data: " + Streams.Text("a").Replace("\"choices\":", "\ndata:\ndata: \"choices\":", StringComparison.Ordinal) + "\n\n" + $"data: {Streams.Finish()}\n\n");
        Assert.Equal("a", StrictMessages.Read(Play(stream).Text)["content"]![0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public void AWholeAnswer_IsItsEvents() => Assert.Equal(
        ["think hm", "text a", "cite https://u\tT\t", "call 0 c f", "args 0 {\\\"x\\\": 1.0}", "call 1 d g", "args 1 {}", "finish ToolCalls"],
        Told.ReadWhole(new ChatReader(), """{"choices":[{"index":0,"message":{"role":"assistant","content":"a","reasoning_content":"hm","annotations":[{"url_citation":{"url":"https://u","title":"T"}}],"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"x\": 1.0}"}},{"id":"d","type":"function","function":{"name":"g","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"""));

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}""", FailureKind.EmptyAnswer)]
    [InlineData("""{"error":{"message":"no","type":"server_error"}}""", FailureKind.ServerError)]
    [InlineData("<html>", FailureKind.MalformedAnswer)]
    public void WhatIsNoAnswer_IsNoneForAnyCaller(string answer, FailureKind kind)
    {
        using var output = new PooledBuffer();
        Assert.Equal(kind, new CompatibleProvider().TranslateAnswer(Encoding.UTF8.GetBytes(answer), ForMessages(), output, out _)?.Kind);
    }

    // A JSON call whose upstream is streamed, for the sake of its first token.
    [Fact]
    public void AStream_CanBecomeAWholeAnswer()
    {
        var replayed = StreamReplay.Again(new CompatibleProvider().CreateStreamTranslator(CallerDialect.Messages, whole: true), Streams.Sse(Streams.Text("a"), Streams.Text("b"), Streams.Finish(), "[DONE]"), ForMessages());
        Assert.Contains("\"text\":\"ab\"", replayed.Text, StringComparison.Ordinal);
        Assert.Equal(2, replayed.ContentEvents);
    }

    // Some upstreams say words between the pieces of a call.
    [Theory]
    [InlineData(CallerDialect.Messages)]
    [InlineData(CallerDialect.Responses)]
    public void C20_WordsBetweenACallsPieces_TakeNothingFromIt(CallerDialect caller)
    {
        var stream = Streams.Sse(
            Streams.Calls("""[{"index":0,"id":"i","type":"function","function":{"name":"f","arguments":"{\"x\":"} }]"""),
            Streams.Text("mid"),
            Streams.Calls("""[{"index":0,"function":{"arguments":"1}"} }]"""),
            Streams.Finish("tool_calls"),
            "[DONE]");

        foreach (var whole in (bool[])[false, true])
        {
            var text = StreamReplay.Again(new CompatibleProvider().CreateStreamTranslator(caller, whole), stream, Identity.Of(caller: caller)).Text;
            Assert.Contains("mid", text, StringComparison.Ordinal);
            if (caller == CallerDialect.Responses)
                Assert.Contains("\"arguments\":\"{\\\"x\\\":1}\"", text, StringComparison.Ordinal);
            else if (whole)
                Assert.Contains("\"input\":{\"x\":1}", text, StringComparison.Ordinal);
            else
                Assert.Equal(1, StrictMessages.Read(text)["content"]![0]!["input"]!["x"]!.GetValue<int>());
        }
    }

    [Fact]
    public void ATranslator_KeepsNothingOfTheStreamBefore()
    {
        var translator = new CompatibleProvider().CreateStreamTranslator(CallerDialect.Messages);
        var stream = Streams.Sse(Streams.Chunk("""{"reasoning_content":"c"}"""), Streams.Calls("""[{"index":0,"id":"i","type":"function","function":{"name":"f","arguments":""}}]"""), Streams.Finish("tool_calls"), "[DONE]");
        var first = StreamReplay.Again(translator, stream, ForMessages()).Text;
        StreamReplay.Again(translator, stream.AsSpan(0, stream.Length / 2), ForMessages());
        Assert.Equal(first, StreamReplay.Again(translator, stream, ForMessages()).Text);
    }

    private static string[] Events(params string[] chunks) =>
        Told.Read(new ChatReader(), StreamReplay.Whole(new CompatibleProvider(), Streams.Sse([.. chunks, "[DONE]"]), Identity.Of()).Text);

    private static JsonObject Message(params string[] chunks) => StrictMessages.Read(Play(Streams.Sse([.. chunks, "[DONE]"])).Text);

    private static Replayed Play(byte[] stream) => StreamReplay.Again(new CompatibleProvider().CreateStreamTranslator(CallerDialect.Messages), stream, ForMessages());

    private static AnswerIdentity ForMessages() => Identity.Of(caller: CallerDialect.Messages);
}

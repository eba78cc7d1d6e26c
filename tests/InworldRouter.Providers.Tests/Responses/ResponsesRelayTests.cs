// A Responses stream to a caller of the same dialect: OpenAI's bytes, but for the model's name and the router's metadata.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Providers.Tests.Transcripts;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Responses;

public sealed class ResponsesRelayTests
{
    private const string Created = """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","error":null,"model":"gpt","output":[],"metadata":{}}}""";
    private const string Text = """{"type":"response.output_text.delta","sequence_number":1,"item_id":"m","output_index":0,"content_index":0,"delta":"a","obfuscation":"x"}""";
    private const string Done = """{"type":"response.output_item.done","sequence_number":2,"output_index":0,"item":{"id":"m","type":"message","content":[{"type":"output_text","text":"a"}]}}""";
    private const string Completed = """{"type":"response.completed","sequence_number":3,"response":{"id":"resp_1","status":"completed","error":null,"model":"gpt","output":[],"usage":{"input_tokens":3,"output_tokens":4}}}""";

    private static readonly ResponsesProvider Provider = new();
    private static readonly AnswerIdentity Caller = Identity.Of(caller: CallerDialect.Responses);

    public static TheoryData<string> Recorded => ResponsesTranscriptTests.Streams;

    // Member order, white space, padding and what nobody knows: all as it came, however the bytes were cut.
    [Theory]
    [MemberData(nameof(Recorded))]
    public void C01_ARecordedStream_PassesByteForByte(string name)
    {
        var upstream = Recording.Read(name);
        var expected = Expected(Encoding.UTF8.GetString(upstream));
        var whole = StreamReplay.Whole(Provider, upstream, Caller);
        Assert.Equal(expected, whole.Text);
        Assert.Equal(ResponsesSay.Stream(upstream).Usage![..2], [whole.Usage.Prompt, whole.Usage.Completion]);
        Assert.True(whole.ContentEvents > 0);
        for (var at = 1; at < upstream.Length; at += Math.Max(1, upstream.Length / 100))
            Assert.Equal(expected, StreamReplay.InTwo(Provider, upstream, Caller, at).Text);
    }

    // "The id is still echoed": the router has resolved it, and its provider says null.
    [Theory]
    [InlineData("""{"model":"gpt","output":[{"type":"message","content":[{}]}],"previous_response_id": null,"x":1}""", """{"model":"vendor/model","output":[{"type":"message","content":[{}]}],"previous_response_id": "resp_0","x":1""")]
    [InlineData("""{"previous_response_id":null ,"output":[{"type":"message","content":[{}]}],"model":"gpt"}""", """{"previous_response_id":"resp_0" ,"output":[{"type":"message","content":[{}]}],"model":"vendor/model" """)]
    public void WhatAResponseFollows_IsSaid(string answer, string expected)
    {
        using var output = new PooledBuffer();

        Assert.Null(Provider.TranslateAnswer(Encoding.UTF8.GetBytes(answer), Caller with { PreviousId = "\"resp_0\""u8.ToArray() }, output, out _));

        Assert.Equal(expected.TrimEnd(), Encoding.UTF8.GetString(output.Written));
    }

    // "exclude hides it": the words of the reasoning, and nothing else.
    [Fact]
    public void ExcludedReasoning_IsNotRelayed()
    {
        var upstream = Recording.Read("openai/responses-stream-reasoning.sse");
        var hiding = Identity.Of(excludeReasoning: true, caller: CallerDialect.Responses);
        var (said, read) = (ResponsesSay.Stream(upstream), ResponsesSay.Stream(StreamReplay.Whole(Provider, upstream, hiding).Client));
        Assert.Equal((said[0].Text, ""), (read[0].Text, read[0].Reasoning));
        Assert.Equal(said[0].Details.Where(d => d.StartsWith("sealed", StringComparison.Ordinal)), read[0].Details);
        var whole = StreamReplay.Assembled(Provider, upstream, hiding, 4096).Text + "}";
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer(Encoding.UTF8.GetBytes(whole), hiding, output, out _));
        Assert.Contains("\"summary\":[]", Encoding.UTF8.GetString(output.Written), StringComparison.Ordinal);
        Assert.DoesNotContain("summary_text", whole + StreamReplay.Whole(Provider, upstream, hiding).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ExcludedReasoning_IsNotInAWholeAnswer()
    {
        using var output = new PooledBuffer();
        var answer = """{"model":"gpt","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"g"},{"type":"message","content":[{"type":"output_text","text":"a"}]}]}"""u8;
        Assert.Null(Provider.TranslateAnswer(answer, Identity.Of(excludeReasoning: true, caller: CallerDialect.Responses), output, out _));
        Assert.Equal("""{"model":"vendor/model","output":[{"type":"reasoning","summary":[],"encrypted_content":"g"},{"type":"message","content":[{"type":"output_text","text":"a"}]}]""", Encoding.UTF8.GetString(output.Written));
    }

    // For a caller who wants no stream, the last event's response is the answer.
    [Theory]
    [MemberData(nameof(Recorded))]
    public void ARecordedStream_IsItsLastResponse_ForACallerWithoutOne(string name)
    {
        var upstream = Recording.Read(name);
        var last = Encoding.UTF8.GetString(upstream).Split('\n').Last(l => l.StartsWith("data:", StringComparison.Ordinal))[6..];
        var said = JsonNode.Parse(last)!["response"]!;
        said["model"] = Identity.Model;
        Assert.True(JsonNode.DeepEquals(said, JsonNode.Parse(StreamReplay.Assembled(Provider, upstream, Caller, 4096).Text + "}")));
    }

    [Fact]
    public void ARecordedAnswer_PassesByteForByte()
    {
        var upstream = Recording.Read("openai/responses-image-generation-tool.json");
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer(upstream, Caller, output, out var usage));
        var text = Encoding.UTF8.GetString(upstream);
        var model = JsonNode.Parse(text)!["model"]!.ToJsonString();
        Assert.Equal(text[..text.LastIndexOf('}')].Replace(model, $"\"{Identity.Model}\"", StringComparison.Ordinal), Encoding.UTF8.GetString(output.Written));
        Assert.Equal(3151, usage.Prompt);
    }

    [Theory]
    [MemberData(nameof(ResponsesTranscriptTests.Failures), MemberType = typeof(ResponsesTranscriptTests))]
    public void C70_AFailureBeforeContent_IsOfItsKind(string name, FailureKind kind, string code)
    {
        var replayed = StreamReplay.Whole(Provider, Recording.Read(name), Caller);
        Assert.Equal((kind, code, 0), (replayed.Failure?.Kind, replayed.Failure?.Code, replayed.ContentEvents));
    }

    [Fact]
    public void TheLastEvent_HasTheRoutersMetadata_InItsResponse() => Assert.EndsWith(
        "event: response.completed\ndata: " + Completed.Replace("\"gpt\"", "\"vendor/model\"", StringComparison.Ordinal)[..^2] + ",\"router_metadata\":" + Identity.Metadata + "}}\n\n",
        Run(Created, Text, Completed).Text, StringComparison.Ordinal);

    // What proves that the answer has begun (C82), and what does not.
    [Theory]
    [InlineData(Text, 1)]
    [InlineData("""{"type":"response.output_text.delta","delta":""}""", 0)]
    [InlineData("""{"type":"response.code_interpreter_call_code.delta","delta":"1"}""", 1)]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"message","content":[]}}""", 0)]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"function_call","name":"f"}}""", 1)]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"web_search_call"}}""", 1)]
    [InlineData("""{"type":"response.output_item.done","item":{"type":"reasoning","summary":[]}}""", 0)]
    [InlineData("""{"type":"response.output_item.done","item":{"type":"reasoning","summary":[],"encrypted_content":"g"}}""", 1)]
    [InlineData(Done, 1)]
    [InlineData("""{"type":"response.image_generation_call.partial_image","partial_image_b64":"A"}""", 1)]
    [InlineData("""{"type":"keepalive","sequence_number":1}""", 0)]
    public void C82_ContentIsWhatSaysSomething(string said, int content)
    {
        var replayed = Run(Created, said, Completed);
        Assert.Equal(content, replayed.ContentEvents);
        Assert.Contains($"data: {said}\n\n", replayed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAnswerThatIsToldAtItsEnd_HasContent() => Assert.Equal(1, Run(Created, Completed.Replace("\"output\":[]", "\"output\":[{\"type\":\"function_call\"}]", StringComparison.Ordinal)).ContentEvents);

    [Fact]
    public void C33_AnIncompleteAnswer_EndedEarly() =>
        Assert.True(Run(Created, Completed.Replace("\"completed\"", "\"incomplete\"", StringComparison.Ordinal).Replace("response.completed", "response.incomplete", StringComparison.Ordinal)).EndedEarly);

    [Theory]
    [InlineData("""{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"server_error","message":"broke"}}}""", FailureKind.ServerError)]
    [InlineData("""{"type":"error","code":"rate_limit_exceeded","message":"slow down","param":null}""", FailureKind.RateLimited)]
    [InlineData("""{"type":"response.completed","response":{"id":"r","status":"failed","error":{"code":"server_error","message":"broke"}}}""", FailureKind.ServerError)]
    [InlineData("<html>", FailureKind.MalformedAnswer)]
    [InlineData("""{"type":"response.completed"}""", FailureKind.MalformedAnswer)]
    public void C64_AFailureInTheMiddle_IsOne(string said, FailureKind kind) => Assert.Equal(kind, Run(Created, Text, said).Failure?.Kind);

    [Fact]
    public void C64_CutBeforeItsLastEvent_IsAFailure() => Assert.Equal(FailureKind.Truncated, Run(Created, Text, Done).Failure?.Kind);

    // "response.failed{response.error{code,message}}": the response that was announced, and the items that were done.
    [Fact]
    public void AStreamThatCannotGoOn_EndsAsFailed()
    {
        var relay = Provider.CreateStreamTranslator(CallerDialect.Responses);
        using var output = new PooledBuffer();
        relay.Begin(Caller);
        foreach (var said in (string[])[Created, Text, Done])
            relay.Translate(new Wire.Sse.SseEvent([], Encoding.UTF8.GetBytes(said)), output);
        output.Truncate(0);
        Assert.True(relay.TryFail("server_error", "It broke.", output));
        Assert.Equal(
            """event: response.failed|data: {"type":"response.failed","sequence_number":3,"response":{"id":"resp_1","object":"response","status":"failed","error":{"code":"server_error","message":"It broke."},"model":"vendor/model","output":[{"id":"m","type":"message","content":[{"type":"output_text","text":"a"}]}],"metadata":{}}}||""",
            Encoding.UTF8.GetString(output.Written).Replace('\n', '|'));
    }

    // Before there was a response, an error is an event of its own.
    [Fact]
    public void AStreamThatDidNotBegin_HasNothingThatFailed()
    {
        var relay = Provider.CreateStreamTranslator(CallerDialect.Responses);
        using var output = new PooledBuffer();
        relay.Begin(Caller);
        Assert.False(relay.TryFail("server_error", "It broke.", output));
        Assert.True(output.IsEmpty);
    }

    [Fact]
    public void ARelayThatIsUsedAgain_KeepsNothing()
    {
        var relay = Provider.CreateStreamTranslator(CallerDialect.Responses);
        var stream = Encoding.UTF8.GetBytes(Frame(Created, Text, Completed));
        var first = StreamReplay.Again(relay, stream, Caller).Text;
        StreamReplay.Again(relay, Encoding.UTF8.GetBytes(Frame(Created, Done)), Caller);
        Assert.Equal(first, StreamReplay.Again(relay, stream, Caller).Text);
    }

    [Theory]
    [InlineData("", FailureKind.EmptyAnswer)]
    [InlineData("<html>", FailureKind.MalformedAnswer)]
    [InlineData("""{"output":7}""", FailureKind.MalformedAnswer)]
    [InlineData("""{"status":"completed","output":[]}""", FailureKind.EmptyAnswer)]
    [InlineData("""{"status":"failed","error":{"code":"rate_limit_exceeded","message":"slow down"},"output":[]}""", FailureKind.RateLimited)]
    [InlineData("""{"status":"incomplete","output":[]}""", null)]
    public void C67_AWholeAnswer_IsOneOrNot(string answer, FailureKind? kind)
    {
        using var output = new PooledBuffer();
        Assert.Equal(kind, Provider.TranslateAnswer(Encoding.UTF8.GetBytes(answer), Caller, output, out _)?.Kind);
    }

    private static Replayed Run(params string[] events) => StreamReplay.Whole(Provider, Encoding.UTF8.GetBytes(Frame(events)), Caller);

    private static string Frame(params string[] events) => string.Concat(events.Select(e => $"data: {e}\n\n"));

    // Some recordings have no names; a client of the same dialect gets them all the same.
    private static string Expected(string upstream)
    {
        var events = upstream.TrimEnd('\n').Split("\n\n").Select(e => e[e.IndexOf("data: ", StringComparison.Ordinal)..]).ToArray();
        for (var i = 0; i < events.Length; i++)
        {
            var data = JsonNode.Parse(events[i][6..])!;
            if (data["response"]?["model"] is { } model)
                events[i] = events[i].Replace($"\"model\":{model.ToJsonString()}", $"\"model\":\"{Identity.Model}\"", StringComparison.Ordinal);
            if (i == events.Length - 1)
                events[i] = $"{events[i][..^2]},\"router_metadata\":{Identity.Metadata}}}}}";
            events[i] = $"event: {data["type"]}\n{events[i]}\n\n";
        }
        return string.Concat(events);
    }
}

// What a stream of the Responses API may do that no recording shows.
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.Responses;

public sealed class StreamTests
{
    private const string Completed = """{"type":"response.completed","response":{"status":"completed","output":[]}}""";

    // "Responses output_index ≠ tool index (off by one when a message item precedes)"
    [Fact]
    public void C23_CallsAreCountedAmongCallsOnly()
    {
        var read = Read(
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs"}}""",
            """{"type":"response.output_item.added","output_index":3,"item":{"type":"function_call","call_id":"a","name":"f","arguments":""}}""",
            """{"type":"response.function_call_arguments.delta","output_index":3,"delta":"{}"}""",
            """{"type":"response.output_item.added","output_index":9,"item":{"type":"function_call","call_id":"b","name":"g","arguments":""}}""",
            """{"type":"response.function_call_arguments.delta","output_index":9,"delta":"{\"x\":1}"}""",
            Completed);
        Assert.Equal(["a f {}", "b g {\"x\":1}"], read.Calls.Select(c => $"{c.Id} {c.Name} {c.Arguments}"));
        Assert.Equal("tool_calls", read.Finish);
    }

    // Whole at its beginning, at its arguments' end, at its own end, or never: each is said once.
    [Theory]
    [InlineData("""{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{\"x\":1}"}}""", "{\"x\":1}")]
    [InlineData("""{"type":"response.function_call_arguments.done","output_index":0,"arguments":"{\"x\":1}"}""", "{\"x\":1}")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{\"x\":1}"}}""", "{\"x\":1}")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":""}}""", "{}")]
    public void C24_C25_Arguments_ComeOnce_WheneverTheyCome(string said, string arguments)
    {
        const string Added = """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":""}}""";
        var isAdded = said.Contains(".added", StringComparison.Ordinal);
        var call = Assert.Single(Read(isAdded ? said : Added, isAdded ? """{"type":"response.unheard_of"}""" : said, Completed).Calls);
        Assert.Equal(("a", "f", arguments), (call.Id, call.Name, call.Arguments));
    }

    [Fact]
    public void AnItemThatOnlyEnds_IsTold() =>
        Assert.Equal("g text", Assert.Single(Read("""{"type":"response.output_item.done","output_index":0,"item":{"type":"custom_tool_call","call_id":"a","name":"g","input":"text"}}""", Completed).Calls) is { IsCustom: true } call ? $"{call.Name} {call.Arguments}" : "");

    // Open models tell their reasoning itself.
    [Fact]
    public void ReasoningText_IsReasoning_InParagraphs()
    {
        var read = Read(
            """{"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"One"}""",
            """{"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"."}""",
            """{"type":"response.reasoning_text.delta","output_index":0,"content_index":1,"delta":"Two."}""",
            Completed);
        Assert.Equal("One.\n\nTwo.", read.Reasoning);
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"server_error","code":"server_is_overloaded","message":"Busy."}}""", FailureKind.Overloaded)]
    [InlineData("""{"type":"error","code":"server_error","message":"No.","param":null}""", FailureKind.ServerError)]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","code":"context_length_exceeded","message":"Your input exceeds the context window of this model."}}""", FailureKind.ContextLength)]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","code":"invalid_prompt","message":"Flagged."}}""", FailureKind.ContentPolicy)]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"No."}}""", FailureKind.ServerError)] // it took the request: not the caller's fault
    [InlineData("""{"type":"response.cancelled","response":{"status":"cancelled"}}""", FailureKind.ServerError)]
    [InlineData("""{"type":"response.completed","response":{"status":"failed","error":{"code":"server_error","message":"No."}}}""", FailureKind.ServerError)]
    [InlineData("{\"type\":\"response.completed\",", FailureKind.MalformedAnswer)]
    [InlineData("{\"type\":\"response.output_text.delta\",\"delta\":\"a", FailureKind.MalformedAnswer)]
    [InlineData("[DONE]", FailureKind.Truncated)]
    [InlineData("""{"object":"response","status":"failed","error":{"code":"rate_limit_exceeded","message":"Slow."}}""", FailureKind.RateLimited)]
    public void C64_WhatGoesWrong_IsAFailureOfItsKind(string said, FailureKind kind) => Assert.Equal(kind, Play(said).Failure?.Kind);

    [Theory]
    [InlineData("max_output_tokens", "length")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("something_new", "length")]
    public void C33_AnIncompleteAnswer_SaysWhy_ThoughItCallsTools(string reason, string finish)
    {
        var replayed = Play(
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{\"x"}}""",
            $$"""{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"{{reason}}"},"output":[]} }""");
        Assert.True(replayed.EndedEarly);
        Assert.Contains($"\"finish_reason\":\"{finish}\"", replayed.Text, StringComparison.Ordinal);
    }

    // A translator is kept from call to call.
    [Fact]
    public void ATranslatorThatHasSeenAnother_ForgetsIt()
    {
        var translator = new ResponsesProvider().CreateStreamTranslator();
        var stream = Streams.Sse(
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":""}}""",
            """{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"text"}""",
            """{"type":"response.output_text.annotation.added","output_index":1,"content_index":0,"annotation":{"type":"url_citation","url":"u","title":"t","start_index":0,"end_index":4}}""",
            Completed);
        var first = StreamReplay.Again(translator, stream, Identity.Of());
        Assert.Equal(first.Text, StreamReplay.Again(translator, stream, Identity.Of()).Text);
    }

    private static Replayed Play(params string[] data) => StreamReplay.Whole(new ResponsesProvider(), Streams.Sse(data), Identity.Of());

    private static ReadChoice Read(params string[] data) => Play(data).Read().Answer[0];
}

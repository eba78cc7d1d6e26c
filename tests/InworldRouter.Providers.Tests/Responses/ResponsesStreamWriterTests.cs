// Events to the Responses API's own: the order that OpenAI's clients demand, and a last event that repeats it all.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Anthropic;
using InworldRouter.Shared;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Responses;

public sealed class ResponsesStreamWriterTests
{
    // Each row: what is told, and the items that it is.
    [Theory]
    [InlineData("text a|text b|end", """[{"id":"msg_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"ab","annotations":[],"logprobs":[]}]}]""")]
    [InlineData("text a|end|text b|end", """[{"id":"msg_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"a","annotations":[],"logprobs":[]}]},{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"b","annotations":[],"logprobs":[]}]}]""")]
    [InlineData("text a|refuse no|refuse !", """[{"id":"msg_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"a","annotations":[],"logprobs":[]},{"type":"refusal","refusal":"no!"}]}]""")]
    [InlineData("text h\\u00e4|cite u\tT\tw|text .|cite v\tV\t", """[{"id":"msg_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"h\u00e4.","annotations":[{"type":"url_citation","url":"u","title":"T","start_index":0,"end_index":2},{"type":"url_citation","url":"v","title":"V","start_index":0,"end_index":3}],"logprobs":[]}]}]""")]
    [InlineData("""text a|weigh {"token":"a"}|text b|weigh {"token":"b"},{"token":"c"}""", """[{"id":"msg_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"ab","annotations":[],"logprobs":[{"token":"a"},{"token":"b"},{"token":"c"}]}]}]""")]
    [InlineData("call 0 c f|args 0 {\\\"a\\\":|args 0 1}|end", """[{"id":"fc_0","type":"function_call","status":"completed","call_id":"c","name":"f","arguments":"{\"a\":1}"}]""")]
    [InlineData("""whole 0 c f {"a": 1.0}""", """[{"id":"fc_0","type":"function_call","status":"completed","call_id":"c","name":"f","arguments":"{\"a\": 1.0}"}]""")]
    [InlineData("call 0 c f|end", """[{"id":"fc_0","type":"function_call","status":"completed","call_id":"c","name":"f","arguments":"{}"}]""")]
    [InlineData("call 0  f|args 0 {}", """[{"id":"fc_0","type":"function_call","status":"completed","call_id":"call_0198c5a07d2f7c3e_0","name":"f","arguments":"{}"}]""")]
    [InlineData("custom 0 c sql|input 0 SELECT|input 0  1|end", """[{"id":"ctc_0","type":"custom_tool_call","status":"completed","call_id":"c","name":"sql","input":"SELECT 1"}]""")]
    [InlineData("custom 0 c now|end", """[{"id":"ctc_0","type":"custom_tool_call","status":"completed","call_id":"c","name":"now","input":""}]""")]
    [InlineData("preview 0 image/webp AAAA|preview 0 image/webp BBBB|show image/webp CCCC|end|text a", """[{"id":"ig_0","type":"image_generation_call","status":"completed","output_format":"webp","result":"CCCC"},{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"a","annotations":[],"logprobs":[]}]}]""")]
    [InlineData("show@Gemini image/png AAAA c2ln", """[{"id":"rs_0","type":"reasoning","summary":[],"encrypted_content":"router:v1:gemini:ig_1:c2ln"},{"id":"ig_1","type":"image_generation_call","status":"completed","output_format":"png","result":"AAAA"}]""")]
    public void A2_WhatIsTold_IsItsItems(string told, string items) => Assert.Equal(Canonical(items), Items(told.Split('|')));

    // Whose reasoning it is goes with it, and comes back to its owner (C47–C50).
    [Theory]
    [InlineData("think h|think m|sign c2ln|end", """[{"id":"rs_0","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"router:v1:anthropic::c2ln"}]""")]
    [InlineData("sign c2ln|end", """[{"id":"rs_0","type":"reasoning","summary":[],"encrypted_content":"router:v1:anthropic::c2ln"}]""")]
    [InlineData("seal ZGF0YQ==|end", """[{"id":"rs_0","type":"reasoning","summary":[],"encrypted_content":"router:v1:anthropic:redacted:ZGF0YQ=="}]""")]
    [InlineData("think a|think \\n\\n|think b|sign c2ln", """[{"id":"rs_0","type":"reasoning","summary":[{"type":"summary_text","text":"a\n\nb"}],"encrypted_content":"router:v1:anthropic::c2ln"}]""")]
    [InlineData("think@OpenAIResponses a|think@OpenAIResponses \\n\\n|think@OpenAIResponses b|end|seal@OpenAIResponses gAAA", """[{"id":"rs_0","type":"reasoning","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"encrypted_content":"gAAA"}]""")]
    [InlineData("think@OpenAIResponses a|end", """[{"id":"rs_0","type":"reasoning","summary":[{"type":"summary_text","text":"a"}]}]""")]
    [InlineData("think@None hm|end", """[{"id":"rs_0","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"router:v1:none::"}]""")]
    [InlineData("call@Gemini 0 c f c2ln|args 0 {}", """[{"id":"rs_0","type":"reasoning","summary":[],"encrypted_content":"router:v1:gemini:c:c2ln"},{"id":"fc_1","type":"function_call","status":"completed","call_id":"c","name":"f","arguments":"{}"}]""")]
    [InlineData("text a|end|signtext@Gemini c2ln", """[{"id":"msg_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"a","annotations":[],"logprobs":[]}]},{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"router:v1:gemini::c2ln"}]""")]
    [InlineData("think a|sign c2ln|think b|sign c2lo", """[{"id":"rs_0","type":"reasoning","summary":[{"type":"summary_text","text":"a"}],"encrypted_content":"router:v1:anthropic::c2ln"},{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"b"}],"encrypted_content":"router:v1:anthropic::c2lo"}]""")]
    public void C47_Reasoning_IsCarriedWithItsSeal(string told, string items) =>
        Assert.Equal(Canonical(items), Items(told.Split('|')));

    // "exclude hides it"; what is sealed shows nothing, and signed words without the words prove nothing.
    [Theory]
    [InlineData("think hm|sign c2ln|end", "[]")]
    [InlineData("sign c2ln|end", """[{"id":"rs_0","type":"reasoning","summary":[],"encrypted_content":"router:v1:anthropic::c2ln"}]""")]
    [InlineData("think@OpenAIResponses hm|end|seal@OpenAIResponses gAAA", """[{"id":"rs_0","type":"reasoning","summary":[],"encrypted_content":"gAAA"}]""")]
    public void ExcludedReasoning_IsNotShown(string told, string items)
    {
        var stream = Told.Play(new ResponsesStreamWriter(), Identity.Of(excludeReasoning: true), Told.Usage, "", told.Split('|'));
        Assert.Equal(Canonical(items), Shorten(StrictResponses.Read(stream)));
    }

    // "Order": created, in_progress, added … done, completed.
    [Fact]
    public void A2_TheEvents_ComeInOrder() => Assert.Equal(
        [
            "created", "in_progress", "output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta", "reasoning_summary_text.done",
            "reasoning_summary_part.done", "output_item.done", "output_item.added", "content_part.added", "output_text.delta", "output_text.annotation.added",
            "output_text.done", "content_part.done", "output_item.done", "output_item.added", "function_call_arguments.delta", "function_call_arguments.done",
            "output_item.done", "output_item.added", "image_generation_call.in_progress", "image_generation_call.generating", "image_generation_call.partial_image",
            "image_generation_call.completed", "output_item.done", "completed",
        ],
        StrictResponses.Events(Stream("think a", "sign s", "end", "text a", "cite u\tt\t", "end", "call 0 c f", "args 0 {}", "end", "preview 0 image/png A", "show image/png B", "finish ToolCalls"))
            .Select(e => StrictResponses.TypeOf(e)["response.".Length..]));

    // C23: "Responses output_index ≠ tool index".
    [Fact]
    public void C23_CallsThatAreToldAtOnce_KeepTheirArguments()
    {
        var items = Items("text a", "end", "call 0 a f", "call 1 b g", "args 0 {", "args 1 {\\\"x\\\":1}", "args 0 }", "finish ToolCalls");
        Assert.Equal("""a {} b {"x":1}""", string.Join(' ', items.Skip(1).Select(i => JsonNode.Parse(i)!).Select(i => $"{i["call_id"]} {i["arguments"]}")));
    }

    [Theory]
    [InlineData("finish Stop", "completed", null)]
    [InlineData("finish StopSequence x", "completed", null)]
    [InlineData("finish ToolCalls", "completed", null)]
    [InlineData("finish Pause", "completed", null)]
    [InlineData("finish Length", "incomplete", "max_output_tokens")]
    [InlineData("finish Filter", "incomplete", "content_filter")]
    public void C33_TheStatus_SaysHowItEnded(string finish, string status, string? reason)
    {
        var response = StrictResponses.Read(Stream("text a", finish));
        Assert.Equal((status, reason), (response["status"]!.ToString(), response["incomplete_details"]?["reason"]!.ToString()));
        Assert.Equal(status, response["output"]![0]!["status"]!.ToString());
    }

    // "What was cut is not to look complete" (C33).
    [Fact]
    public void C33_ACallThatWasCut_HasNoArgumentsMadeUp() =>
        Assert.Contains("\"status\":\"incomplete\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"\"}", Stream("call 0 c f", "finish Length"), StringComparison.Ordinal);

    [Fact]
    public void ARefusalThatEndsTheAnswer_IsARefusal() =>
        Assert.Equal("""{"type":"refusal","refusal":"No."}""", StrictResponses.Read(Stream("finish Filter No."))["output"]![0]!["content"]![0]!.ToJsonString());

    // The item has no place for an address.
    [Fact]
    public void AnImageWithoutData_IsALink()
    {
        var writer = new ResponsesStreamWriter();
        using var output = new PooledBuffer();
        writer.Begin(Identity.Of());
        writer.Write(AnswerEvent.ShowAt(0, "https://x/y.png"u8), output);
        writer.Complete(Told.Usage, [], output);
        Assert.Equal("![image](https://x/y.png)", StrictResponses.Read(Encoding.UTF8.GetString(output.Written))["output"]![0]!["content"]![0]!["text"]!.ToString());
    }

    [Fact]
    public void Usage_IsCountedInOpenAIsWords() => Assert.Equal(
        """{"input_tokens":20,"input_tokens_details":{"cached_tokens":12,"cache_write_tokens":3},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":29}""",
        StrictResponses.Read(Stream("text a", "finish Stop"))["usage"]!.ToJsonString());

    // "usage (always …)" (api.md 4)
    [Fact]
    public void UnknownUsage_IsEstimated() => Assert.Equal(
        (7, 2), StrictResponses.Read(Told.Play(new ResponsesStreamWriter(), Identity.Of(), TokenUsage.Unknown, "", "text a", "text b", "finish Stop"))["usage"] is { } usage
            ? (usage["input_tokens"]!.GetValue<int>(), usage["output_tokens"]!.GetValue<int>()) : default);

    // The response's own metadata is the caller's strings.
    [Fact]
    public void TheRoutersMetadata_IsTheResponsesRouterMetadata()
    {
        var response = StrictResponses.Read(Told.Play(new ResponsesStreamWriter(), Identity.Of(), Told.Usage, Identity.Metadata, "text a"));
        Assert.Equal((Identity.Metadata, "{}"), (response["router_metadata"]!.ToJsonString(), response["metadata"]!.ToJsonString()));
    }

    [Fact]
    public void TheLastEvent_IsWhatTheWholeAnswerIs()
    {
        string[] told = ["think hm", "sign c2ln", "text a", "cite u\tt\t", "end", "call 0 c f", "args 0 {}", "finish Length"];
        var whole = JsonNode.Parse(Told.Play(new ResponsesAnswerWriter(), Identity.Of(), Told.Usage, "", told) + "}");
        Assert.Equal(whole!.ToJsonString(), StrictResponses.Read(Stream(told)).ToJsonString());
    }

    // "response.failed{response.error{code,message}}": with all that came before it.
    [Fact]
    public void C64_AFailure_IsTheLastEvent()
    {
        var writer = new ResponsesStreamWriter();
        using var output = new PooledBuffer();
        writer.Begin(Identity.Of());
        Told.Tell(writer, "text half", output);
        Assert.True(writer.TryFail("server_error", "It \"broke\".", output));
        var response = StrictResponses.Read(Encoding.UTF8.GetString(output.Written));
        Assert.Equal("""{"code":"server_error","message":"It \u0022broke\u0022."}""", response["error"]!.ToJsonString());
        Assert.Equal(("incomplete", "half"), (response["output"]![0]!["status"]!.ToString(), response["output"]![0]!["content"]![0]!["text"]!.ToString()));
    }

    [Fact]
    public void AWriterThatIsUsedAgain_KeepsNothing()
    {
        var writer = new ResponsesStreamWriter();
        var first = Told.Play(writer, Identity.Of(), Told.Usage, "", "text a", "finish Length");
        Told.Play(writer, Identity.Of(), Told.Usage, "", "think b", "call 0 c f", "show image/png A");
        Assert.Equal(first, Told.Play(writer, Identity.Of(), Told.Usage, "", "text a", "finish Length"));
    }

    private static string Stream(params string[] events) => Told.Play(new ResponsesStreamWriter(), Identity.Of(), Told.Usage, "", events);

    private static string[] Items(params string[] told) => Shorten(StrictResponses.Read(Stream(told)));

    // Ids without the answer's own part.
    private static string[] Shorten(JsonObject response) => Canonical(response["output"]!.ToJsonString().Replace("_0198c5a07d2f7c3e_", "_", StringComparison.Ordinal).Replace("\"call_0\"", "\"call_0198c5a07d2f7c3e_0\"", StringComparison.Ordinal));

    private static string[] Canonical(string items) => [.. JsonNode.Parse(items)!.AsArray().Select(i => i!.ToJsonString())];
}

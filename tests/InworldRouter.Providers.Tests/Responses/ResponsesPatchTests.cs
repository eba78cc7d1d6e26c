// A Responses call to OpenAI itself: the caller's bytes, without what is the router's.
using System.Text;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Responses;

public sealed class ResponsesPatchTests
{
    // Each row: a model, what the caller says, what OpenAI is told.
    [Theory]
    [InlineData("gpt-4o", """{"model":"m", "input" : [ {"role":"user","content":"Hi"} ], "temperature":1.0 ,"of_tomorrow":[1]}""", """{"model":"gpt-4o", "input" : [ {"role":"user","content":"Hi"} ], "temperature":1.0 ,"of_tomorrow":[1]}""")]
    [InlineData("gpt-4o", """{"model":"m","input":"x","models":["a"],"ignore":[],"sort":["price"],"fallback":{},"provider":{},"prompt_variables":{},"web_search":true,"compression":{},"image_config":{},"modalities":["text"],"background":true}""", """{"model":"gpt-4o","input":"x"}""")]
    [InlineData("gpt-4o", """{"extra_body":{"models":["a"],"temperature":0.5,"input":"no","previous_response_id":"no"},"model":"m","input":"x","temperature":1}""", """{"temperature":0.5,"model":"gpt-4o","input":"x"}""")]
    [InlineData("gpt-4o", """{"model":"m","input":"x","extra_body":{"models":["a"]}}""", """{"model":"gpt-4o","input":"x"}""")]
    [InlineData("gpt-4o", """{"model":"m","input":"x","metadata":{"tier":"gold"},"previous_response_id":"resp_1"}""", """{"model":"gpt-4o","input":"x","metadata":{"tier":"gold"},"previous_response_id":"resp_1"}""")]
    [InlineData("gpt-4o", """{"model":"m","metadata":{"age":7},"input":"x"}""", """{"model":"gpt-4o","input":"x"}""")]
    [InlineData("gpt-4o", """{"model":"m","input":"x","stop":["a"],"seed":1,"logit_bias":[],"frequency_penalty":1,"presence_penalty":1,"repetition_penalty":1}""", """{"model":"gpt-4o","input":"x"}""")]
    [InlineData("gpt-4o", """{"model":"m","input":"x","max_output_tokens":5}""", """{"model":"gpt-4o","input":"x","max_output_tokens":16}""")]
    [InlineData("gpt-4o", """{"model":"m","input":"x","stream":true,"stream_options":{"include_obfuscation":false}}""", """{"model":"gpt-4o","input":"x","stream":true,"stream_options":{"include_obfuscation":false}}""")]
    [InlineData("gpt-4o", """{"model":"m","input":"x","stream":false,"stream_options":{}}""", """{"model":"gpt-4o","input":"x"}""")]
    [InlineData("gpt-4o", """{"model":"m","reasoning":{"effort":"low"},"input":"x"}""", """{"model":"gpt-4o","input":"x"}""")]
    [InlineData("gpt-5", """{"model":"m","input":"x","reasoning":{"effort":"low", "summary":"auto"},"temperature":0.2,"top_p":1}""", """{"model":"gpt-5","input":"x","reasoning":{"effort":"low", "summary":"auto"}}""")]
    [InlineData("gpt-5", """{"model":"m","input":"x","reasoning":{"effort":"xhigh","exclude":false}}""", """{"model":"gpt-5","input":"x","reasoning":{"effort":"high"}}""")]
    [InlineData("gpt-5", """{"model":"m","input":"x","max_output_tokens":1000,"reasoning":{"max_tokens":200,"exclude":true,"summary":"auto"}}""", """{"model":"gpt-5","input":"x","max_output_tokens":1000,"reasoning":{"effort":"low"}}""")]
    [InlineData("gpt-5", """{"model":"m","input":"x","reasoning":{"summary":"detailed"}}""", """{"model":"gpt-5","input":"x","reasoning":{"summary":"detailed"}}""")]
    [InlineData("deployment", """{"model":"m","input":"x","reasoning":{"effort":"high"},"temperature":0.2}""", """{"model":"deployment","input":"x","reasoning":{"effort":"high"},"temperature":0.2}""")]
    public void TheRoutersWords_StayHere_AndTheRestIsUntouched(string model, string body, string sent) => Assert.Equal(sent, Write(body, model).Body);

    // What another has signed, or nobody, is none of OpenAI's; its own gets its id back.
    [Theory]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA"}""", """{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA"}""")]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"router:v1:anthropic::c2ln"},{"role":"user","content":"a"}""", """{"role":"user","content":"a"}""")]
    [InlineData("""{"role":"user","content":"a"},{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"router:v1:none::"}""", """{"role":"user","content":"a"}""")]
    [InlineData("""{"type":"reasoning","id":"rs_ours_0","summary":[],"encrypted_content":"router:v1:openai:rs_theirs:gAAA"}""", """{"type":"reasoning","id":"rs_theirs","summary":[],"encrypted_content":"gAAA"}""")]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[]}""", """{"type":"reasoning","id":"rs_1","summary":[]}""")]
    [InlineData("""{"role":"user","content":[{"type":"input_text","text":"a","cache_control":{"type":"ephemeral"}}],"cache_control":{}}""", """{"role":"user","content":[{"type":"input_text","text":"a"}]}""")]
    public void C47_ItemsOfEarlierAnswers_AreTheirMakersAgain(string items, string sent) =>
        Assert.Equal($$"""{"model":"gpt-5","input":[{{sent}}]}""", Write($$"""{"model":"m","input":[{{items}}]}""", "gpt-5").Body);

    // "strip all and retry once"
    [Fact]
    public void ARefusedSeal_IsLeftOut() => Assert.Equal(
        """{"model":"gpt-5","input":[{"role":"user","content":"a"}]}""",
        Write("""{"model":"m","input":[{"role":"user","content":"a"},{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA"}]}""", "gpt-5", Concessions.Signatures).Body);

    [Fact]
    public void C15_RefusedStreamOptions_AreLeftOut() => Assert.Equal(
        """{"model":"gpt-5","stream":true,"input":"x"}""", Write("""{"model":"m","stream":true,"stream_options":{},"input":"x"}""", "gpt-5", Concessions.StreamOptions).Body);

    // A JSON call whose upstream is to be watched for its first token is streamed.
    [Fact]
    public void AnUpstreamThatIsToStream_IsAskedTo()
    {
        var written = Requests.Send(Vendors.Of("openai"), """{"model":"m","input":"x"}""", "gpt-5", stream: true, caller: CallerDialect.Responses);
        Assert.Equal("""{"stream":true,"model":"gpt-5","input":"x"}""", written.Body);
    }

    [Fact]
    public void HistoryThatTheRouterKeeps_IsNotOpenAIs()
    {
        var body = """{"model":"m","previous_response_id":"resp_1","input":[]}"""u8.ToArray();
        Assert.True(ChatRequestFields.TryScan(body, out var fields, out _));
        using var request = new UpstreamRequest();
        using var output = new PooledBuffer();
        Assert.Null(new ResponsesProvider().WriteRequest(new UpstreamCall(body, in fields, "gpt-5", false) { Caller = CallerDialect.Responses, HasHistory = true, Family = ModelFamilies.Of("gpt-5") }, request));
        request.Patch.Apply(body, output);
        Assert.Equal("""{"model":"gpt-5","input":[]}""", Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void WhatIsLeftOut_IsWarnedOf() => Assert.Equal(
        ["web_search_options is not sent: the Responses API has a tool for it, {\"type\":\"web_search\"}", "temperature is not sent: the model reasons"],
        Write("""{"model":"m","input":"x","web_search_options":{},"temperature":0.2}""", "gpt-5").Warnings);

    private static WrittenRequest Write(string body, string model, Concessions concessions = Concessions.None)
    {
        var written = Requests.Send(Vendors.Of("openai"), body, model, concessions: concessions, caller: CallerDialect.Responses);
        Assert.Null(written.Refusal);
        Assert.Equal("/responses", written.Path);
        StrictJson.Parse(written.Body);
        return written;
    }
}

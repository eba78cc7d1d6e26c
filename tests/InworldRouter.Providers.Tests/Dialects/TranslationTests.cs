// What holds for every pair of dialects, whoever speaks them.
using System.Text;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.Dialects;

public sealed class TranslationTests
{
    // Left out, they would change what the call means: the caller is told where.
    [Theory]
    [InlineData("""{"model":"x","messages":[{"role":"user","content":"Hi"},null]}""", "messages[1]")]
    [InlineData("""{"model":"x","messages":[{"role":"user","content":{"type":"text","text":"the real question"}}]}""", "messages[0].content")]
    [InlineData("""{"model":"x","messages":[{"role":"user","content":5}]}""", "messages[0].content")]
    [InlineData("""{"model":"x","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[null]}]}""", "messages[1].tool_calls")]
    [InlineData("""{"model":"x","messages":[{"role":"user","content":"Hi"}],"tools":[null]}""", "tools[0]")]
    public void WhatMeansNothing_IsRefusedByItsPlace(string body, string place)
    {
        foreach (var provider in (Provider[])[new AnthropicProvider(), new GeminiProvider(), new ResponsesProvider()])
            Assert.Equal((FailureKind.BadRequest, place), Requests.Send(provider, body, "m").Fault is { } fault ? (fault.Kind, fault.Param) : default);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("//host/x.png")]
    [InlineData("data:image/png,raw")]
    [InlineData("ftp://host/x.png")]
    public void AnAddressThatNobodyCanFetch_IsRefused(string url)
    {
        foreach (var provider in (Provider[])[new AnthropicProvider(), new GeminiProvider()])
        {
            var refusal = Requests.Send(provider, $$"""{"model":"x","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"{{url}}"} }]}]}""", "m").Refusal;
            Assert.Equal("messages[0].content[0]", refusal?.Param);
        }
    }

    // "First delta carries role exactly once" (C11), also of an answer that says nothing.
    [Fact]
    public void C11_ARefusalWithoutWords_HasARole()
    {
        var stream = """data: {"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}}""" + "\r\n\r\n";
        var read = StreamReplay.Whole(new GeminiProvider(), Encoding.UTF8.GetBytes(stream), Identity.Of()).Read();
        Assert.Equal("assistant", read.Chunks[0]["choices"]![0]!["delta"]!["role"]!.GetValue<string>());
        Assert.Equal("content_filter", read.Answer[0].Finish);
    }

    // "tool-emulation returns content with finish_reason stop" (C55): the arguments alone, whatever is said beside them.
    [Theory]
    [InlineData("""{"type":"text","text":"Here: "},{"type":"tool_use","id":"a","name":"structured_output","input":{"a":1}},{"type":"tool_use","id":"b","name":"structured_output","input":{"a":2}}""", "tool_use", """{"a":1}""")]
    [InlineData("""{"type":"text","text":"I cannot."}""", "end_turn", "I cannot.")]
    public void C55_ASchemaInATool_IsNothingButItsArguments(string content, string reason, string text)
    {
        using var output = new Wire.Buffers.PooledBuffer();
        var upstream = $$"""{"type":"message","content":[{{content}}],"stop_reason":"{{reason}}","usage":{"input_tokens":1,"output_tokens":1} }""";
        Assert.Null(new AnthropicProvider().TranslateAnswer(Encoding.UTF8.GetBytes(upstream), Identity.Of(isSchemaInTool: true), output, out _));
        var answer = StrictAnswer.Read(Encoding.UTF8.GetString(output.Written) + ",\"metadata\":" + Identity.Metadata + "}");
        Assert.Equal((text, "stop"), (answer[0].Text, answer[0].Finish));
    }

    // "keep thoughtSignature for multi-turn edits" (providers.md G.1)
    [Fact]
    public void C50_AnImagesSignature_GoesThereAndBack()
    {
        var body = """{"model":"x","messages":[{"role":"user","content":"A dog"},{"role":"assistant","content":"","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="},"index":0,"extra_content":{"google":{"thought_signature":"c2ln"}}}]},{"role":"user","content":"Blue"}]}""";
        Assert.Contains("\"data\":\"iVBORw0KGgo=\"},\"thoughtSignature\":\"c2ln\"}", Requests.Write(new GeminiProvider(), body, "gemini-3-pro-image"), StringComparison.Ordinal);
    }

    [Fact]
    public void C47_SealedReasoningThatIsRefused_IsLeftOut()
    {
        var provider = new ResponsesProvider();
        Assert.Equal(FailureKind.SignatureRefused, provider.Classify(400, """{"error":{"message":"The encrypted content for item rs_1 could not be verified.","type":"invalid_request_error","param":null,"code":"invalid_encrypted_content"}}"""u8).Kind);
        const string Body = """{"model":"x","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_details":[{"type":"reasoning.encrypted","data":"SEALED","id":"rs_1","format":"openai-responses-v1","index":0}]},{"role":"user","content":"c"}]}""";
        Assert.Contains("SEALED", Requests.Write(provider, Body, "gpt-5.5"), StringComparison.Ordinal);
        Assert.DoesNotContain("SEALED", Requests.Write(provider, Body, "gpt-5.5", concessions: Concessions.Signatures), StringComparison.Ordinal);
    }
}

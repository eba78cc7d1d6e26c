// What a response repeats of its request.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Anthropic;
using InworldRouter.Providers.Tests.Transcripts;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Responses;

public sealed class ResponsesEchoTests
{
    // Members of OpenAI's answers that are not the request's.
    private static readonly string[] OfTheAnswer = ["id", "object", "created_at", "status", "error", "incomplete_details", "model", "output", "usage"];

    [Fact]
    public void OfASilentRequest_ItIsTheApisDefaults() => Assert.Equal(
        """{"background":false,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,"metadata":{},"parallel_tool_calls":true,"previous_response_id":null,"prompt_cache_key":null,"reasoning":{"effort":null,"summary":null},"safety_identifier":null,"service_tier":"auto","store":true,"temperature":1.0,"text":{"format":{"type":"text"},"verbosity":"medium"},"tool_choice":"auto","tools":[],"top_logprobs":0,"top_p":1.0,"truncation":"disabled","user":null}""",
        Echo("""{"model":"m","input":"x"}"""));

    [Fact]
    public void OfATalkativeRequest_ItIsTheCallersBytes() => Assert.Equal(
        """{"background":false,"instructions":"Be\u0020brief.","max_output_tokens":64,"max_tool_calls":2,"metadata":{"a": "b"},"parallel_tool_calls":false,"previous_response_id":"resp_1","prompt_cache_key":"k","reasoning":{"effort":"low","summary":"auto"},"safety_identifier":"s","service_tier":"flex","store":false,"temperature":0.50,"text":{"format":{"type":"json_object"},"verbosity":"low"},"tool_choice":{"type":"function","name":"f"},"tools":[{"type":"function", "name":"f"}],"top_logprobs":2,"top_p":0.10,"truncation":"auto","user":"u"}""",
        Echo("""{"background":true,"instructions":"Be\u0020brief.","max_output_tokens":64,"max_tool_calls":2,"metadata":{"a": "b"},"parallel_tool_calls":false,"previous_response_id":"resp_1","prompt_cache_key":"k","reasoning":{"effort":"low","summary":"auto","exclude":true},"safety_identifier":"s","service_tier":"flex","store":false,"temperature":0.50,"text":{"format":{"type":"json_object"},"verbosity":"low"},"tool_choice":{"type":"function","name":"f"},"tools":[{"type":"function", "name":"f"}],"top_logprobs":2,"top_p":0.10,"truncation":"auto","user":"u"}"""));

    [Fact]
    public void AResponse_HasEveryMemberThatOpenAIsHave()
    {
        var recorded = JsonNode.Parse(Recording.Read("openai/responses-image-generation-tool.json"))!.AsObject().Select(m => m.Key);
        var own = JsonNode.Parse(Told.Play(new ResponsesAnswerWriter(), Identity.Of(), Told.Usage, "", "text a") + "}")!.AsObject().Select(m => m.Key);
        Assert.Equal(recorded.Order(StringComparer.Ordinal), own.Order(StringComparer.Ordinal));
        Assert.Equal(recorded.Except(OfTheAnswer).Order(StringComparer.Ordinal), JsonNode.Parse(Echo("{}"))!.AsObject().Select(m => m.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheWriter_RepeatsWhatItIsGiven()
    {
        var identity = Identity.Of() with { Echo = "\"instructions\":\"x\""u8.ToArray() };
        Assert.Contains("\"output\":[],\"instructions\":\"x\",\"usage\":null}}\n\n", Told.Play(new ResponsesStreamWriter(), identity, Told.Usage, "", "text a"), StringComparison.Ordinal);
    }

    private static string Echo(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(ResponsesRequestFields.TryScan(bytes, out var fields, out _));
        using var output = new PooledBuffer();
        ResponsesEcho.Write(fields, bytes, output);
        return $"{{{Encoding.UTF8.GetString(output.Written)}}}";
    }
}

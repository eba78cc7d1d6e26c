// The vendors' counters: what they are asked, and what of their answers reaches the caller.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Providers.Tests.Transcripts;
using InworldRouter.Providers.Vertex;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Tokens;

public sealed class CounterTests
{
    private const string Call = """{ "max_tokens":5,"model":"MODEL" , "system":"Be brief.","stream":true,"messages":[{"role":"user","content":"H\u0069"}],"temperature":1.0,"tool_choice":{"type":"any"},"tools":[{"name":"f","input_schema":{"type":"object","maximum":1e3}}]}""";

    private static readonly CloudAccount Account = new("p", "l");

    [Theory]
    [InlineData(false, "/v1/messages/count_tokens")]
    [InlineData(true, "/v1/messages/count_tokens?beta=true")]
    public void C40_Anthropics_IsAskedInTheCallersBytes_WithoutWhatOnlyAnAnswerNeeds(bool isBeta, string path)
    {
        var written = Ask(new AnthropicProvider(), Call, "claude-opus-5", isBeta);

        Assert.Equal(path, written.Path);
        Assert.Equal("anthropic-version: 2026-10-21\r\nanthropic-beta: a,b\r\n", written.HeaderLines);
        Assert.Equal("""{ "model":"claude-opus-5" , "system":"Be brief.","messages":[{"role":"user","content":"H\u0069"}],"tool_choice":{"type":"any"},"tools":[{"name":"f","input_schema":{"type":"object","maximum":1e3}}]}""", written.Body);
    }

    // "max_tokens: Extra inputs are not permitted"; what it does know stays, beta or not.
    [Theory]
    [InlineData("\"stop_sequences\":[\"x\"]", false)]
    [InlineData("\"metadata\":{\"user_id\":\"u\",\"tier\":\"a\"}", false)]
    [InlineData("\"service_tier\":\"auto\"", false)]
    [InlineData("\"container\":\"c\"", false)]
    [InlineData("\"top_p\":0.5", false)]
    [InlineData("\"models\":[\"a/b\"]", false)]
    [InlineData("\"extra_body\":{\"max_tokens\":3,\"models\":[]}", false)]
    [InlineData("\"thinking\":{\"type\":\"adaptive\"}", true)]
    [InlineData("\"output_config\":{\"effort\":\"low\"}", true)]
    [InlineData("\"context_management\":{\"edits\":[]}", true)]
    [InlineData("\"mcp_servers\":[]", true)]
    [InlineData("\"of_tomorrow\":1.0", true)]
    public void C40_Anthropics_TakesSomeMembers(string member, bool stays)
    {
        var body = Ask(new AnthropicProvider(), $$"""{"model":"x","messages":[{"role":"user","content":"Hi"}],{{member}}}""", "claude-opus-5").Body;
        Assert.Equal($$"""{"model":"claude-opus-5","messages":[{"role":"user","content":"Hi"}]{{(stays ? "," + member : "")}}}""", body);
    }

    // "count: …/models/count-tokens:rawPredict"
    [Fact]
    public void C40_Vertexs_IsToldTheModelInTheBody()
    {
        var written = Ask(new VertexProvider(), Call, "anthropic/claude-opus-5");
        var body = StrictJson.Parse(written.Body).AsObject();

        Assert.Equal("/v1/projects/p/locations/l/publishers/anthropic/models/count-tokens:rawPredict", written.Path);
        Assert.Equal("claude-opus-5", body["model"]!.GetValue<string>());
        Assert.Equal("vertex-2023-10-16", body["anthropic_version"]!.GetValue<string>());
        Assert.False(body.ContainsKey("max_tokens"));
    }

    // "contents and generateContentRequest are mutually exclusive": the whole request, with what instructs it.
    [Fact]
    public void C40_Geminis_IsAskedWithTheWholeRequest()
    {
        var written = Ask(new GeminiProvider(), Call, "gemini-2.5-flash");
        var whole = StrictJson.Parse(written.Body).AsObject();
        var request = whole["generateContentRequest"]!.AsObject();

        Assert.Equal("/v1beta/models/gemini-2.5-flash:countTokens", written.Path);
        Assert.Single(whole);
        Assert.Equal("models/gemini-2.5-flash", request["model"]!.GetValue<string>());
        Assert.True(request.Remove("model"));
        Assert.True(JsonNode.DeepEquals(Requests.ReadMessages(new GeminiProvider(), Call.Replace("true", "false", StringComparison.Ordinal), "gemini-2.5-flash"), request));
    }

    [Fact]
    public void C40_VertexsOfGemini_IsAskedWithWhatItTakes()
    {
        var written = Ask(new VertexProvider(), Call, "gemini-2.5-flash");

        Assert.Equal("/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:countTokens", written.Path);
        Assert.Equal(["systemInstruction", "tools", "generationConfig", "contents"], StrictJson.Parse(written.Body).AsObject().Select(m => m.Key));
    }

    [Fact]
    public void C40_OtherVendors_HaveNone()
    {
        foreach (var id in (string[])["openai", "groq", "mistral", "deepseek", "xai", "azure", "openai-compatible"])
            Assert.Null(CounterOf(Vendors.Of(id), "m"));
    }

    [Theory]
    [InlineData("""{"input_tokens": 16}""", """{"input_tokens": 16""")]
    [InlineData("""{"input_tokens":16,"context_management":{"original_input_tokens":90}}""", """{"input_tokens":16,"context_management":{"original_input_tokens":90}""")]
    public void C40_AnthropicsCount_IsRelayedAsItCame(string answer, string said) => Assert.Equal(said, Translate(new AnthropicProvider(), answer));

    [Fact]
    public void C40_ARecordedCount_IsRelayedAsItCame()
    {
        var recorded = Encoding.UTF8.GetString(Recording.Read("anthropic/count-tokens.json"));
        Assert.Equal(recorded, Translate(new AnthropicProvider(), recorded) + "}");
    }

    [Fact]
    public void C40_GeminisCount_IsSaidInAnthropicsWords() =>
        Assert.Equal("{\"input_tokens\":31", Translate(new GeminiProvider(), """{"totalTokens":31,"promptTokensDetails":[{"modality":"TEXT","tokenCount":31}]}"""));

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("")]
    public void WhatIsNoCount_IsMalformed(string answer)
    {
        foreach (var provider in (Provider[])[new AnthropicProvider(), new GeminiProvider()])
        {
            using var output = new PooledBuffer();
            Assert.Equal(FailureKind.MalformedAnswer, CounterOf(provider, "m")!.TranslateAnswer(Encoding.UTF8.GetBytes(answer), default, output, out _)?.Kind);
            Assert.True(output.IsEmpty);
        }
    }

    [Fact]
    public void C40_ARecordedUnknownModel_IsTheCallersFault()
    {
        var failure = CounterOf(new AnthropicProvider(), "m")!.Classify(404, Recording.Read("anthropic/error-404-count-tokens.json"));
        Assert.Equal((FailureKind.ModelNotFound, "not_found_error", "model: claude-does-not-exist"), (failure.Kind, failure.Type, failure.Message));
    }

    // A server of Anthropic's dialect that has no such path.
    [Theory]
    [InlineData(404, """{"detail":"Not Found"}""")]
    [InlineData(404, "404 page not found")]
    [InlineData(404, """{"type":"error","error":{"type":"not_found_error","message":"Not found: /v1/messages/count_tokens"}}""")]
    [InlineData(405, """{"detail":"Method Not Allowed"}""")]
    public void C40_AServerWithoutACounter_HasNoOtherFault(int status, string body) =>
        Assert.Equal(FailureKind.Unsupported, CounterOf(new AnthropicProvider(), "m")!.Classify(status, Encoding.UTF8.GetBytes(body)).Kind);

    private static string Translate(Provider provider, string answer)
    {
        using var output = new PooledBuffer();
        Assert.Null(CounterOf(provider, "m")!.TranslateAnswer(Encoding.UTF8.GetBytes(answer), default, output, out var usage));
        Assert.False(usage.IsKnown);
        return Encoding.UTF8.GetString(output.Written);
    }

    private static Provider? CounterOf(Provider provider, string model)
    {
        var fields = default(ChatRequestFields);
        return provider.CounterFor(new UpstreamCall("{}"u8, in fields, model, stream: false) { Caller = CallerDialect.Messages });
    }

    private static WrittenRequest Ask(Provider provider, string body, string model, bool isBeta = false)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(ChatRequestFields.TryScan(bytes, out var fields, out var fault), fault.ToString());
        var call = new UpstreamCall(bytes, in fields, model, stream: false)
        {
            Caller = CallerDialect.Messages,
            CallerHeaders = "anthropic-version: 2026-10-21\r\nanthropic-beta: a,b\r\n"u8,
            IsBeta = isBeta,
            Family = ModelFamilies.Of(model),
            Account = Account,
        };
        var counter = provider.CounterFor(call)!;
        using var request = new UpstreamRequest();
        using var path = new PooledBuffer();
        using var output = new PooledBuffer();
        Assert.Null(counter.WriteRequest(call, request) ?? request.Fault);
        counter.WritePath(call, path);
        if (request.Body.IsEmpty)
            request.Patch.Apply(bytes, output);
        else
            output.Write(request.Body.Written);
        return new WrittenRequest(counter, Encoding.UTF8.GetString(path.Written), Encoding.UTF8.GetString(request.HeaderLines.Written), Encoding.UTF8.GetString(output.Written), false, [], null);
    }
}

// Requests of the OpenAI dialect: what is edited, and that nothing else is.
using System.Globalization;
using System.Text;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.OpenRouter;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class RequestTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static readonly OpenAIProvider OpenAI = new();
    private static readonly CompatibleProvider Compatible = new();

    [Fact]
    public void OnlyTheModel_IsReplaced()
    {
        const string Body = "{ \"temperature\" : 1e0,\n \"model\":\"openai/gpt-4o\" ,\"x_unknown\":{\"b\":[1.50, 2E3],\"a\":null}, " + Messages + " }\n";
        Assert.Equal(Body.Replace("openai/gpt-4o", "gpt-4o", StringComparison.Ordinal), Requests.Write(OpenAI, Body, "gpt-4o"));
    }

    // Every byte that no rule names stays: members in any order, any white space, numbers as they are spelled.
    [Fact]
    public void C58_WhateverSurroundsTheEdits_StaysByteForByte()
    {
        string[] kept =
        [
            Messages, "\"temperature\":0.70", "\"top_p\": 1.0", "\"seed\":1395002666759424000", "\"x_a\" : [1e3, -0.0, {\"z\":1,\"a\":2}]", "\"stop\":[\"a\",\"\\u00e9\"]",
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"maximum\":1e3}}}]", "\"user\":\"u \\\"1\\\"\"", "\"x_b\":\"größe €\"",
        ];
        string[] removed =
        [
            "\"models\":[\"a\"]", "\"sort\":[\"price\"]", "\"ignore\":[]", "\"fallback\":{\"ttft_timeout\":\"1s\"}", "\"provider\":{\"order\":[\"x\"]}", "\"prompt_variables\":{}",
            "\"compression\":{}", "\"image_config\":{}", "\"metadata\":{\"tier\":1}", "\"web_search\":true",
        ];
        string[] spaces = ["", " ", "\n\t", "\r\n"];
        var random = new Random(20261121);
        for (var round = 0; round < 500; round++)
        {
            var members = kept.Concat(removed.Where(_ => random.Next(2) == 0)).Append("\"model\":\"p/m\"").ToArray();
            random.Shuffle(members);
            var body = "{" + string.Join(',', members.Select(m => spaces[random.Next(4)] + m + spaces[random.Next(4)])) + "}";
            var written = Requests.Write(OpenAI, body, "m");
            foreach (var member in kept)
                Assert.Contains(member, written, StringComparison.Ordinal);
            foreach (var member in removed)
                Assert.DoesNotContain(member[..member.IndexOf(':', StringComparison.Ordinal)], written, StringComparison.Ordinal);
            // In their order.
            var order = members.Where(kept.Contains).Select(m => written.IndexOf(m, StringComparison.Ordinal)).ToArray();
            Assert.Equal(order.Order(), order);
            Replay.StrictJson.Parse(written);
        }
    }

    [Fact]
    public void RouterOptions_NeverGoOn()
    {
        const string Body = """
            {"model":"p/m","messages":[],"models":["a"],"ignore":["b"],"sort":["price"],"fallback":{},"provider":{},"prompt_variables":{},"web_search":true,
             "web_search_options":{},"compression":{},"image_config":{},"metadata":{"a":"b"},"reasoning":{"exclude":true},
             "extra_body":{"models":["a"],"ignore":["b"],"sort":["price"],"fallback":{},"provider":{},"prompt_variables":{},"web_search":true,
             "web_search_options":{},"compression":{},"image_config":{},"metadata":{"a":"b"},"reasoning":{"effort":"none"}}}
            """;
        var request = Requests.Read(Compatible, Body);
        Assert.Equal(["messages", "model", "reasoning_effort"], request.Select(m => m.Key).Order());
    }

    [Fact]
    public void ExtraBody_StandsAtTheRoot()
    {
        const string Body = """{"model":"p/m","messages":[],"extra_body":{"top_k":40,"sort":["price"],"min_p":0.050},"user":"u"}""";
        Assert.Equal("""{"model":"up-model","messages":[],"top_k":40,"min_p":0.050,"user":"u"}""", Requests.Write(Compatible, Body));
    }

    [Theory]
    [InlineData("""{"model":"p/m","temperature":1,"extra_body":{"temperature":0.5},"messages":[]}""", "temperature", "0.5")]
    [InlineData("""{"extra_body":{"top_k":1},"model":"p/m","messages":[],"top_k":2}""", "top_k", "1")]
    [InlineData("""{"model":"p/m","messages":[],"top_k":2,"extra_body":{"top\u005fk":1}}""", "top_k", "1")]
    [InlineData("""{"model":"p/m","messages":[],"extra_body":{"top_k":1,"x":0,"top_k":3}}""", "top_k", "3")]
    [InlineData("""{"model":"p/m","messages":[],"max_completion_tokens":9,"extra_body":{"max_tokens":5}}""", "max_tokens", "9")]
    [InlineData("""{"model":"p/m","messages":[],"extra_body":{"max_completion_tokens":5}}""", "max_tokens", "5")]
    [InlineData("""{"model":"p/m","messages":[],"extra_body":{"model":"evil","messages":[1],"stream":true,"stream_options":{},"extra_body":{"a":1}}}""", "model", "\"up-model\"")]
    public void ExtraBody_ReplacesAndNeverDuplicates(string body, string member, string value)
    {
        var request = Requests.Read(Compatible, body);
        Assert.Equal(value, request[member]!.ToJsonString());
        Assert.False(request.ContainsKey("extra_body"));
        Assert.False(request.ContainsKey("stream"));
        Assert.Empty(request["messages"]!.AsArray());
    }

    // Whatever the caller says, wherever it stands and whoever gets it, the request stays one JSON object without a repeated member.
    [Theory]
    [MemberData(nameof(Vendors.OpenAIShaped), MemberType = typeof(Vendors))]
    public void AnyMixture_IsOneObjectWithoutRepeats(string id)
    {
        string[] values =
        [
            "\"models\":[\"a\"]", "\"sort\":[\"price\"]", "\"reasoning\":{\"effort\":\"low\"}", "\"reasoning_effort\":\"none\"", "\"metadata\":{\"a\":\"b\"}", "\"temperature\":1", "\"top_k\":1",
            "\"max_tokens\":1", "\"max_completion_tokens\":2", "\"max_new_tokens\":null", "\"stream\":false", "\"stream_options\":{\"include_usage\":false}", "\"stream_options\":null",
            "\"logit_bias\":[{\"token_id\":1,\"bias_value\":2}]", "\"logit_bias\":{}", "\"seed\":1", "\"random_seed\":2", "\"tool_choice\":\"auto\"", "\"tools\":[]", "\"tools\":[{\"type\":\"function\"}]",
            "\"parallel_tool_calls\":true", "\"logprobs\":true", "\"top_logprobs\":2", "\"user\":\"u\"", "\"n\":2", "\"service_tier\":\"default\"", "\"store\":true", "\"thinking\":{}", "\"include_reasoning\":true",
            "\"disable_reasoning\":false", "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}", "\"stop\":\"x\"", "\"image_config\":{}", "\"web_search_options\":{}", "\"verbosity\":\"low\"",
            "\"presence_penalty\":1", "\"prompt_cache_key\":\"k\"",
        ];
        var provider = Vendors.Of(id);
        var models = ModelCatalog.All.Where(m => m.ProviderId == id).Append(null).ToArray();
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            IEnumerable<string> Some(int oneIn) => values.Where(_ => random.Next(oneIn) == 0).DistinctBy(m => m[..m.IndexOf(':', StringComparison.Ordinal)]);
            var inner = "{" + string.Join(random.Next(2) == 0 ? "," : " , ", random.Next(4) == 0 ? [] : Some(8).Append(random.Next(2) == 0 ? "\"model\":\"x\"" : "\"min_p\":1")) + "}";
            var members = Some(3).Append("\"model\":\"p/m\"").Append(Messages).Append(random.Next(2) == 0 ? $"\"extra_body\":{inner}" : "\"z\":1").ToArray();
            random.Shuffle(members);
            var body = "{" + string.Join(random.Next(2) == 0 ? "," : "\n, ", members) + "}";
            var facts = models[random.Next(models.Length)];
            var written = Requests.Send(provider, body, facts?.UpstreamName ?? "up-model", stream: random.Next(2) == 0, facts: facts);
            if (written.Refusal is { } refusal)
            {
                // The door for tools with reasoning has no way to say it.
                Assert.Equal((FailureKind.Unsupported, "n"), (refusal.Kind, refusal.Param));
                continue;
            }
            var request = StrictJson.Parse(written.Body).AsObject();
            Assert.Equal(facts?.UpstreamName ?? "up-model", request["model"]!.GetValue<string>());
            foreach (var gone in (string[])["extra_body", "models", "sort", "max_new_tokens"])
                Assert.False(request.ContainsKey(gone), body);
            Assert.False(request.ContainsKey("tool_choice") && !request.ContainsKey("tools"), body);
        }
    }

    [Theory]
    [InlineData("", true, """{"include_usage":true}""")]
    [InlineData(",\"stream\":true", true, """{"include_usage":true}""")]
    [InlineData(",\"stream\":false", true, """{"include_usage":true}""")]
    [InlineData(",\"stream\":null,\"stream_options\":null", true, """{"include_usage":true}""")]
    [InlineData(",\"stream_options\":{}", true, """{"include_usage":true}""")]
    [InlineData(",\"stream_options\":{\"include_usage\":false}", true, """{"include_usage":true}""")]
    [InlineData(",\"stream_options\":{\"include_usage\":null}", true, """{"include_usage":true}""")]
    [InlineData(",\"stream_options\":{\"include_obfuscation\":true}", true, """{"include_usage":true,"include_obfuscation":true}""")]
    [InlineData(",\"stream\":true,\"stream_options\":{\"include_usage\":true}", false, null)]
    [InlineData(",\"stream\":false", false, null)]
    [InlineData("", false, null)]
    public void C14_UsageIsAlwaysAskedOfAStream(string more, bool stream, string? options)
    {
        var request = Requests.Read(Compatible, $$"""{"model":"p/m",{{Messages}}{{more}}}""", stream: stream);
        Assert.Equal(stream ? "true" : null, request["stream"]?.ToJsonString());
        Assert.Equal(options, request["stream_options"]?.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"stream_options\":{\"include_usage\":true}")]
    [InlineData(",\"stream_options\":null")]
    public void C15_StreamOptionsThatTheVendorRefused_AreLeftOut(string more) =>
        Assert.False(Requests.Read(OpenAI, $$"""{"model":"p/m",{{Messages}}{{more}},"stream":true}""", concessions: Concessions.StreamOptions).ContainsKey("stream_options"));

    [Fact]
    public void OpenAI_IsAskedNotToPadItsChunks() =>
        Assert.Equal("""{"include_usage":true,"include_obfuscation":false}""", Requests.Read(OpenAI, $$"""{"model":"p/m",{{Messages}},"stream":true}""")["stream_options"]!.ToJsonString());

    [Theory]
    [InlineData("\"max_tokens\":5", "5")]
    [InlineData("\"max_completion_tokens\":5", "5")]
    [InlineData("\"max_new_tokens\":5", "5")]
    [InlineData("\"max_tokens\":4,\"max_completion_tokens\":5,\"max_new_tokens\":3", "5")]
    [InlineData("\"max_new_tokens\":3,\"max_tokens\":5", "5")]
    [InlineData("\"max_completion_tokens\":null,\"max_tokens\":5", "5")]
    [InlineData("\"max_tokens\":null,\"max_new_tokens\":5", "5")]
    [InlineData("\"max_tokens\":null", null)]
    public void C45_OneLimitGoesOn_UnderTheVendorsName(string limits, string? value)
    {
        var body = $$"""{"model":"p/m",{{limits}},{{Messages}}}""";
        foreach (var (provider, name) in ((Provider, string)[])[(OpenAI, "max_completion_tokens"), (Compatible, "max_tokens")])
        {
            var request = Requests.Read(provider, body);
            Assert.Equal(value, request[name]?.ToJsonString());
            Assert.Equal(value is null ? 0 : 1, request.Count(m => m.Key.StartsWith("max_", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void DeveloperMessages_AreSystemMessages_WhereTheWordIsUnknown()
    {
        const string Body = """{"model":"p/m","messages":[{"role": "developer","content":"\"developer\""},{"role":"user","content":"developer"}]}""";
        Assert.Equal(Body.Replace("p/m", "up-model", StringComparison.Ordinal).Replace("\"role\": \"developer\"", "\"role\": \"system\"", StringComparison.Ordinal), Requests.Write(Compatible, Body));
        Assert.Equal(Body.Replace("p/m", "up-model", StringComparison.Ordinal), Requests.Write(OpenAI, Body));
    }

    [Fact]
    public void LogitBias_AsAnArray_BecomesAMap()
    {
        const string Body = """{"model":"p/m","messages":[],"logit_bias":[{"token_id":50256,"bias_value":-100},{"token_id":"7","bias_value":1.50}]}""";
        Assert.Equal("""{"model":"up-model","messages":[],"logit_bias":{"50256":-100,"7":1.50}}""", Requests.Write(OpenAI, Body));
    }

    [Theory]
    [InlineData(",\"tools\":[],\"tool_choice\":\"auto\",\"parallel_tool_calls\":false")]
    [InlineData(",\"tools\":[ \n ]")]
    [InlineData(",\"tools\":null,\"tool_choice\":\"none\"")]
    [InlineData(",\"tool_choice\":\"required\"")]
    public void C28_NoTools_NoWordOfThem(string more) =>
        Assert.Equal("""{"model":"up-model","messages":[]}""", Requests.Write(OpenAI, "{\"model\":\"p/m\",\"messages\":[]" + more + "}"));

    [Theory]
    [InlineData("""{"plan":"pro"}""", true)]
    [InlineData("{}", true)]
    [InlineData("""{"plan":"pro","seats":3}""", false)]
    [InlineData("""{"tags":["a"]}""", false)]
    [InlineData("null", false)]
    [InlineData("\"text\"", false)]
    public void Metadata_GoesToOpenAIOnly_AndOnlyAsStrings(string metadata, bool goes)
    {
        var body = $$"""{"model":"p/m",{{Messages}},"metadata":{{metadata}}}""";
        Assert.Equal(goes ? metadata : null, Requests.Read(OpenAI, body)["metadata"]?.ToJsonString());
        Assert.False(Requests.Read(Compatible, body).ContainsKey("metadata"));
    }

    [Fact]
    public void Metadata_BeyondOpenAIsLimits_StaysHere()
    {
        static string With(IEnumerable<(string, string)> pairs) =>
            "{\"model\":\"p/m\",\"messages\":[],\"metadata\":{" + string.Join(',', pairs.Select(p => $"\"{p.Item1}\":\"{p.Item2}\"")) + "}}";
        Assert.True(Requests.Read(OpenAI, With(Enumerable.Range(0, 16).Select(i => ("k" + i.ToString(CultureInfo.InvariantCulture), "v")))).ContainsKey("metadata"));
        Assert.False(Requests.Read(OpenAI, With(Enumerable.Range(0, 17).Select(i => ("k" + i.ToString(CultureInfo.InvariantCulture), "v")))).ContainsKey("metadata"));
        Assert.False(Requests.Read(OpenAI, With([(new string('k', 65), "v")])).ContainsKey("metadata"));
        Assert.False(Requests.Read(OpenAI, With([("k", new string('v', 513))])).ContainsKey("metadata"));
    }

    [Fact]
    public void WebSearchOptionsAndImageConfig_GoWhereTheyAreKnown()
    {
        const string Body = """{"model":"p/m","messages":[],"web_search_options":{"search_context_size":"low"},"image_config":{"aspect_ratio":"1:1"}}""";
        Assert.Equal(["messages", "model", "web_search_options"], Requests.Read(OpenAI, Body).Select(m => m.Key).Order());
        Assert.Equal(["image_config", "messages", "model", "web_search_options"], Requests.Read(new OpenRouterProvider(), Body).Select(m => m.Key).Order());
    }

    [Fact]
    public void C49_ReasoningOfEarlierTurns_StaysFromThoseWhoRefuseIt()
    {
        const string Body = """{"model":"p/m","messages":[{"role":"user","content":"reasoning"},{"role":"assistant","reasoning_content":"hm","content":"a","reasoning_details":[{"type":"x"}]}]}""";
        Assert.Equal(
            """{"model":"up-model","messages":[{"role":"user","content":"reasoning"},{"role":"assistant","content":"a"}]}""", Requests.Write(OpenAI, Body));
        Assert.Equal(Body.Replace("p/m", "up-model", StringComparison.Ordinal), Requests.Write(Compatible, Body));
    }

    [Fact]
    public void C72_WritingTwice_GivesTheSame()
    {
        var body = Encoding.UTF8.GetBytes("""{"model":"p/m","messages":[],"stream":true,"sort":["price"]}""");
        ChatRequestFields.TryScan(body, out var fields, out _);
        using var request = new UpstreamRequest();
        using var output = new Wire.Buffers.PooledBuffer();
        OpenAI.WriteRequest(new UpstreamCall(body, in fields, "first", true), request);
        request.Reset();
        Compatible.WriteRequest(new UpstreamCall(body, in fields, "second", true), request);
        request.Patch.Apply(body, output);
        Assert.Equal("""{"stream_options":{"include_usage":true},"model":"second","messages":[],"stream":true}""", Encoding.UTF8.GetString(output.Written));
    }
}

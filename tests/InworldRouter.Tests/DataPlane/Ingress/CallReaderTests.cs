// Reading a call: each constraint of api.md 3 with the field it names and the range it expects; nonsense in every form.
using System.Text;
using InworldRouter.DataPlane.Routing;

namespace InworldRouter.Tests.DataPlane.Ingress;

public sealed class CallReaderTests
{
    /// <summary>One member of the body → the field that is named, and what was expected of it.</summary>
    public static readonly TheoryData<string, string, string> Refused = new()
    {
        { "\"temperature\":2.1", "temperature", "a number from 0 to 2, not 2.1" },
        { "\"temperature\":-0.1", "temperature", "a number from 0 to 2, not -0.1" },
        { "\"temperature\":\"warm\"", "temperature", "a number from 0 to 2, not \"warm\"" },
        { "\"temperature\":1e999", "temperature", "a number from 0 to 2, not 1e999" },
        { "\"top_p\":0", "top_p", "a number above 0 and at most 1, not 0" },
        { "\"top_p\":1.01", "top_p", "a number above 0 and at most 1, not 1.01" },
        { "\"top_p\":[]", "top_p", "a number above 0 and at most 1, not []" },
        { "\"max_tokens\":0", "max_tokens", "an integer of at least 1, not 0" },
        { "\"max_tokens\":1.5", "max_tokens", "an integer of at least 1, not 1.5" },
        { "\"max_tokens\":99999999999999999999999", "max_tokens", "an integer of at least 1, not 99999999999999999999999" },
        { "\"max_completion_tokens\":-1", "max_completion_tokens", "an integer of at least 1, not -1" },
        { "\"max_new_tokens\":\"5\"", "max_new_tokens", "an integer of at least 1, not \"5\"" },
        { "\"n\":0", "n", "an integer of at least 1, not 0" },
        { "\"frequency_penalty\":2.01", "frequency_penalty", "a number from -2 to 2, not 2.01" },
        { "\"presence_penalty\":-3", "presence_penalty", "a number from -2 to 2, not -3" },
        { "\"stop\":5", "stop", "a string, or an array of at most 4 strings, not 5" },
        { "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]", "stop", "a string, or an array of at most 4 strings" },
        { "\"stop\":[\"a\",null]", "stop", "a string, or an array of at most 4 strings" },
        { "\"logit_bias\":5", "logit_bias", "an object of token ids to numbers from -100 to 100" },
        { "\"logit_bias\":{\"50256\":101}", "logit_bias", "numbers from -100 to 100" },
        { "\"logit_bias\":{\"50256\":\"x\"}", "logit_bias", "numbers from -100 to 100" },
        { "\"logit_bias\":[{\"token_id\":1,\"bias_value\":-101}]", "logit_bias", "{\"token_id\", \"bias_value\"}" },
        { "\"logit_bias\":[{\"bias_value\":1}]", "logit_bias", "{\"token_id\", \"bias_value\"}" },
        { "\"logit_bias\":[5]", "logit_bias", "{\"token_id\", \"bias_value\"}" },
        { "\"reasoning_effort\":\"huge\"", "reasoning_effort", "one of none, minimal, low, medium, high, xhigh, max, not \"huge\"" },
        { "\"reasoning_effort\":3", "reasoning_effort", "one of none, minimal, low, medium, high, xhigh, max, not 3" },
        { "\"stream\":\"yes\"", "stream", "true or false, not a string" },
        { "\"stream_options\":true", "stream_options", "an object, not a boolean" },
        { "\"stream_options\":{\"include_usage\":1}", "stream_options.include_usage", "true or false, not a number" },
        { "\"tools\":{}", "tools", "an array, not an object" },
        { "\"modalities\":\"text\"", "modalities", "an array, not a string" },
        { "\"metadata\":[1]", "metadata", "an object, not an array" },
        { "\"prompt_variables\":\"x\"", "prompt_variables", "an object, not a string" },
        { "\"web_search\":{},\"web_search_options\":{}", "web_search", "exclude each other" },
        { "\"models\":\"a\"", "models", "an array of strings, not a string" },
        { "\"models\":[\"a\",\"\"]", "models[1]", "a non-empty string" },
        { "\"models\":[{}]", "models[0]", "a non-empty string, not an object" },
        { "\"ignore\":{}", "ignore", "an array of strings, not an object" },
        { "\"ignore\":[1]", "ignore[0]", "a non-empty string, not a number" },
        { "\"sort\":5", "sort", "an array, not a number" },
        { "\"sort\":[\"beauty\"]", "sort[0]", "one of price, latency, throughput, intelligence, math or coding" },
        { "\"sort\":[\"price\",7]", "sort[1]", "a string or an object, not a number" },
        { "\"sort\":[{\"metric\":\"price\",\"direction\":\"UP\"}]", "sort[0].direction", "SORT_DIRECTION_ASCENDING or SORT_DIRECTION_DESCENDING" },
        { "\"provider\":[]", "provider", "an object, not an array" },
        { "\"provider\":{\"order\":\"openai\"}", "provider.order", "an array of strings, not a string" },
        { "\"provider\":{\"order\":[\"\"]}", "provider.order[0]", "a non-empty string" },
        { "\"provider\":{\"allow_fallbacks\":\"no\"}", "provider.allow_fallbacks", "true or false, not a string" },
        { "\"fallback\":\"1s\"", "fallback", "an object, not a string" },
        { "\"fallback\":{\"ttft_timeout\":\"299ms\"}", "fallback.ttft_timeout", "at least 300ms" },
        { "\"fallback\":{\"ttft_timeout\":\"0.1s\"}", "fallback.ttft_timeout", "at least 300ms" },
        { "\"fallback\":{\"ttft_timeout\":1000}", "fallback.ttft_timeout", "a duration such as \"300ms\", \"1s\" or \"1.5s\"" },
        { "\"fallback\":{\"ttft_timeout\":\"soon\"}", "fallback.ttft_timeout", "a duration" },
        { "\"fallback\":{\"ttft_timeout\":\"-1s\"}", "fallback.ttft_timeout", "a duration" },
        { "\"fallback\":{\"ttft_timeout\":\"99999h\"}", "fallback.ttft_timeout", "a duration" },
        { "\"reasoning\":true", "reasoning", "an object, not a boolean" },
        { "\"reasoning\":{\"effort\":\"huge\"}", "reasoning.effort", "one of none, minimal, low, medium, high, xhigh, max" },
        { "\"reasoning\":{\"max_tokens\":-1}", "reasoning.max_tokens", "an integer of at least 0" },
        { "\"reasoning\":{\"exclude\":1}", "reasoning.exclude", "true or false" },
        { "\"extra_body\":[]", "extra_body", "an object, not an array" },
        { "\"extra_body\":{\"models\":5}", "models", "an array of strings, not a number" },
        { "\"extra_body\":{\"metadata\":5}", "metadata", "an object, not a number" },
    };

    public static readonly TheoryData<string> Taken =
    [
        "\"temperature\":0", "\"temperature\":2", "\"temperature\":null", "\"temperature\":0.70e0", "\"top_p\":1", "\"top_p\":0.0001",
        "\"max_tokens\":1", "\"max_tokens\":1e3", "\"max_completion_tokens\":100000.0", "\"frequency_penalty\":-2", "\"presence_penalty\":2.0",
        "\"stop\":\"\"", "\"stop\":[]", "\"stop\":[\"a\",\"b\",\"c\",\"d\"]", "\"stop\":null", "\"n\":3",
        "\"logit_bias\":{}", "\"logit_bias\":[]", "\"logit_bias\":{\"1\":-100,\"2\":100}", "\"logit_bias\":[{\"token_id\":\"1\",\"bias_value\":5,\"x\":1}]",
        "\"reasoning_effort\":\"none\"", "\"reasoning_effort\":\"minimal\"", "\"reasoning_effort\":\"xhigh\"", "\"reasoning_effort\":\"max\"",
        "\"web_search\":false,\"web_search_options\":{}", "\"web_search\":true", "\"web_search_options\":{}",
        "\"fallback\":{\"ttft_timeout\":\"300ms\"}", "\"fallback\":{\"ttft_timeout\":\"0.3s\"}", "\"fallback\":{\"ttft_timeout\":\"2m\"}", "\"fallback\":{}", "\"fallback\":null",
        "\"sort\":\"price\"", "\"sort\":[]", "\"sort\":[{\"metric\":\"SORT_METRIC_PRICE\",\"direction\":\"SORT_DIRECTION_ASCENDING\"}]",
        "\"unknown\":{\"deep\":[1,{\"a\":null}]}", "\"tools\":[]", "\"extra_body\":{}", "\"extra_body\":null", "\"metadata\":{\"a\":{\"b\":1}}",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void C62_AWrongField_IsNamed_WithWhatWasExpected(string member, string field, string expected)
    {
        var error = Calls.Refusal(Body(member))!;

        Assert.Equal((400, "invalid_request_error", field), (error.Status, error.Type, error.Param));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(field.Split('[')[0], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public void ARightField_IsTaken(string member) => Assert.Null(Calls.Refusal(Body(member)));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"messages":[{}]}""")]
    [InlineData("""{"model":"","messages":[{}]}""")]
    [InlineData("""{"model":null,"messages":[{}]}""")]
    public void C46_WithoutAModel_TheAnswerIsTheOfficialOne(string json)
    {
        var error = Calls.Refusal(json)!;

        Assert.Equal((400, "model", "model field is required"), (error.Status, error.Param, error.Message));
    }

    [Theory]
    [InlineData("""{"model":5,"messages":[{}]}""", "model", "a string, not a number")]
    [InlineData("""{"model":["a"],"messages":[{}]}""", "model", "a string, not an array")]
    [InlineData("""{"model":"a\u0000b","messages":[{}]}""", "model", "control characters")]
    [InlineData("""{"model":"a"}""", "messages", "required: a non-empty array")]
    [InlineData("""{"model":"a","messages":null}""", "messages", "required: a non-empty array")]
    [InlineData("""{"model":"a","messages":[ ]}""", "messages", "at least one message")]
    [InlineData("""{"model":"a","messages":"Hi"}""", "messages", "a non-empty array, not a string")]
    public void C46_ModelAndMessages_AreAsTheyShouldBe(string json, string field, string expected)
    {
        var error = Calls.Refusal(json)!;

        Assert.Equal((400, field), (error.Status, error.Param));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("null", "expected a JSON object at byte 0")]
    [InlineData("[]", "expected a JSON object at byte 0")]
    [InlineData("Hello", "expected a JSON object at byte 0")]
    [InlineData("{\"model\":\"a\",}", "byte 13")]
    [InlineData("{\"model\":\"a\"} x", "from byte 14")]
    [InlineData("{\"model\":\"a\u0001\"}", "control character")]
    [InlineData("{\"model\":\"\\x\"}", "wrong escape")]
    [InlineData("{\"n\":01}", "byte")]
    [InlineData("{\"n\":NaN}", "byte 5")]
    [InlineData("{'model':1}", "byte 1")]
    [InlineData("\uFEFF{}", "expected a JSON object at byte 0")]
    public void WhatIsNoJson_IsRefused_WithThePlace(string json, string expected)
    {
        var error = Calls.Refusal(json)!;

        Assert.Equal((400, "invalid_request_error"), (error.Status, error.Type));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfABody_IsRefused_WhereverItIsCut()
    {
        var whole = Encoding.UTF8.GetBytes(Body("\"models\":[\"a/b\"],\"sort\":[{\"metric\":\"price\"}],\"extra_body\":{\"ignore\":[\"Größe \\u00e4\"]},\"n\":1.5e1,\"stream\":true"));
        Assert.Null(Read(whole));
        for (var length = 0; length < whole.Length; length++)
        {
            var error = Read(whole[..length]);
            Assert.NotNull(error);
            Assert.Equal(400, error.Status);
        }
    }

    [Fact]
    public void AnyBytesWithinABody_DoNoHarm()
    {
        var whole = Encoding.UTF8.GetBytes(Body("\"models\":[\"a/b\"],\"sort\":[{\"metric\":\"price\"}],\"logit_bias\":[{\"token_id\":1,\"bias_value\":2}],\"stop\":[\"x\"],\"extra_body\":{\"ignore\":[\"a\"]}"));
        var random = new Random(7);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var hits = random.Next(1, 4); hits > 0; hits--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            var error = Read(bytes);
            Assert.True(error is null or { Status: 400, Message.Length: > 0 });
        }
    }

    [Theory]
    [InlineData(10_000, "[", "]")]
    [InlineData(10_000, "{\"a\":", "}")]
    [InlineData(1_000_000, "[", "")]
    public void JsonOf10000Levels_IsRefused_NotFatal(int depth, string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        foreach (var json in (string[])[Body($"\"metadata\":{{\"x\":{deep}}}"), $"{{\"model\":\"a\",\"messages\":[{deep}]}}", $"{{\"unknown\":{deep}}}", $"{{\"extra_body\":{{\"sort\":{deep}}}}}"])
        {
            var error = Calls.Refusal(json)!;
            Assert.Equal(400, error.Status);
            Assert.Contains("nested deeper than 512 levels", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF5, 0x80, 0x80, 0x80 })]
    public void InvalidUtf8_IsRefused_WithThePlace(byte[] bytes)
    {
        var before = """{"model":"a","messages":[{"role":"user","content":"Grö"""u8;

        var error = Read([.. before, .. bytes, .. "\"}]}"u8])!;

        Assert.Equal((400, "invalid_json"), (error.Status, error.Code));
        Assert.Equal($"The request body is not valid JSON: invalid UTF-8 at byte {before.Length}.", error.Message);
    }

    [Theory]
    [InlineData("""{"model":"a","model":"b","messages":[{}]}""", "model", 13)]
    [InlineData("""{"model":"a","m\u006fdel":"b","messages":[{}]}""", "m\\u006fdel", 13)]
    [InlineData("""{"model":"a","messages":[{}],"messages":[{}]}""", "messages", 29)]
    [InlineData("""{"model":"a","messages":[{}],"stream":true,"stream":false}""", "stream", 43)]
    public void AMemberThatStandsTwice_IsRefused(string json, string name, int place)
    {
        var error = Calls.Refusal(json)!;

        Assert.Equal((400, name, "duplicate_field"), (error.Status, error.Param, error.Code));
        Assert.Contains($"at byte {place}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models", "[\"r\"]", "[\"e\"]")]
    [InlineData("ignore", "[\"r\"]", "[\"e\"]")]
    [InlineData("sort", "[\"price\"]", "[\"math\"]")]
    [InlineData("provider", "{\"order\":[\"r\"]}", "{\"order\":[\"e\"]}")]
    [InlineData("fallback", "{\"ttft_timeout\":\"1s\"}", "{\"ttft_timeout\":\"9s\"}")]
    [InlineData("reasoning", "{\"exclude\":false}", "{\"exclude\":true}")]
    public void EachOption_IsReadAtTheRoot_AndInExtraBody_WhichWins(string key, string root, string extra)
    {
        Assert.Equal(Options(Body($"\"{key}\":{extra}")), Options(Body($"\"extra_body\":{{\"{key}\":{extra}}}")));
        Assert.Equal(Options(Body($"\"{key}\":{extra}")), Options(Body($"\"{key}\":{root},\"extra_body\":{{\"{key}\":{extra}}}")));
        Assert.Equal(Options(Body($"\"{key}\":{extra}")), Options(Body($"\"extra_body\":{{\"{key}\":{extra}}},\"{key}\":{root}")));
        // Key by key: another option of the root stays.
        Assert.Equal(Options(Body($"\"{key}\":{root}")), Options(Body($"\"{key}\":{root},\"extra_body\":{{\"prompt_variables\":{{}}}}")));
        Assert.NotEqual(Options(Body($"\"{key}\":{root}")), Options(Body($"\"{key}\":{extra}")));
    }

    [Fact]
    public void AllOptions_AreRead()
    {
        var (exchange, refusal) = Calls.Read(Body(
            """
            "stream":true,"stream_options":{"include_usage":true},"models":["a","b/c"],"ignore":["d"],"sort":["price",{"metric":"SORT_METRIC_MATH","direction":"SORT_DIRECTION_ASCENDING"}],
            "provider":{"order":["x","y"],"allow_fallbacks":false},"fallback":{"ttft_timeout":"1.5s"},"reasoning":{"exclude":true}
            """));
        using var kept = exchange;
        var options = exchange.Options;

        Assert.Null(refusal);
        Assert.Equal(("a/m", true, true, false, true), (options.Model, options.Stream, options.IncludeUsage, options.AllowFallbacks, options.ExcludeReasoning));
        Assert.Equal(["a", "b/c"], options.Models);
        Assert.Equal(["d"], options.Ignore);
        Assert.Equal(["x", "y"], options.ProviderOrder);
        Assert.Equal(TimeSpan.FromSeconds(1.5), options.TtftTimeout);
        Assert.Equal("lowest price, lowest math", options.Sort.ToString());
        Assert.Equal(SortOrder.Of(new SortCriterion(SortMetric.Price, false), new SortCriterion(SortMetric.Math, false)), options.Sort);
    }

    [Fact]
    public void AnOrdinaryCall_AllocatesNothing_WhenItsModelIsKnown()
    {
        Optimized.Required();
        var body = Encoding.UTF8.GetBytes(Body("\"stream\":true,\"temperature\":0.7,\"max_tokens\":100,\"stop\":[\"a\"]"));
        var (exchange, _) = Calls.Read(body);
        using var kept = exchange;
        Again();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Again();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Again()
        {
            exchange.Options.Reset();
            InworldRouter.DataPlane.Ingress.CallReader.Read(exchange);
        }
    }

    private static string Body(string members) => $$"""{"model":"a/m","messages":[{"role":"user","content":"Hi"}],{{members}}}""";

    private static InworldRouter.DataPlane.Egress.RouterError? Read(byte[] body)
    {
        var (exchange, refusal) = Calls.Read(body);
        exchange.Dispose();
        return refusal;
    }

    private static string Options(string json)
    {
        var (exchange, refusal) = Calls.Read(json);
        using var kept = exchange;
        Assert.Null(refusal);
        var o = exchange.Options;
        return $"{string.Join(',', o.Models)} {string.Join(',', o.Ignore)} {o.Sort} {string.Join(',', o.ProviderOrder)} {o.AllowFallbacks} {o.TtftTimeout} {o.ExcludeReasoning}";
    }
}

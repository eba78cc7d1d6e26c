// Reading routers: every spelling there is, all problems at once with their places, and nothing that throws.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.ControlPlane.Routers.Model;

namespace InworldRouter.Tests.ControlPlane.Routers.Model;

public sealed class RouterReaderTests
{
    /// <summary>S4's example with values: every field of the canonical shape.</summary>
    internal const string Whole = """
        {"name":"support","displayName":"Support","defaults":{"message_templates":[{"role":"system","content":"Be {{tone}}."},{"role":"assistant","tool_calls":[{"id":"c1","name":"f","args":"{}"}]},{"role":"tool","content_items":[{"text":"42"}],"tool_call_id":"c1"}],"text_generation_config":{"max_tokens":100,"top_p":0.9,"temperature":0.5,"repetition_penalty":1.1,"frequency_penalty":-1,"presence_penalty":2,"stop_sequences":["END"],"seed":7,"logit_bias":[{"token_id":"50256","bias_value":-100}],"reasoning":{"effort":"unspecified","max_tokens":0,"exclude":true}}},"routes":[{"route":{"route_id":"premium","variants":[{"variant":{"variant_id":"a","model_id":"openai/gpt-4o","model_selection":{"models":["groq/llama"],"sort":[{"metric":"SORT_METRIC_PRICE","direction":"SORT_DIRECTION_ASCENDING"}],"ignore":["xai"],"provider":{"order":["groq"],"allow_fallbacks":true}},"text_generation_config":{"temperature":0},"message_templates":[{"role":"developer","content":"Hi"}],"web_search":{"engine":"exa","max_results":20,"max_steps":5},"compression":{"aggressiveness":0.5},"fallback":{"ttft_timeout":"300ms"}},"weight":66.6},{"variant":{"variant_id":"b","model_id":"auto","web_search_options":{"any":[1,null]}},"weight":33.4}]},"condition":{"cel_expression":"tier == \"premium\""}}],"defaultRoute":{"route_id":"default","variants":[{"variant":{"variant_id":"only","model_id":"gpt-oss-120b"},"weight":100}]}}
        """;

    [Fact]
    public void TheCanonicalShape_ComesBackByteForByte()
    {
        var reading = Read(Whole);

        Assert.Empty(reading.Problems);
        Assert.Empty(reading.Warnings);
        Assert.Equal(Whole.Trim(), Encoding.UTF8.GetString(RouterText.Write(reading.Document!)));
    }

    [Fact]
    public void CamelCase_AndSnakeCase_AreTheSame_AtEveryLevel()
    {
        var camel = Read(Respelled(JsonNode.Parse(Whole)!, Camel).ToJsonString());
        var snake = Read(Respelled(JsonNode.Parse(Whole)!, Snake).ToJsonString());

        Assert.Empty(camel.Problems.Concat(snake.Problems));
        Assert.Empty(camel.Warnings.Concat(snake.Warnings));
        Assert.Equal(Whole.Trim(), Encoding.UTF8.GetString(RouterText.Write(camel.Document!)));
        Assert.Equal(Whole.Trim(), Encoding.UTF8.GetString(RouterText.Write(snake.Document!)));
    }

    [Theory]
    [InlineData("\"sort\":[\"price\"]", "[{\"metric\":\"SORT_METRIC_PRICE\"}]")]
    [InlineData("\"sort\":\"LATENCY\"", "[{\"metric\":\"SORT_METRIC_LATENCY\"}]")]
    [InlineData("\"sort\":[{\"metric\":\"math\",\"direction\":\"asc\"}]", "[{\"metric\":\"SORT_METRIC_MATH\",\"direction\":\"SORT_DIRECTION_ASCENDING\"}]")]
    [InlineData("\"sort\":{\"metric\":\"sort_metric_coding\"}", "[{\"metric\":\"SORT_METRIC_CODING\"}]")]
    [InlineData("\"sort\":[{\"metric\":\"SORT_METRIC_UNSPECIFIED\",\"direction\":\"SORT_DIRECTION_UNSPECIFIED\"}]", "[{\"metric\":\"SORT_METRIC_UNSPECIFIED\",\"direction\":\"SORT_DIRECTION_UNSPECIFIED\"}]")]
    public void Sort_IsWrittenInItsLongForm(string written, string canonical)
    {
        var reading = Read("{\"defaultRoute\":{\"variants\":[{\"variant\":{\"model_selection\":{" + written + "}}}]}}");

        Assert.Empty(reading.Problems);
        var text = Encoding.UTF8.GetString(RouterText.Write(reading.Document!));
        Assert.Contains($"\"sort\":{canonical}", text, StringComparison.Ordinal);
    }

    // api.md 9: "max_new_tokens = max_tokens"; who copies parameters from a request means them.
    [Theory]
    [InlineData("\"max_new_tokens\":5", "\"max_tokens\":5")]
    [InlineData("\"maxNewTokens\":5", "\"max_tokens\":5")]
    [InlineData("\"max_completion_tokens\":5", "\"max_tokens\":5")]
    [InlineData("\"stop\":[\"x\"]", "\"stop_sequences\":[\"x\"]")]
    public void TheNamesOfRequests_AreTakenToo(string written, string canonical)
    {
        var reading = Read("{\"defaults\":{\"text_generation_config\":{" + written + "}}}");

        Assert.Empty(reading.Problems);
        Assert.Empty(reading.Warnings);
        Assert.Contains($"{{{canonical}}}", Encoding.UTF8.GetString(RouterText.Write(reading.Document!)), StringComparison.Ordinal);
    }

    [Fact]
    public void AConditionMayBeText_AndABiasAMap()
    {
        var reading = Read("""{"routes":[{"condition":"x > 1"}],"defaults":{"text_generation_config":{"logit_bias":{"1":2.5},"max_tokens":1e2}}}""");

        Assert.Empty(reading.Problems);
        Assert.Equal("x > 1", reading.Document!.Routes![0].Condition!.CelExpression);
        Assert.Equal(("1", 2.5), (reading.Document.Defaults!.GenerationConfig!.LogitBias![0].TokenId, reading.Document.Defaults.GenerationConfig.LogitBias[0].BiasValue));
        Assert.Equal(100, reading.Document.Defaults.GenerationConfig.MaxTokens);
    }

    [Fact]
    public void AllProblems_ComeAtOnce_EachWithItsPath()
    {
        var reading = Read("""
            {"name":7,"display_name":"a","displayName":"b","routes":[{"route":{"variants":[{"weight":"50"},null]},"condition":7}],
             "defaults":{"text_generation_config":{"maxTokens":1.5,"temperature":1e999,"stopSequences":"x"},"message_templates":{}},"name":"x"}
            """);

        Assert.Equal(
            [
                "name: found the number 7; expected a string",
                "displayName: \"display_name\" says the same; keep one of them",
                "routes[0].route.variants[0].weight: found a string; expected a number",
                "routes[0].route.variants[1]: found null; expected an object",
                "routes[0].condition: found a number; expected an object",
                "defaults.text_generation_config.maxTokens: found the number 1.5; expected a whole number",
                "defaults.text_generation_config.temperature: found the number 1e999; expected a number",
                "defaults.text_generation_config.stopSequences: found a string; expected a list",
                "defaults.message_templates: found an object; expected a list",
            ],
            reading.Problems.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("", "body: it is empty; expected a router: a JSON object")]
    [InlineData(" \n", "body: it is empty; expected a router: a JSON object")]
    [InlineData("[]", "body: it is no JSON object; expected a router: { … }")]
    [InlineData("null", "body: it is no JSON object; expected a router: { … }")]
    [InlineData("{\"name\":\"a\"} x", "body: not JSON at line 1, byte 14: ")]
    [InlineData("{\"name\":\n\"a\",}", "body: not JSON at line 2, byte 5: ")]
    [InlineData("{'name':1}", "body: not JSON at line 1, byte 2: ")]
    [InlineData("{\"name\":\"\\ud800\"}", "body: a string has an escape that is no character; write the characters themselves")]
    [InlineData("{\"\\ud800\":1}", "body: a string has an escape that is no character; write the characters themselves")]
    public void WhatIsNoJsonObject_IsOneProblem(string json, string expected)
    {
        var reading = Read(json);

        Assert.Null(reading.Document);
        Assert.StartsWith(expected, Assert.Single(reading.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotUtf8_TooLarge_OrTooDeep_IsOneProblem()
    {
        Assert.Equal("body: it is not UTF-8; send JSON as UTF-8", Assert.Single(RouterReader.Read([(byte)'{', 0xFF, (byte)'}']).Problems).ToString());
        Assert.StartsWith("body: it is larger than 1 MB", Assert.Single(RouterReader.Read(new byte[RouterReader.LargestBody + 1]).Problems).ToString(), StringComparison.Ordinal);
        Assert.StartsWith("body: not JSON at line 1, byte 321: The maximum", Assert.Single(Read(string.Concat(Enumerable.Repeat("{\"a\":", 100))).Problems).ToString(), StringComparison.Ordinal);
        Assert.Empty(RouterReader.Read([0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']).Problems);
    }

    [Fact]
    public void WhatWasStored_IsReadStraight_AndWhatAHandWrote_TheLongWay()
    {
        var canonical = Encoding.UTF8.GetBytes(Whole.Trim().Replace("[1,null]", "[1]", StringComparison.Ordinal));
        var straight = RouterReader.ReadStored(canonical);
        var byHand = RouterReader.ReadStored("""{"name":"a","display_name":"A","default_route":null}"""u8.ToArray());
        var broken = RouterReader.ReadStored("""{"name":"a","routes":[null]}"""u8.ToArray());

        Assert.True(straight.Json.Equals(canonical));
        Assert.Equal("""{"name":"a","displayName":"A"}""", Encoding.UTF8.GetString(byHand.Json.Span));
        Assert.Equal("routes[0]: found null; expected an object", Assert.Single(broken.Problems).ToString());
    }

    [Fact]
    public void TheWordNull_InACondition_IsNoReasonForTheLongWay()
    {
        var stored = """{"name":"a","routes":[{"condition":{"cel_expression":"x != null"}}]}"""u8.ToArray();

        Assert.True(RouterReader.ReadStored(stored).Json.Equals(stored));
    }

    [Fact]
    public void AMegabyteOfUnknownFields_IsAFewWarnings()
    {
        var fields = string.Join(",", Enumerable.Range(0, 20_000).Select(i => $"\"unknown-{i}\":{i}"));

        Assert.Equal(20, Read($"{{{fields}}}").Warnings.Count);
    }

    // Cut short, bent and mixed: whatever comes, it is a document or a problem.
    [Fact]
    public void NoBytes_MakeItThrow()
    {
        var random = new Random(20261121);
        var whole = Encoding.UTF8.GetBytes(Whole);
        for (var length = 0; length < whole.Length; length += 7)
            Assert.NotEmpty(RouterReader.Read(whole.AsSpan(0, length)).Problems);
        for (var round = 0; round < 3000; round++)
        {
            var bent = (byte[])whole.Clone();
            for (var i = random.Next(1, 8); i > 0; i--)
                bent[random.Next(bent.Length)] = (byte)"{}[]\":,0n\\ \u007f"[random.Next(12)];
            var reading = RouterReader.Read(bent);
            Assert.True(reading.Document is not null || reading.Problems.Count > 0);
            RouterReader.ReadStored(bent);
        }
    }

    private static RouterReading Read(string json) => RouterReader.Read(Encoding.UTF8.GetBytes(json));

    private static JsonNode Respelled(JsonNode node, Func<string, string> spell) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(spell(m.Key), m.Key == "web_search_options" ? m.Value!.DeepClone() : m.Value is null ? null : Respelled(m.Value, spell)))),
        JsonArray items => new JsonArray([.. items.Select(i => i is null ? null : Respelled(i, spell))]),
        _ => node.DeepClone(),
    };

    private static string Camel(string name) => string.Concat(name.Split('_').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Snake(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"));
}

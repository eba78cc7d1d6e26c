// What of a chat request the Responses API is told otherwise, cannot be told, or must not be; the common case is in the goldens.
using System.Text.Json.Nodes;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Responses;

public sealed class RequestTests
{
    private const string Hi = """ "messages":[{"role":"user","content":"Hi"}] """;
    private const string Tools = """ "tools":[{"type":"function","function":{"name":"f"}},{"type":"custom","custom":{"name":"g"}}] """;

    private static readonly ResponsesProvider Provider = new();

    [Theory]
    [InlineData("\"n\":2," + Hi, "n")]
    [InlineData("\"modalities\":[\"text\",\"audio\"]," + Hi, "modalities")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}] """, "messages[0].content[1]")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"video_url","video_url":{"url":"https://a.example/v"}}]}] """, "messages[0].content[0]")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}] """, "messages[0].content[0]")]
    public void WhatItCannotSay_IsRefusedByName_AndIsAnotherProvidersChance(string members, string param)
    {
        var refusal = Send(members).Refusal;
        Assert.Equal((FailureKind.Unsupported, param), (refusal?.Kind, refusal?.Param));
    }

    // "no stop, no n, no penalties, no seed, no logit_bias"
    [Theory]
    [InlineData("stop", "[\"a\"]")]
    [InlineData("seed", "1")]
    [InlineData("frequency_penalty", "0.5")]
    [InlineData("presence_penalty", "-1")]
    [InlineData("logit_bias", """{"1":2}""")]
    [InlineData("prediction", """{"type":"content","content":"x"}""")]
    [InlineData("temperature", "0.5")]
    [InlineData("top_p", "0.5")]
    [InlineData("logprobs", "true")]
    public void WhatItHasNoWordFor_IsLeftOutWithAWarning(string name, string value)
    {
        var written = Send($"\"{name}\":{value},{Hi}");
        Assert.DoesNotContain($"\"{name}\"", written.Body, StringComparison.Ordinal);
        Assert.StartsWith(name, Assert.Single(written.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatAsksForNothing_NeedsNoWarning() => Assert.Empty(Send($"\"seed\":null,\"logprobs\":false,\"presence_penalty\":0,\"n\":1,{Hi}").Warnings);

    // "temperature/top_p (non-reasoning) as in chat"; a model that cannot reason refuses to have its reasoning included.
    [Fact]
    public void AModelThatDoesNotReason_IsSampled_AndHasNothingEncrypted()
    {
        var request = Read($"\"temperature\":0.50,\"top_p\":1e-1,\"reasoning_effort\":\"high\",\"logprobs\":true,\"top_logprobs\":2,{Hi}", "gpt-4o");
        Assert.Equal("""{"model":"gpt-4o","input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]}],"store":false,"include":["message.output_text.logprobs"],"top_logprobs":2,"temperature":0.50,"top_p":1e-1}""", request.ToJsonString());
    }

    [Theory]
    [InlineData("gpt-5.5", "", null)] // a summary is not asked for unasked: it is refused to organizations that are not verified
    [InlineData("gpt-5.5", "\"reasoning_effort\":\"max\",", """{"effort":"xhigh","summary":"auto"}""")]
    [InlineData("gpt-5.5", "\"reasoning\":{},", """{"effort":"medium","summary":"auto"}""")]
    [InlineData("gpt-5.5", "\"reasoning\":{\"exclude\":true},", """{"effort":"medium"}""")]
    [InlineData("gpt-5.5", "\"reasoning_effort\":\"none\",", """{"effort":"none"}""")]
    [InlineData("o3", "\"reasoning_effort\":\"none\",", null)]
    [InlineData("gpt-5.1-codex", "\"reasoning_effort\":\"high\",", """{"summary":"auto"}""")] // "always on, reject other values"
    [InlineData("gpt-4o", "\"reasoning_effort\":\"high\",", null)]
    [InlineData("my-deployment", "\"reasoning_effort\":\"high\",", """{"effort":"high","summary":"auto"}""")]
    public void C51_AnEffort_IsTheModelsOwnLevel(string model, string asked, string? reasoning) =>
        Assert.Equal(reasoning, Read(asked + Hi, model)["reasoning"]?.ToJsonString());

    [Theory]
    [InlineData("gpt-5.5", "", "false", true)]
    [InlineData("gpt-5.5", "\"store\":false,", "false", true)]
    [InlineData("gpt-5.5", "\"store\":true,", "true", true)]
    [InlineData("gpt-5.5", "\"store\":null,", "false", true)]
    [InlineData("my-deployment", "", "false", false)]
    [InlineData("my-deployment", "\"reasoning_effort\":\"low\",", "false", true)]
    public void NothingIsStored_UnlessTheCallerSaysSo_AndReasoningComesEncrypted(string model, string said, string store, bool isEncrypted)
    {
        var request = Read(said + Hi, model);
        Assert.Equal(store, request["store"]!.ToJsonString());
        Assert.Equal(isEncrypted, request.ContainsKey("include"));
    }

    [Theory]
    [InlineData("\"none\"", "\"none\"")]
    [InlineData("\"auto\"", "\"auto\"")]
    [InlineData("\"required\"", "\"required\"")]
    [InlineData("""{"type":"function","function":{"name":"f"}}""", """{"type":"function","name":"f"}""")]
    [InlineData("""{"type":"custom","custom":{"name":"g"}}""", """{"type":"custom","name":"g"}""")]
    [InlineData("""{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"custom","custom":{"name":"g"}},{"type":"web_search"}]}}""", """{"type":"allowed_tools","mode":"auto","tools":[{"type":"custom","name":"g"},{"type":"web_search"}]}""")]
    public void C26_EveryToolChoice_IsMapped(string choice, string expected) =>
        Assert.Equal(expected, Read($"\"tool_choice\":{choice},{Tools},{Hi}")["tool_choice"]!.ToJsonString());

    [Fact]
    public void C27_ParallelCalls_AreSaidOnlyWhenTheCallerDid()
    {
        Assert.Equal("false", Read($"\"parallel_tool_calls\":false,{Tools},{Hi}")["parallel_tool_calls"]!.ToJsonString());
        Assert.Equal("true", Read($"\"parallel_tool_calls\":true,{Tools},{Hi}")["parallel_tool_calls"]!.ToJsonString());
        Assert.Null(Read($"{Tools},{Hi}")["parallel_tool_calls"]);
    }

    [Fact]
    public void C28_NoTools_NoChoice()
    {
        var request = Read($"\"tools\":[],\"tool_choice\":\"required\",\"parallel_tool_calls\":true,{Hi}");
        Assert.False(request.ContainsKey("tools") || request.ContainsKey("tool_choice") || request.ContainsKey("parallel_tool_calls"));
    }

    // "Responses requests will normalize your schema into strict mode …, while Chat Completions requests remain non-strict by default"
    [Theory]
    [InlineData("", "false")]
    [InlineData(",\"strict\":null", "false")]
    [InlineData(",\"strict\":true", "true")]
    public void ATool_IsStrictOnlyWhenTheCallerSaysSo(string said, string strict) =>
        Assert.Equal(strict, Read($$"""  "tools":[{"type":"function","function":{"name":"f"{{said}} } }],{{Hi}}""")["tools"]![0]!["strict"]!.ToJsonString());

    // Prompt caches know a prefix by its bytes (C58): the schema's white space, order and numbers are the caller's.
    [Fact]
    public void C58_ASchema_IsCopiedByteForByte()
    {
        const string Schema = """{ "type" : "object","properties":{"z":{"type":"number","default":1.50e+3},"a":{"const":"\u00e9"}} , "x-order":["z","a"]}""";
        Assert.Contains(Schema, Send($$"""  "tools":[{"type":"function","function":{"parameters":{{Schema}},"name":"f"} }],{{Hi}}""").Body, StringComparison.Ordinal);
        Assert.Contains(Schema, Send($$"""  "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{{Schema}} } },{{Hi}}""").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void ItsOwnTools_GoThrough() =>
        Assert.Contains("""{"type":"file_search", "vector_store_ids":["v"]}""", Send($$"""  "tools":[{"type":"file_search", "vector_store_ids":["v"]}],{{Hi}}""").Body, StringComparison.Ordinal);

    // A call without its result, or a result without its call, refuses the whole request.
    [Fact]
    public void C30_CallsAndResults_AlwaysComeInPairs()
    {
        var input = Read(""" "messages":[{"role":"tool","tool_call_id":"x","content":"orphan"},{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"2","type":"function","function":{"name":"f","arguments":""}}]},{"role":"tool","tool_call_id":"2","content":null}] """)["input"]!;
        Assert.Equal("""{"role":"user","content":[{"type":"input_text","text":"orphan"}]}""", input[0]!.ToJsonString());
        Assert.Equal(["function_call 1", "function_call_output 1", "function_call 2", "function_call_output 2"], input.AsArray().Skip(1).Select(i => $"{i!["type"]} {i["call_id"]}"));
        Assert.Equal(["no result", ""], input.AsArray().Where(i => i!["output"] is not null).Select(i => i!["output"]!.GetValue<string>()));
    }

    // Each provider refuses what another has signed; and reasoning that nothing came of is refused too.
    [Theory]
    [InlineData("""{"type":"reasoning.encrypted","data":"c2ln","format":"google-gemini-v1"}""", "\"content\":\"b\"")]
    [InlineData("""{"type":"reasoning.text","text":"hm","signature":"c2ln","format":"anthropic-claude-v1"}""", "\"content\":\"b\"")]
    [InlineData("""{"type":"reasoning.summary","summary":"hm","format":"openai-responses-v1"}""", "\"content\":\"b\"")]
    [InlineData("""{"type":"reasoning.encrypted","data":"gAAA","id":"rs","format":"openai-responses-v1"}""", "\"content\":\"\"")]
    public void ReasoningThatItWouldRefuse_IsNotSent(string detail, string content) =>
        Assert.DoesNotContain("\"reasoning\"", Send($$"""  "messages":[{"role":"user","content":"a"},{"role":"assistant",{{content}},"reasoning_details":[{{detail}}]}]""").Body, StringComparison.Ordinal);

    // What an answer of ours holds and a client sends back as it is, goes back as the items it came from.
    [Fact]
    public void AnAnswerSentBack_IsTheItemsItCameFrom()
    {
        const string Items = """{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"One.\n\nTwo."}],"encrypted_content":"gAAA"},{"role":"assistant","content":[{"type":"output_text","text":"Look \"here\"."}]},{"type":"function_call","call_id":"c1","name":"f","arguments":"{ \"a\":1.0 }"},{"type":"custom_tool_call","call_id":"c2","name":"g","input":"x\ny"}""";
        const string Output = """{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"One."},{"type":"summary_text","text":"Two."}],"encrypted_content":"gAAA"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Look \"here\"."}]},{"type":"function_call","call_id":"c1","name":"f","arguments":"{ \"a\":1.0 }"},{"type":"custom_tool_call","call_id":"c2","name":"g","input":"x\ny"}""";
        using var answer = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer(System.Text.Encoding.UTF8.GetBytes($$"""{"status":"completed","output":[{{Output}}]}"""), Identity.Of(), answer, out _));
        var message = StrictJson.Parse(System.Text.Encoding.UTF8.GetString(answer.Written) + "}")["choices"]![0]!["message"]!;
        var results = """{"role":"tool","tool_call_id":"c1","content":"1"},{"role":"tool","tool_call_id":"c2","content":"2"}""";
        var input = Read($$"""  "messages":[{{message.ToJsonString()}},{{results}}]""")["input"]!.AsArray();
        Assert.Equal(JsonNode.Parse($"[{Items}]")!.ToJsonString(), new JsonArray([.. input.Take(4).Select(i => i!.DeepClone())]).ToJsonString());
        Assert.Equal(["function_call_output", "custom_tool_call_output"], input.Skip(4).Select(i => i!["type"]!.GetValue<string>()));
    }

    // "assistant messages carrying images[] (multi-turn editing)": only a user can show a picture.
    [Fact]
    public void APictureOfAnEarlierAnswer_IsShownAgain() =>
        Assert.Equal(
            """[{"role":"assistant","content":[{"type":"output_text","text":"Here."}]},{"role":"user","content":[{"type":"input_image","image_url":"data:image/webp;base64,YWJj"}]}]""",
            Read(""" "messages":[{"role":"assistant","content":"Here.","images":[{"type":"image_url","image_url":{"url":"data:image/webp;base64,YWJj"},"index":0}]}] """)["input"]!.ToJsonString());

    [Fact]
    public void C15_StreamOptionsThatTheVendorRefused_AreLeftOut() =>
        Assert.Equal("""{"model":"gpt-5.5","stream":true,"input":""", Requests.Write(Provider, $$"""{"model":"x",{{Hi}}}""", "gpt-5.5", stream: true, concessions: Concessions.StreamOptions)[.."""{"model":"gpt-5.5","stream":true,"input":""".Length]);

    private static WrittenRequest Send(string members, string model = "gpt-5.5") => Requests.Send(Provider, $$"""{"model":"x",{{members}}}""", model);

    private static JsonObject Read(string members, string model = "gpt-5.5") => Requests.Read(Provider, $$"""{"model":"x",{{members}}}""", model);
}

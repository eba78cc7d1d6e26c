// What of a chat request Anthropic cannot be told, and what is told otherwise; the common case is in the goldens.
using System.Text.Json.Nodes;
using InworldRouter.Providers.Anthropic;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class RequestTests
{
    private const string Hi = """ "messages":[{"role":"user","content":"Hi"}] """;
    private const string Tool = """ "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}},{"type":"function","function":{"name":"g"}}] """;

    private static readonly AnthropicProvider Provider = new();

    [Theory]
    [InlineData("""{"n":2,""" + Hi + "}", "n")]
    [InlineData("""{"modalities":["text","audio"],""" + Hi + "}", "modalities")]
    [InlineData("""{"tools":[{"type":"custom","custom":{"name":"x"}}],""" + Hi + "}", "tools[0]")]
    [InlineData("""{"tools":[{"type":"file_search"}],""" + Hi + "}", "tools[0].type")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]}""", "messages[0].content[1]")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/tiff;base64,SUkqAA=="}}]}]}""", "messages[0].content[0]")]
    public void WhatItCannotSay_IsRefusedByName_AndIsAnotherProvidersChance(string body, string param)
    {
        var refusal = Requests.Send(Provider, "{\"model\":\"x\"," + body[1..], "claude-sonnet-4-5").Refusal;
        Assert.Equal((FailureKind.Unsupported, param), (refusal?.Kind, refusal?.Param));
    }

    [Theory]
    [InlineData("seed", "1")]
    [InlineData("logit_bias", """{"1":2}""")]
    [InlineData("logprobs", "true")]
    [InlineData("frequency_penalty", "0.5")]
    [InlineData("prediction", """{"type":"content","content":"x"}""")]
    public void WhatItHasNoWordFor_IsLeftOutWithAWarning(string name, string value)
    {
        var written = Requests.Send(Provider, $$"""{"model":"x","{{name}}":{{value}},{{Hi}}}""", "claude-sonnet-4-5");
        Assert.DoesNotContain(name, written.Body, StringComparison.Ordinal);
        Assert.Contains(written.Warnings, w => w.StartsWith(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"none\"", """{"type":"none"}""")]
    [InlineData("\"auto\"", """{"type":"auto"}""")]
    [InlineData("\"required\"", """{"type":"any"}""")]
    [InlineData("""{"type":"function","function":{"name":"g"}}""", """{"type":"tool","name":"g"}""")]
    public void C26_EveryToolChoice_IsMapped(string choice, string expected) =>
        Assert.Equal(expected, Requests.Read(Provider, $$"""{"model":"x","tool_choice":{{choice}},{{Tool}},{{Hi}}}""", "claude-sonnet-4-5")["tool_choice"]!.ToJsonString());

    [Fact]
    public void C27_ParallelCalls_AreForbiddenOnlyWhenAsked()
    {
        Assert.Equal("""{"type":"auto","disable_parallel_tool_use":true}""", Read($"\"parallel_tool_calls\":false,{Tool}")["tool_choice"]!.ToJsonString());
        Assert.Null(Read($"\"parallel_tool_calls\":true,{Tool}")["tool_choice"]);
        Assert.Null(Read(Tool)["tool_choice"]);
    }

    [Fact]
    public void C28_NoTools_NoChoice()
    {
        var request = Read("\"tools\":[],\"tool_choice\":\"required\"");
        Assert.False(request.ContainsKey("tools"));
        Assert.False(request.ContainsKey("tool_choice"));
    }

    [Fact]
    public void AllowedTools_AreTheOnlyOnes()
    {
        var request = Read(Tool + ""","tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"g"}}]}}""");
        Assert.Equal("g", Assert.Single(request["tools"]!.AsArray())!["name"]!.GetValue<string>());
        Assert.Equal("""{"type":"any"}""", request["tool_choice"]!.ToJsonString());
    }

    [Fact]
    public void C30_AHistoryOfCallsWithoutTools_GetsThemFromItsCalls()
    {
        var request = Requests.Read(Provider, """{"model":"x","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"2","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"2","content":"two"},{"role":"tool","tool_call_id":"1","content":"one"}]}""", "claude-sonnet-4-5");
        Assert.Equal("""[{"name":"f","input_schema":{"type":"object"}}]""", request["tools"]!.ToJsonString());
        // "in tool_call order"
        Assert.Equal(["1", "2"], request["messages"]![2]!["content"]!.AsArray().Select(r => r!["tool_use_id"]!.GetValue<string>()));
    }

    // "tool_use id ^[a-zA-Z0-9_-]+$ → sanitise foreign ids": what was two calls stays two.
    [Fact]
    public void C31_ForeignIds_StayApart()
    {
        var request = Requests.Read(Provider, """{"model":"x","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"call.1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"call/1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call/1","content":"two"},{"role":"tool","tool_call_id":"call.1","content":"one"}]}""", "claude-sonnet-4-5");
        var calls = request["messages"]![1]!["content"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()).ToArray();
        Assert.Equal(2, calls.Distinct().Count());
        Assert.All(calls, id => Assert.Matches("^[a-zA-Z0-9_-]+$", id));
        Assert.Equal(calls.Zip(["one", "two"]), request["messages"]![2]!["content"]!.AsArray().Select(r => (r!["tool_use_id"]!.GetValue<string>(), r["content"]!.GetValue<string>())));
    }

    // Prompt caches know a prefix by its bytes (C58): the schema's white space, order and numbers are the caller's.
    [Fact]
    public void C58_ASchema_IsCopiedByteForByte()
    {
        const string Schema = """{ "type" : "object","properties":{"z":{"type":"number","default":1.50e+3},"a":{"const":"\u00e9"}} , "x-order":["z","a"]}""";
        Assert.Contains(Schema, Requests.Write(Provider, $$"""{"model":"x","tools":[{"type":"function","function":{"parameters":{{Schema}},"name":"f"} }],{{Hi}}}""", "claude-sonnet-4-5"), StringComparison.Ordinal);
    }

    [Fact]
    public void C57_MoreThanFourMarkers_TheLastFourStay()
    {
        const string Marker = "\"cache_control\":{\"type\":\"ephemeral\"}";
        var part = $$"""{"type":"text","text":"a",{{Marker}}}""";
        var written = Requests.Send(Provider, $$"""{"model":"x","tools":[{"type":"function",{{Marker}},"function":{"name":"f"} }],"messages":[{"role":"system","content":[{{part}}]},{"role":"user","content":[{{part}},{{part}},{{part}},{{part}}]}]}""", "claude-sonnet-4-5");
        Assert.Equal(4, written.Body.Split(Marker).Length - 1);
        Assert.Null(JsonNode.Parse(written.Body)!["system"]![0]!["cache_control"]);
        Assert.Single(written.Warnings);
    }

    // "Automatic marker injection opt-in": nobody has asked.
    [Theory]
    [InlineData("", 0)]
    [InlineData(",\"cache_control\":{\"type\":\"ephemeral\"}", 1)]
    public void C60_OnlyTheCallersMarkersAreSent(string marker, int sent)
    {
        var body = Requests.Write(Provider, $$"""{"model":"x","tools":[{"type":"function","function":{"name":"f"} }],"messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"a"{{marker}}}]},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}""", "claude-sonnet-4-5");
        Assert.Equal(sent, body.Split("cache_control").Length - 1);
    }

    [Theory]
    [InlineData("\"END\"", "[\"END\"]")]
    [InlineData("[\"END\",\"\\n\\nHuman:\"]", "[\"END\",\"\\n\\nHuman:\"]")]
    public void C56_Stop_IsAStringOrAnArray(string stop, string sequences) =>
        Assert.Equal(sequences, Read($"\"stop\":{stop}")["stop_sequences"]!.ToJsonString());

    [Fact]
    public void ItsOwnServerTools_GoThrough()
    {
        const string Search = """{"type":"web_search_20250305","name":"web_search","max_uses":2}""";
        Assert.Contains(Search, Requests.Write(Provider, $$"""{"model":"x","tools":[{{Search}}],{{Hi}}}""", "claude-sonnet-4-5"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheHead_IsAnthropics()
    {
        var written = Requests.Send(Provider, $$"""{"model":"x",{{Hi}}}""", "claude-sonnet-4-5");
        Assert.Equal(("/v1/messages", "anthropic-version: 2023-06-01\r\n"), (written.Path, written.HeaderLines));
    }

    private static JsonObject Read(string members) => Requests.Read(Provider, $$"""{"model":"x",{{members}},{{Hi}}}""", "claude-sonnet-4-5");

    [Theory]
    [InlineData("""{"temperature":1.5,"messages":[{"role":"user","content":"Hi"}]}""", "temperature is sent as 1")]
    [InlineData("""{"temperature":0.5,"top_p":0.5,"messages":[{"role":"user","content":"Hi"}]}""", "top_p is not sent")]
    public void WhatIsSentOtherwise_IsSaid(string body, string warning) =>
        Assert.StartsWith(warning, Assert.Single(Requests.Send(new AnthropicProvider(), body, "claude-sonnet-4-5").Warnings), StringComparison.Ordinal);
}

// What of a Messages body reaches Anthropic: everything as it was written, but for the few edits of api.md 10.
using System.Text;
using System.Text.Json;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Tests.Transcripts;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class MessagesPatchTests
{
    private const string Ours = "router:v1:openai:rs_1:c2VhbGVk";

    public static TheoryData<string> Recorded => [.. Recording.Names("anthropic").Where(n => !n.Contains("count-tokens", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void C58_ARecordedRequest_ChangesInItsModelAlone(string name)
    {
        var meta = Encoding.UTF8.GetString(Recording.Read(Path.ChangeExtension(name, ".meta.json")));
        using var document = JsonDocument.Parse(meta);
        if (!document.RootElement.TryGetProperty("request", out var request) || !request.TryGetProperty("body", out var recorded))
            return;
        AssertModelAlone(recorded.GetRawText());
    }

    [Fact]
    public void C42_ARequestOfClaudeCode_ChangesInItsModelAlone()
    {
        using var document = JsonDocument.Parse(Recording.Read("claude-code/request-classifier-nonstream.json"));
        AssertModelAlone(document.RootElement.GetProperty("body_text_truncated_by_source").GetString()!);
    }

    // "Deterministic, order-preserving serialisation (tools, schema keys, numbers, whitespace of args)": a prompt cache is lost by one byte.
    [Fact]
    public void C58_ToolsSchemasAndNumbers_AreNotRewritten()
    {
        var body = new StringBuilder("{\r\n\t\"max_tokens\" : 1e3 ,\"tools\":[");
        for (var i = 0; i < 25; i++)
        {
            body.Append(i == 0 ? "" : " ,\n");
            body.Append($$$"""{"name":"tool_{{{i}}}","input_schema":{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","required":["z","a"],"properties":{"z":{"maximum":1.50e+{{{i}}},"minimum":-0.0},"a":{"enum":["\u00e9","é","\/"]}},"additionalProperties":false},"cache_control":{"type":"ephemeral","ttl":"1h"}}""");
        }
        body.Append("], \"temperature\":1.0,\n \"model\" :\t\"anthropic/claude-sonnet-4-5\" , \"messages\":[{\"content\":[ {\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"tool_1\",\"input\":{ \"a\" : 1.10 }}],\"role\":\"assistant\"}] }\n");
        AssertModelAlone(body.ToString());
    }

    [Theory]
    [InlineData("""{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"x"}}""")]
    [InlineData("""{"type":"of_tomorrow","deep":[{"a":null}]}""")]
    [InlineData("""{"type":"thinking","thinking":"","signature":"EqQBCkYI"}""")]
    [InlineData("""{"type":"redacted_thinking","data":"EmwKAhgB"}""")]
    [InlineData("""{"type":"text","text":"a","cache_control":{"type":"ephemeral"},"citations":[]}""")]
    public void C47_ABlockThatIsNotOurs_Stays(string block) =>
        AssertModelAlone($$"""{"model":"x","messages":[{"role":"user","content":"a"},{"role":"assistant","content":[ {{block}} ]},{"role":"user","content":"b"}]}""");

    [Theory]
    [InlineData("\"mcp_servers\":[{\"type\":\"url\"}],")]
    [InlineData("\"context_management\":{\"edits\":[{\"type\":\"clear_tool_uses_20250919\"}]},")]
    [InlineData("\"container\":\"c_1\",\"output_config\":{\"effort\":\"max\",\"task_budget\":{\"type\":\"tokens\",\"total\":9}},")]
    [InlineData("\"thinking\":{\"type\":\"adaptive\",\"display\":\"of_tomorrow\"},")]
    [InlineData("\"fallbacks\":[{\"model\":\"claude-opus-4-8\"}],\"speed\":\"fast\",\"thread\":{\"id\":\"t\"},")]
    [InlineData("\"stop_sequences\":[\" \"],\"tools\":[],\"tool_choice\":{\"type\":\"auto\"},")]
    [InlineData("\"metadata\":{\"user_id\":\"u\"},")]
    [InlineData("\"metadata\":{},")]
    [InlineData("\"stream\":false,")]
    public void C42_AFieldThatIsAnthropics_Stays(string members) => Assert.Equal(MessagesBodies.With(members), MessagesBodies.Rest(members));

    // "cache_control kept on system, tools, messages, tool_result" (C57); "no per-request volatile data inserted into the prefix" (C59).
    [Fact]
    public void C57_C59_CacheMarkersStay_AndTheSameCallIsTheSameBytes()
    {
        const string Marker = """ "cache_control" : {"type":"ephemeral", "ttl":"1h"} """;
        const string Body = $$"""{"model":"x",{{Marker}},"system":[{"type":"text","text":"s",{{Marker}}}],"tools":[{"name":"f",{{Marker}}}],"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"r",{{Marker}}}],{{Marker}}}]}]}""";
        AssertModelAlone(Body);
        Assert.Equal(MessagesBodies.Send(Body).Body, MessagesBodies.Send(Body).Body);
    }

    // "None of these reaches a provider" (api.md 3).
    [Theory]
    [InlineData("\"models\":[\"a/b\"],")]
    [InlineData("\"ignore\":[\"a\"],\"sort\":[\"price\"],")]
    [InlineData("\"fallback\":{\"ttft_timeout\":\"1s\"},\"provider\":{\"order\":[\"anthropic\"]},")]
    [InlineData("\"prompt_variables\":{\"a\":1},\"web_search\":true,\"web_search_options\":{},")]
    [InlineData("\"compression\":{\"aggressiveness\":0.5},\"image_config\":{},")]
    [InlineData("\"extra_body\":{\"sort\":\"price\",\"models\":[\"a/b\"]},")]
    [InlineData("\"extra_body\":{},")]
    [InlineData("\"metadata\":{\"tier\":\"gold\"},")]
    public void ARouterOption_IsCutOut(string members) => Assert.Equal(MessagesBodies.With(""), MessagesBodies.Rest(members));

    // A named router's parameters, which are told to providers that have a word for them.
    [Fact]
    public void WhatAnthropicHasNoWordFor_IsLeftOutWithAWarning()
    {
        var sent = MessagesBodies.Send(MessagesBodies.With("\"seed\":1,\"frequency_penalty\":0.5,\"presence_penalty\":0,\"logit_bias\":{\"1\":2},\"repetition_penalty\":1.1,"));
        Assert.Equal((MessagesBodies.With(""), 4), (sent.Body, sent.Warnings.Length));
    }

    // "metadata{user_id}" is all that Anthropic takes: an unknown member is a 400 (C43).
    [Theory]
    [InlineData("""{"user_id":"u","tier":"gold"}""", """{"user_id":"u"}""")]
    [InlineData("""{ "tier":"gold", "user_id" : "u", "plan":{} }""", """{  "user_id" : "u" }""")]
    public void C43_OfMetadata_TheUserStays(string metadata, string left) =>
        Assert.Equal(MessagesBodies.With($"\"metadata\":{left},"), MessagesBodies.Rest($"\"metadata\":{metadata},"));

    [Fact]
    public void C43_TheVariablesInExtraBody_AreNotTheUsersPlace() =>
        Assert.Equal(MessagesBodies.With("\"metadata\":{\"user_id\":\"u\"},"), MessagesBodies.Rest("\"metadata\":{\"user_id\":\"u\"},\"extra_body\":{\"metadata\":{\"tier\":\"gold\"}},"));

    [Fact]
    public void AVendorsParameterInExtraBody_StandsAtTheRoot() => Assert.Equal(
        MessagesBodies.With("\"inference_geo\":\"eu\",\"max_tokens\":5,"),
        MessagesBodies.Rest("\"max_tokens\":9,\"extra_body\":{\"sort\":\"price\",\"inference_geo\":\"eu\",\"max_tokens\":5,\"model\":\"y\",\"stream\":true},"));

    // "so are thinking blocks whose signature is our own" (api.md 10)
    [Theory]
    [InlineData($$"""{"type":"thinking","thinking":"a","signature":"{{Ours}}"}""")]
    [InlineData($$"""{"type":"redacted_thinking","data":"{{Ours}}"}""")]
    [InlineData("""{"type":"thinking","thinking":"a","signature":"router:v1:none::"}""")]
    public void C47_OurOwnSignatures_AreCutOut(string block)
    {
        const string Text = """{"type":"text","text":"b"}""";
        Assert.Equal(
            $$"""{"role":"user","content":"a"},{"role":"assistant","content":[{{Text}}]},{"role":"user","content":"c"}""",
            MessagesBodies.Messages($$"""{"role":"user","content":"a"},{"role":"assistant","content":[{{block}},{{Text}}]},{"role":"user","content":"c"}"""));
        Assert.Equal(
            $$"""{"role":"user","content":"a"},{"role":"assistant","content":[{{Text}}]},{"role":"user","content":"c"}""",
            MessagesBodies.Messages($$"""{"role":"user","content":"a"},{"role":"assistant","content":[{{block}},{{Text}},{{block}}]},{"role":"user","content":"c"}"""));
        Assert.Equal(
            """{"role":"user","content":"a"},{"role":"user","content":"c"}""",
            MessagesBodies.Messages($$"""{"role":"user","content":"a"},{"role":"assistant","content":[{{block}}]},{"role":"user","content":"c"}"""));
    }

    // "Expected `thinking` or `redacted_thinking`, but found `tool_use`" (providers.md B.5): only the turn that is still open needs its thinking.
    [Theory]
    [InlineData("""{"type":"enabled","budget_tokens":2048}""", """{"type":"disabled"}""")]
    [InlineData("""{"type":"adaptive"}""", """{"type":"adaptive"}""")]
    public void C51_AnOpenToolTurnThatAnotherProviderBegan_GoesOnWithoutABudget(string thinking, string left)
    {
        const string Call = """{"type":"tool_use","id":"t","name":"f","input":{}}""";
        const string Result = """{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}""";
        var turn = $$"""{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"{{Ours}}"},{{Call}}]},{{Result}}""";
        var sent = MessagesBodies.Send($$"""{"model":"x","thinking":{{thinking}},"messages":[{{turn}}]}""");
        Assert.Contains($"\"thinking\":{left},", sent.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("router:v1", sent.Body, StringComparison.Ordinal);
        Assert.Equal(left != thinking, sent.Warnings.Length > 0);
        var closed = MessagesBodies.Send($$"""{"model":"x","thinking":{{thinking}},"messages":[{{turn}},{"role":"user","content":"b"}]}""");
        Assert.Contains($"\"thinking\":{thinking},", closed.Body, StringComparison.Ordinal);
    }

    // "strip all and retry once": the turn in progress "cannot be modified", and `thinking` stays.
    [Fact]
    public void WithSignaturesConceded_TheThinkingOfEarlierTurnsGoes()
    {
        const string Earlier = """{"type":"thinking","thinking":"x","signature":"Eq"},""";
        const string Open = """{"type":"thinking","thinking":"y","signature":"Er"},""";
        string Turns(string earlier) =>
            $$"""{"role":"user","content":"a"},{"role":"assistant","content":[{{earlier}}{"type":"text","text":"b"}]},{"role":"user","content":"c"},{"role":"assistant","content":[{{Open}}{"type":"tool_use","id":"t","name":"f","input":{} }]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t"},{"type":"text","text":"d"}]}""";
        const string Thinking = """ "thinking":{"type":"enabled","budget_tokens":2048}, """;
        Assert.Equal(Turns(""), MessagesBodies.Messages(Turns(Earlier), Thinking, Concessions.Signatures));
        Assert.Equal(Turns(Earlier), MessagesBodies.Messages(Turns(Earlier), Thinking));
    }

    [Theory]
    [InlineData("", true, "\"stream\":true,")]
    [InlineData("\"stream\":true,", false, "\"stream\":false,")]
    [InlineData("\"stream\":false,", true, "\"stream\":true,")]
    [InlineData("\"stream\":true,", true, "\"stream\":true,")]
    [InlineData("", false, "")]
    public void WhetherTheProviderStreams_IsTheCallsToSay(string said, bool stream, string sent)
    {
        var body = MessagesBodies.Send($$"""{{{said}}"model":"{{MessagesBodies.Model}}","messages":[]}""", stream).Body;
        Assert.Equal($$"""{{{sent}}"model":"{{MessagesBodies.Model}}","messages":[]}""", body);
    }

    private static void AssertModelAlone(string body)
    {
        var sent = MessagesBodies.Send(body, model: "claude-opus-\"4\"");
        Assert.Empty(sent.Warnings);
        Assert.Equal(MessagesBodies.WithModel(body, "claude-opus-\"4\""), sent.Body.Replace("\\\"4\\\"", "\\u00224\\u0022", StringComparison.Ordinal));
    }
}

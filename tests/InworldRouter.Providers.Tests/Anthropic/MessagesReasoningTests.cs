// The router's own "reasoning" of a Messages caller, in Anthropic's words.
using System.Text.Json.Nodes;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class MessagesReasoningTests
{
    private const string Rest = """ "max_tokens":10000,"messages":[{"role":"user","content":"Hi"}]} """;

    [Theory]
    [InlineData("claude-sonnet-4-5", """{"effort":"medium"}""", """{"type":"enabled","budget_tokens":5000}""", null)]
    [InlineData("claude-sonnet-4-5", """{"max_tokens":3000}""", """{"type":"enabled","budget_tokens":3000}""", null)]
    [InlineData("claude-opus-4-8", """{"effort":"high"}""", """{"type":"adaptive","display":"summarized"}""", """{"effort":"high"}""")]
    [InlineData("claude-opus-4-8", """{"effort":"high","exclude":true}""", """{"type":"adaptive","display":"omitted"}""", """{"effort":"high"}""")]
    [InlineData("claude-sonnet-4-5", """{"effort":"none"}""", null, null)]
    public void C51_AnEffort_IsThinkingAsTheModelTakesIt(string model, string reasoning, string? thinking, string? config)
    {
        var sent = Sent(model, $"\"reasoning\":{reasoning},");
        Assert.Equal((thinking, config, null), (sent["thinking"]?.ToJsonString(), sent["output_config"]?.ToJsonString(), sent["reasoning"]));
    }

    [Fact]
    public void WhatTheCallerSaysInAnthropicsWords_Stands()
    {
        var sent = Sent("claude-opus-4-8", """ "reasoning":{"effort":"high"},"thinking":{"type":"disabled"},"output_config":{"effort":"low"}, """);
        Assert.Equal(("""{"type":"disabled"}""", """{"effort":"low"}"""), (sent["thinking"]?.ToJsonString(), sent["output_config"]?.ToJsonString()));
    }

    [Fact]
    public void AnEffort_JoinsTheFormThatWasAskedFor()
    {
        var sent = Sent("claude-opus-4-8", """ "reasoning":{"effort":"low"},"thinking":null,"output_config":{"format":{"type":"json_schema"}}, """);
        Assert.Equal("""{"effort":"low","format":{"type":"json_schema"}}""", sent["output_config"]!.ToJsonString());
        Assert.Equal("adaptive", sent["thinking"]!["type"]!.GetValue<string>());
    }

    // "`temperature` may only be set to 1 when thinking is enabled" (providers.md B.5)
    [Fact]
    public void Sampling_GoesWhereThinkingComes() => Assert.Null(Sent("claude-sonnet-4-5", """ "reasoning":{},"temperature":0.5,"top_p":0.9,"top_k":3, """)["temperature"]);

    [Theory]
    [InlineData("any")]
    [InlineData("tool")]
    public void C52_AForcedTool_GoesWithoutThinking(string type)
    {
        var written = MessagesBodies.Send($$$"""{"model":"x","reasoning":{"effort":"high"},"tool_choice":{"type":"{{{type}}}","name":"f"},{{{Rest}}}""");
        Assert.Null(StrictJson.Parse(written.Body)["thinking"]);
        Assert.Single(written.Warnings);
    }

    private static JsonObject Sent(string model, string members) => StrictJson.Parse(MessagesBodies.Send($$"""{"model":"x",{{members}}{{Rest}}""", model: model).Body).AsObject();
}

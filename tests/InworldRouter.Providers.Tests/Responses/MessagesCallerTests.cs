// A Messages call at OpenAI's Responses API: where the models are that reason with tools.
using System.Text.Json.Nodes;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Tests.Responses;

public sealed class MessagesCallerTests
{
    private static readonly string LongName = "mcp__" + new string('a', 70) + "__read";

    private static readonly JsonObject Written = Requests.ReadMessages(
        new OpenAIProvider(),
        $$$"""
        {"model":"x","max_tokens":4000,"thinking":{"type":"adaptive"},"output_config":{"effort":"low"},"service_tier":"standard_only",
         "metadata":{"user_id":"user_{{{new string('0', 64)}}}_account__session_7581b58b-1234-4bf1-a52e-7bc2c4e4e0a1"},
         "tools":[{"name":"{{{LongName}}}","input_schema":{"type":"object"}},{"type":"bash_20250124","name":"bash"},{"type":"web_search_20250305","name":"web_search"},{"type":"code_execution_20250825","name":"code_execution"}],
         "tool_choice":{"type":"tool","name":"{{{LongName}}}"},
         "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"{{{LongName}}}","input":{"a": 1.0}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"b"}]}]}
        """,
        "gpt-5.4");

    [Fact]
    public void ANameThatOpenAIRefuses_IsTheSameStandIn_WhereverItStands()
    {
        var tool = Written["tools"]![0]!["name"]!.GetValue<string>();

        Assert.InRange(tool.Length, 1, 64);
        Assert.Equal(tool, Written["tool_choice"]!["name"]!.GetValue<string>());
        Assert.Equal(tool, Written["input"]!.AsArray().Single(i => i!["type"]?.GetValue<string>() == "function_call")!["name"]!.GetValue<string>());
    }

    [Fact]
    public void AnthropicsOwnTools_AreFunctionsOrASearch_OrLeftOut()
    {
        Assert.Equal(["function", "function", "web_search"], Written["tools"]!.AsArray().Select(t => t!["type"]!.GetValue<string>()));
        Assert.Equal("bash", Written["tools"]![1]!["name"]!.GetValue<string>());
        Assert.NotNull(Written["tools"]![1]!["parameters"]!["properties"]!["command"]);
    }

    [Fact]
    public void C43_TheUser_IsAHash_AndTheSession_TheCachesKey()
    {
        Assert.Matches("^[0-9a-f]{64}$", Written["safety_identifier"]!.GetValue<string>());
        Assert.Equal("7581b58b-1234-4bf1-a52e-7bc2c4e4e0a1", Written["prompt_cache_key"]!.GetValue<string>());
        Assert.Null(Written["user"] ?? Written["service_tier"]);
    }

    [Fact]
    public void C51_Thinking_IsAnEffort_WithASummary() =>
        Assert.Equal("""{"effort":"low","summary":"auto"}""", Written["reasoning"]!.ToJsonString());
}

// The simulator as any provider of OpenAI's dialect, asked over HTTP; its pace and its scenarios are covered end to end.
namespace InworldRouter.Tests.Simulation;

public sealed class OpenAISimulationTests
{
    private const string Path = "/openai/v1/chat/completions";
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}]";

    [Fact]
    public async Task C11_C13_AStream_HasItsRoleOnce_ItsUsageWhenAsked_AndItsEnd()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var text = (await simulator.PostAsync(Path, "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}," + Messages + "}", "x-sim-reasoning-tokens: 2")).Text;
        Assert.Equal(2, text.Split("\"role\":\"assistant\"").Length);
        Assert.Equal(2, text.Split("\"choices\":[],\"usage\":{").Length);
        Assert.Equal(3, text.Split("\"reasoning_content\":\"").Length);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("metadata", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"usage\"", (await simulator.PostAsync(Path, "{\"model\":\"m\",\"stream\":true," + Messages + "}")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{" + Messages + "}", "you must provide a model parameter", null)]
    [InlineData("{\"model\":7," + Messages + "}", "Invalid type for 'model': expected a string.", "invalid_type")]
    [InlineData("{\"model\":\"m\",\"messages\":{}}", "Invalid type for 'messages': expected an array of objects.", "invalid_type")]
    [InlineData("{\"model\":\"m\",\"messages\":[]}", "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "empty_array")]
    [InlineData("{\"model\":\"m\"}", "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "empty_array")]
    public async Task WhatOpenAIRefuses_IsRefused(string body, string message, string? code)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var reply = await simulator.PostAsync(Path, body);
        Assert.Equal((400, message, code), (reply.Status, reply.Json["error"]!["message"]!.GetValue<string>(), reply.Json["error"]!["code"]?.GetValue<string>()));
    }

    [Theory]
    [InlineData("/v1/embeddings")]
    [InlineData("/v1/models/m")]
    [InlineData("/v1/models/m:batchEmbedContents")]
    [InlineData("/m:generateContent")]
    public async Task AnUnknownPath_IsNamed(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var reply = await simulator.PostAsync(path, "{}");
        Assert.Equal((404, "unknown_url"), (reply.Status, reply.Json["error"]!["code"]!.GetValue<string>()));
        Assert.Contains($"POST {path}", reply.Json["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARateLimit_IsTheModels_WhateverTheDialect()
    {
        await using var simulator = await RunningSimulator.StartAsync("""{"rules":[{"model":"m","rateLimit":0.001}]}""");
        Assert.Equal(200, (await simulator.PostAsync(Path, "{\"model\":\"m\"," + Messages + "}")).Status);
        Assert.Equal(429, (await simulator.PostAsync(Path, "{\"model\":\"m\"," + Messages + "}")).Status);
        Assert.Equal("rate_limit_error", (await simulator.PostAsync("/v1/messages", "{\"model\":\"m\",\"max_tokens\":1," + Messages + "}")).Json["error"]!["type"]!.GetValue<string>());
        Assert.Equal("RESOURCE_EXHAUSTED", (await simulator.PostAsync("/v1beta/models/m:generateContent", "{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}]}")).Json["error"]!["status"]!.GetValue<string>());
    }
}

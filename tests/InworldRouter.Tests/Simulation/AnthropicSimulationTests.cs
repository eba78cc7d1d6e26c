// The simulator as Anthropic, asked over HTTP.
using InworldRouter.Shared;

namespace InworldRouter.Tests.Simulation;

public sealed class AnthropicSimulationTests
{
    private const string Path = "/v1/messages";
    private const string Echo = "Hello! I am the simulator standing in for claude-x. You said: Hi";
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}]";
    private const string Call = "{\"model\":\"claude-x\",\"max_tokens\":100," + Messages + "}";
    private const string Streamed = "{\"model\":\"claude-x\",\"max_tokens\":100,\"stream\":true," + Messages + "}";
    private const string Vertex = "/v1/projects/p/locations/global/publishers/anthropic/models/claude-x@1";

    [Fact]
    public async Task TheEcho_IsTheSameAsAStreamAndAsAWhole()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var whole = (await simulator.PostAsync(Path, Call)).Json;
        var streamed = StrictMessages.Read((await simulator.PostAsync("/any/base" + Path + "?beta=true", Streamed)).Text);
        Assert.Equal((Echo, Echo), (whole["content"]![0]!["text"]!.GetValue<string>(), streamed["content"]![0]!["text"]!.GetValue<string>()));
        Assert.Equal("end_turn", whole["stop_reason"]!.GetValue<string>());
        Assert.Equal(12, streamed["usage"]!["output_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Thinking_IsSigned_AndTheLimitIsKept()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var message = StrictMessages.Read((await simulator.PostAsync(Path, Streamed.Replace("100", "3", StringComparison.Ordinal), "x-sim-reasoning-tokens: 4")).Text);
        Assert.Equal(["thinking", "text"], message["content"]!.AsArray().Select(b => b!["type"]!.GetValue<string>()));
        Assert.Equal(("Hello! I am", "max_tokens"), (message["content"]![1]!["text"]!.GetValue<string>(), message["stop_reason"]!.GetValue<string>()));
        Assert.Equal(4, message["usage"]!["output_tokens_details"]!["thinking_tokens"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_AreCalled_AndTheirResultsAreHeard(bool stream)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var head = $"{{\"model\":\"m\",\"max_tokens\":50,\"stream\":{(stream ? "true" : "false")},\"tools\":[{{\"name\":\"f\",\"input_schema\":{{\"type\":\"object\",\"properties\":{{\"city\":{{\"type\":\"string\"}}}}}}}}],";
        var asked = await simulator.PostAsync(Path, head + "\"tool_choice\":{\"type\":\"any\"}," + Messages + "}");
        var message = stream ? StrictMessages.Read(asked.Text) : asked.Json;
        var call = message["content"]![0]!;
        Assert.Equal(("tool_use", "f", """{"city":"city"}"""), (message["stop_reason"]!.GetValue<string>(), call["name"]!.GetValue<string>(), call["input"]!.ToJsonString()));
        Assert.StartsWith("toolu_", call["id"]!.GetValue<string>(), StringComparison.Ordinal);

        var answered = await simulator.PostAsync(Path, head + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":\"f is sunny\"}]}]}");
        Assert.Contains("The tool said: f is sunny", (stream ? StrictMessages.Read(answered.Text) : answered.Json)["content"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnVertex_ThePathSaysWhichModel_AndWhetherItStreams()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        const string Body = "{\"anthropic_version\":\"vertex-2023-10-16\",\"max_tokens\":100," + Messages + "}";
        Assert.Equal("claude-x@1", (await simulator.PostAsync(Vertex + ":rawPredict", Body)).Json["model"]!.GetValue<string>());
        Assert.Equal("claude-x@1", StrictMessages.Read((await simulator.PostAsync(Vertex + ":streamRawPredict", Body)).Text)["model"]!.GetValue<string>());
        Assert.Equal(400, (await simulator.PostAsync(Vertex + ":rawPredict", Call)).Status);
        var token = (await simulator.PostAsync("/token", "grant_type=x")).Json;
        Assert.Equal(("Bearer", 3599), (token["token_type"]!.GetValue<string>(), token["expires_in"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("/v1/messages/count_tokens")]
    [InlineData("/v1/projects/p/locations/global/publishers/anthropic/models/count-tokens:rawPredict")]
    public async Task C40_TokensAreCounted(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        Assert.InRange((await simulator.PostAsync(path, "{\"model\":\"claude-x\"," + Messages + "}")).Json["input_tokens"]!.GetValue<int>(), 1, 50);
    }

    [Theory]
    [InlineData(401, 401, "authentication_error")]
    [InlineData(429, 429, "rate_limit_error")]
    [InlineData(500, 500, "api_error")]
    [InlineData(503, 529, "overloaded_error")]
    [InlineData(529, 529, "overloaded_error")]
    public async Task C38_Errors_AreAnthropics(int asked, int status, string type)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var reply = await simulator.PostAsync(Path, Streamed, $"x-sim-status: {asked}", "x-sim-retry-after: 1500ms");
        Assert.Equal((status, "error", type), (reply.Status, reply.Json["type"]!.GetValue<string>(), reply.Json["error"]!["type"]!.GetValue<string>()));
        Assert.Equal("2", Assert.Single(reply.Headers.GetValues("retry-after")));
    }

    [Theory]
    [InlineData("{\"model\":\"m\"," + Messages + "}", "max_tokens")]
    [InlineData("{\"max_tokens\":1," + Messages + "}", "model")]
    [InlineData("{\"model\":\"m\",\"max_tokens\":1}", "messages")]
    [InlineData("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[ ]}", "messages")]
    [InlineData("{\"model\":", "JSON")]
    public async Task WhatAnthropicRefuses_IsRefused(string body, string named)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var reply = await simulator.PostAsync(Path, body);
        Assert.Equal((400, "invalid_request_error"), (reply.Status, reply.Json["error"]!["type"]!.GetValue<string>()));
        Assert.Contains(named, reply.Json["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C38_AnErrorInTheStream_IsAnEventOfItsOwn()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        Assert.Equal("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"The scenario sends an error of type overloaded here.\"},\"request_id\":\"req_simulator\"}\n\n",
            (await simulator.PostAsync(Path, Streamed, "x-sim-error-event: overloaded")).Text);
        var late = (await simulator.PostAsync(Path, Streamed, "x-sim-error-event: overloaded", "x-sim-error-after: 2")).Events;
        Assert.Equal(["message_start", "ping", "content_block_start", "content_block_delta", "content_block_delta", "error"], late.Select(e => e["type"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Faults_AreThoseAskedFor()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var cut = await simulator.PostAsync(Path, Streamed, "x-sim-drop-after: 2");
        Assert.True(cut.IsCut);
        Assert.DoesNotContain("message_stop", cut.Text, StringComparison.Ordinal);
        var garbled = await simulator.PostAsync(Path, Streamed, "x-sim-malformed-after: 1");
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => garbled.Events);
        Assert.Empty((await simulator.PostAsync(Path, Call, "x-sim-empty: true")).Json["content"]!.AsArray());
    }
}

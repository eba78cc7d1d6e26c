// The simulator as OpenAI's Responses and images APIs, asked over HTTP.
using System.Text.Json.Nodes;
using InworldRouter.Shared;

namespace InworldRouter.Tests.Simulation;

public sealed class ResponsesSimulationTests
{
    private const string Path = "/v1/responses";
    private const string Echo = "Hello! I am the simulator standing in for gpt-x. You said: Hi";
    private const string Call = "{\"model\":\"gpt-x\",\"input\":\"Hi\",\"metadata\":{\"a\":\"b\"}}";
    private const string Streamed = "{\"model\":\"gpt-x\",\"stream\":true,\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"}]}],\"metadata\":{\"a\":\"b\"}}";

    [Fact]
    public async Task TheEcho_IsTheSameAsAStreamAndAsAWhole()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var whole = (await simulator.PostAsync(Path, Call)).Json.AsObject();
        var streamed = StrictResponses.Read((await simulator.PostAsync("/any/base" + Path, Streamed)).Text);
        foreach (var response in (JsonObject[])[whole, streamed])
        {
            Assert.Equal((Echo, "completed", "b"), (response["output"]![0]!["content"]![0]!["text"]!.ToString(), response["status"]!.ToString(), response["metadata"]!["a"]!.ToString()));
            Assert.Equal((12, "gpt-x"), (response["usage"]!["output_tokens"]!.GetValue<int>(), response["model"]!.ToString()));
            Assert.StartsWith("resp_", response["id"]!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Reasoning_IsSealed_AndTheLimitIsKept()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var response = StrictResponses.Read((await simulator.PostAsync(Path, Streamed.Replace("\"stream\":true", "\"stream\":true,\"max_output_tokens\":3", StringComparison.Ordinal), "x-sim-reasoning-tokens: 4")).Text);
        Assert.Equal(["reasoning", "message"], response["output"]!.AsArray().Select(i => i!["type"]!.ToString()));
        Assert.Equal(("incomplete", "max_output_tokens"), (response["status"]!.ToString(), response["incomplete_details"]!["reason"]!.ToString()));
        Assert.Equal("Hello! I am", response["output"]![1]!["content"]![0]!["text"]!.ToString());
        Assert.Equal(4, response["usage"]!["output_tokens_details"]!["reasoning_tokens"]!.GetValue<int>());
        Assert.NotNull(response["output"]![0]!["encrypted_content"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_AreCalled_AndTheirResultsAreHeard(bool stream)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var head = $"{{\"model\":\"m\",\"stream\":{(stream ? "true" : "false")},\"tools\":[{{\"type\":\"function\",\"name\":\"f\",\"parameters\":{{\"type\":\"object\",\"properties\":{{\"city\":{{\"type\":\"string\"}}}}}}}}],";
        var asked = await simulator.PostAsync(Path, head + "\"tool_choice\":\"required\",\"input\":\"Hi\"}");
        var call = (stream ? StrictResponses.Read(asked.Text) : asked.Json)["output"]![0]!;
        Assert.Equal(("function_call", "f", """{"city":"city"}"""), (call["type"]!.ToString(), call["name"]!.ToString(), call["arguments"]!.ToString()));
        Assert.StartsWith("call_", call["call_id"]!.ToString(), StringComparison.Ordinal);

        var answered = await simulator.PostAsync(Path, head + $"\"input\":[{call.ToJsonString()},{{\"type\":\"function_call_output\",\"call_id\":\"{call["call_id"]}\",\"output\":\"f is sunny\"}}]}}");
        var response = stream ? StrictResponses.Read(answered.Text) : answered.Json;
        Assert.Contains("The tool said: f is sunny", response["output"]![0]!["content"]![0]!["text"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "model")]
    [InlineData("{\"model\":\"m\"}", "input")]
    [InlineData("{\"model\":\"m\",\"input\":[7]}", "input[0]")]
    public async Task WhatIsNoCall_IsRefused(string body, string param)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var refused = await simulator.PostAsync(Path, body);
        Assert.Equal((400, param), (refused.Status, refused.Json["error"]!["param"]!.ToString()));
    }

    // "Rate limiting can arrive … inside a 200" (providers.md A2), as recorded.
    [Fact]
    public async Task AnErrorInTheStream_IsAnErrorEvent()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var events = (await simulator.PostAsync(Path, Streamed, "x-sim-error-event: server_error", "x-sim-error-after: 2")).Events;
        Assert.Equal(("error", "server_error"), (events[^1]["type"]!.ToString(), events[^1]["error"]!["type"]!.ToString()));
    }

    // "{created,data:[{b64_json…}],…,usage{…}}" (providers.md G.2)
    [Fact]
    public async Task Pictures_ArePainted()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var answer = (await simulator.PostAsync("/v1/images/generations", """{"model":"gpt-image-1","prompt":"a cat","n":2}""")).Json;
        Assert.Equal(2, answer["data"]!.AsArray().Count);
        Assert.Equal("89504E47", Convert.ToHexString(Convert.FromBase64String(answer["data"]![1]!["b64_json"]!.ToString()))[..8]);
        Assert.True(answer["usage"]!["output_tokens"]!.GetValue<int>() > 0);
        Assert.Equal(400, (await simulator.PostAsync("/v1/images/generations", """{"model":"gpt-image-1"}""")).Status);
    }

    [Fact]
    public async Task Pictures_AreStreamedWithPreviews()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var events = (await simulator.PostAsync("/v1/images/generations", """{"model":"gpt-image-1","prompt":"a cat","stream":true,"partial_images":2}""")).Events;
        Assert.Equal(["image_generation.partial_image", "image_generation.partial_image", "image_generation.completed"], events.Select(e => e["type"]!.ToString()));
        Assert.NotNull(events[^1]["usage"]);
    }

    [Fact]
    public async Task Edits_AreForms()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        const string Form = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ngpt-image-1\r\n--b\r\nContent-Disposition: form-data; name=\"stream\"\r\n\r\ntrue\r\n--b--\r\n";
        var edited = (await simulator.PostAsync("/v1/images/edits", Form)).Events;
        Assert.Equal("image_edit.completed", Assert.Single(edited)["type"]!.ToString());
        Assert.Equal(400, (await simulator.PostAsync("/v1/images/edits", "--b--\r\n")).Status);
    }
}

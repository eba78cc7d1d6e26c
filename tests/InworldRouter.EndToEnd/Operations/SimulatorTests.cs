// The simulator that users test their own applications against: its pace, its faults, its words.
using System.Diagnostics;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Operations;

public sealed class SimulatorTests
{
    [Fact]
    public async Task TheEcho_IsTheSameAsAStreamAndAsAWhole()
    {
        using var simulator = await SimulatorProcess.StartAsync();
        const string Expected = "Hello! I am the simulator standing in for gpt-4o. You said: Hi";
        Assert.Equal(Expected, (await simulator.ChatAsync(Wire.Chat("gpt-4o"))).TextOf());
        var data = await simulator.StreamAsync(Wire.Chat("gpt-4o", stream: true, Wire.WithUsage));
        Assert.Equal(Expected, data.TextOf());
        Assert.Equal("[DONE]", data[^1]);
        var last = data.Chunks()[^1];
        Assert.Empty(last["choices"]!.AsArray());
        Assert.Equal(12, last["usage"]!["completion_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Tokens_AreAsManyAsAsked()
    {
        using var simulator = await SimulatorProcess.StartAsync();
        var data = await simulator.StreamAsync(Wire.Chat("gpt-4o", stream: true), "x-sim-tokens: 40");
        Assert.Equal(40, data.Chunks().Count(c => c["choices"]![0]!["delta"]!["content"]?.GetValue<string>() is { Length: > 0 }));
        var cut = await simulator.ChatAsync(Wire.Chat("gpt-4o", more: ",\"max_tokens\":3"));
        Assert.Equal("Hello! I am", cut.TextOf());
        Assert.Equal("length", cut.Json["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task ThePace_IsKept()
    {
        using var simulator = await SimulatorProcess.StartAsync();
        var start = Stopwatch.GetTimestamp();
        using var client = await simulator.OpenAsync(Wire.Chat("gpt-4o", stream: true), "x-sim-ttft: 200ms", "x-sim-tokens: 11", "x-sim-tokens-per-second: 20");
        await client.ReadHeadAsync();
        await client.ReadDataAsync();
        await client.ReadDataAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 199, 10_000);
        await client.ReadAllDataAsync();
        // The eleventh token is due 200 ms + 10/20 s after the request.
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 699, 20_000);
    }

    [Fact]
    public async Task Tools_AreCalledWhenTheyAreNamed()
    {
        using var simulator = await SimulatorProcess.StartAsync();
        const string Tools = ""","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"city":{"type":"string"},"n":{"type":"integer"}},"required":["city"]}}}],"tool_choice":"required" """;
        var answer = await simulator.ChatAsync(Wire.Chat("gpt-4o", more: Tools));
        var call = answer.Json["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!;
        Assert.Equal("f", call["name"]!.GetValue<string>());
        Assert.Equal("""{"city":"city"}""", call["arguments"]!.GetValue<string>());
        Assert.Equal("tool_calls", answer.Json["choices"]![0]!["finish_reason"]!.GetValue<string>());
        var data = await simulator.StreamAsync(Wire.Chat("gpt-4o", stream: true, Tools));
        Assert.Equal("""{"city":"city"}""", string.Concat(data.Chunks().SelectMany(c => c["choices"]!.AsArray()).Select(c => c!["delta"]!["tool_calls"]?[0]!["function"]!["arguments"]!.GetValue<string>())));
    }

    [Fact]
    public async Task Faults_AreThoseAskedFor()
    {
        using var simulator = await SimulatorProcess.StartAsync();
        var refused = await simulator.ChatAsync(Wire.Chat("gpt-4o"), "x-sim-status: 429", "x-sim-retry-after: 1500ms");
        Assert.Equal((429, "2", "1500"), (refused.Status, refused.Header("retry-after"), refused.Header("retry-after-ms")));
        Assert.Equal("rate_limit_exceeded", refused.Json["error"]!["code"]!.GetValue<string>());

        var error = Assert.Single(await simulator.StreamAsync(Wire.Chat("gpt-4o", stream: true), "x-sim-error-event: overloaded"));
        Assert.StartsWith("{\"error\":{", error);

        using var cut = await simulator.OpenAsync(Wire.Chat("gpt-4o", stream: true), "x-sim-drop-after: 2");
        await cut.ReadHeadAsync();
        var data = new List<string>();
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (await cut.ReadDataAsync() is { } d)
                data.Add(d);
        });
        Assert.Equal("Hello! I", data.TextOf());

        using var never = await simulator.OpenAsync(Wire.Chat("gpt-4o"), "x-sim-drop-after: 0");
        await Assert.ThrowsAsync<IOException>(() => never.ReadHeadAsync());

        var garbled = await simulator.StreamAsync(Wire.Chat("gpt-4o", stream: true), "x-sim-malformed-after: 1");
        Assert.Single(garbled, d => d != "[DONE]" && !IsJson(d));
        Assert.Equal("", (await simulator.ChatAsync(Wire.Chat("gpt-4o"), "x-sim-empty: true")).TextOf());
    }

    [Fact]
    public async Task AScenario_GoesByModelNameAndShare()
    {
        using var simulator = await SimulatorProcess.StartAsync("""
            {
              "seed": 7, "models": ["one", "two"],
              "defaults": { "tokens": 2 },
              "rules": [
                { "model": "down-*", "status": 503 },
                { "model": "flaky", "share": 0.5, "status": 500 }, // half of the calls
                { "model": "limited", "rateLimit": 3 },
              ]
            }
            """);
        Assert.Equal("Hello! I", (await simulator.ChatAsync(Wire.Chat("any"))).TextOf());
        Assert.Equal(503, (await simulator.ChatAsync(Wire.Chat("down-for-good"))).Status);
        var flaky = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => simulator.ChatAsync(Wire.Chat("flaky"))));
        Assert.InRange(flaky.Count(a => a.Status == 500), 30, 70);
        var limited = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => simulator.ChatAsync(Wire.Chat("limited"))));
        Assert.InRange(limited.Count(a => a.Status == 200), 3, 8);
        Assert.All(limited.Where(a => a.Status != 200), a => Assert.NotNull(a.Header("retry-after")));
        var models = (await simulator.SendAsync(RouterCalls.Request("GET", "/any/base/v1/models", []))).Json["data"]!.AsArray();
        Assert.Equal(["one", "two"], models.Select(m => m!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task AWrongScenario_IsRefusedWithAllItsProblems()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{ "rules": [ { "staus": 503, "share": 2, "ttft": "soon" } ], "sed": 1 }""", TestContext.Current.CancellationToken);
            var (exitCode, output) = await NativeRouter.RunAsync(null, "simulate", "--scenario", file);
            Assert.Equal(64, exitCode);
            foreach (var text in new[] { "rules[0].staus", "nearest is status", "rules[0].share", "rules[0].ttft", "nearest is seed" })
                Assert.Contains(text, output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            return System.Text.Json.Nodes.JsonNode.Parse(text) is not null;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}

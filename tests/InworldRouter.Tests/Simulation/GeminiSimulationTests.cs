// The simulator as Gemini, at AI Studio and on Vertex, asked over HTTP.
namespace InworldRouter.Tests.Simulation;

public sealed class GeminiSimulationTests
{
    private const string Studio = "/v1beta/models/gemini-3-pro";
    private const string Vertex = "/v1beta1/projects/p/locations/global/publishers/google/models/gemini-3-pro";
    private const string Contents = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]";
    private const string Call = "{" + Contents + "}";
    private const string Echo = "Hello! I am the simulator standing in for gemini-3-pro. You said: Hi";

    [Theory]
    [InlineData(Studio)]
    [InlineData(Vertex)]
    public async Task TheEcho_IsTheSameAsAStreamAndAsAWhole(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var whole = (await simulator.PostAsync(path + ":generateContent", Call)).Json;
        Assert.Equal((Echo, "STOP"), (TextOf(whole), whole["candidates"]![0]!["finishReason"]!.GetValue<string>()));

        var streamed = await simulator.PostAsync(path + ":streamGenerateContent?alt=sse", Call);
        Assert.EndsWith("}\r\n\r\n", streamed.Text, StringComparison.Ordinal);
        Assert.Equal(Echo, string.Concat(streamed.Events.Select(TextOf)));
        Assert.Equal(12, streamed.Events[^1]["usageMetadata"]!["candidatesTokenCount"]!.GetValue<int>());
        Assert.Equal("STOP", Assert.Single(streamed.Events, e => e["candidates"]![0]!["finishReason"] is not null)["candidates"]![0]!["finishReason"]!.GetValue<string>());
        // "usageMetadata is on every frame and is cumulative"
        var counts = streamed.Events.Select(e => e["usageMetadata"]!["totalTokenCount"]!.GetValue<int>()).ToArray();
        Assert.Equal(counts.Order(), counts);
        Assert.True(counts[0] > 1, "the prompt counts from the first frame on");
    }

    [Fact]
    public async Task Thoughts_AreMarked_AndTheLimitIsKept()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var answer = (await simulator.PostAsync(Studio + ":generateContent", "{\"generationConfig\":{\"maxOutputTokens\":3}," + Contents + "}", "x-sim-reasoning-tokens: 2")).Json;
        var parts = answer["candidates"]![0]!["content"]!["parts"]!.AsArray();
        Assert.Equal((true, "Hello! I am"), (parts[0]!["thought"]!.GetValue<bool>(), parts[1]!["text"]!.GetValue<string>()));
        Assert.Equal(("MAX_TOKENS", 2), (answer["candidates"]![0]!["finishReason"]!.GetValue<string>(), answer["usageMetadata"]!["thoughtsTokenCount"]!.GetValue<int>()));
    }

    // "functionCalls arrive whole in one frame"; "only the first functionCall part has [a signature]"
    [Theory]
    [InlineData("gemini-3-pro", true)]
    [InlineData("gemini-2.5-flash", false)]
    public async Task Calls_AreWhole_AndTheFirstIsSigned(string model, bool hasId)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        const string Body = """{"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"n":{"type":"INTEGER"}}}},{"name":"g"}]}],"contents":[{"role":"user","parts":[{"text":"f, then g"}]}]}""";
        var parts = (await simulator.PostAsync($"/v1beta/models/{model}:streamGenerateContent?alt=sse", Body)).Events.SelectMany(e => e["candidates"]![0]!["content"]!["parts"]!.AsArray()).Where(p => p!["functionCall"] is not null).ToArray();
        Assert.Equal(["""{"n":1}""", "{}"], parts.Select(p => p!["functionCall"]!["args"]!.ToJsonString()));
        Assert.Equal([true, false], parts.Select(p => p!["thoughtSignature"] is not null));
        Assert.Equal(hasId, parts[0]!["functionCall"]!["id"] is not null);
    }

    [Fact]
    public async Task AResult_IsHeard()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var reply = await simulator.PostAsync(Studio + ":generateContent", """{"contents":[{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"b":2}}}]}]}""");
        Assert.EndsWith("The tool said: {\"b\":2}", TextOf(reply.Json), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C40_TokensAreCounted()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        Assert.InRange((await simulator.PostAsync(Vertex + ":countTokens", Call)).Json["totalTokens"]!.GetValue<int>(), 1, 50);
        Assert.InRange((await simulator.PostAsync(Vertex + ":countTokens", $"{{\"generateContentRequest\":{Call}}}")).Json["totalTokens"]!.GetValue<int>(), 1, 50);
    }

    [Theory]
    [InlineData(401, 401, "UNAUTHENTICATED")]
    [InlineData(404, 404, "NOT_FOUND")]
    [InlineData(429, 429, "RESOURCE_EXHAUSTED")]
    [InlineData(529, 503, "UNAVAILABLE")]
    [InlineData(500, 500, "INTERNAL")]
    public async Task Errors_AreGoogles(int asked, int status, string word)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var reply = await simulator.PostAsync(Studio + ":generateContent", Call, $"x-sim-status: {asked}", "x-sim-retry-after: 1500ms");
        var error = reply.Json["error"]!;
        Assert.Equal((status, status, word), (reply.Status, error["code"]!.GetValue<int>(), error["status"]!.GetValue<string>()));
        // "parse RetryInfo.retryDelay (no retry-after header)"
        Assert.Equal("1.5s", error["details"]![0]!["retryDelay"]!.GetValue<string>());
        Assert.False(reply.Headers.Contains("retry-after"));
    }

    [Fact]
    public async Task AnErrorInTheStream_IsAFrame()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var events = (await simulator.PostAsync(Studio + ":streamGenerateContent?alt=sse", Call, "x-sim-error-event: overloaded", "x-sim-error-after: 1")).Events;
        Assert.Equal(2, events.Length);
        Assert.Equal("UNAVAILABLE", events[1]["error"]!["status"]!.GetValue<string>());
        var empty = await simulator.PostAsync(Studio + ":generateContent", "{\"contents\":[]}");
        Assert.Equal((400, "INVALID_ARGUMENT"), (empty.Status, empty.Json["error"]!["status"]!.GetValue<string>()));
    }

    private static string TextOf(System.Text.Json.Nodes.JsonNode answer) =>
        string.Concat(answer["candidates"]![0]!["content"]!["parts"]!.AsArray().Select(p => p!["text"]?.GetValue<string>()));
}

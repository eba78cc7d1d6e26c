// One call under way: the caller's side of it, and its answer taken apart.
using System.Text.Json.Nodes;

namespace InworldRouter.Tests.DataPlane;

internal sealed class TestCall(CallerSide caller, Task journey)
{
    public CallerSide Caller => caller;

    /// <summary>The journey is over.</summary>
    public bool IsDone => journey.IsCompleted;

    public int Status => caller.StatusCode;

    /// <summary>The journey's end, and then the server's: it completes what the endpoint wrote.</summary>
    public async Task<TestCall> EndAsync()
    {
        await journey.Soon();
        await caller.CompleteAsync();
        return this;
    }

    /// <summary>The whole answer's text.</summary>
    public async Task<string> TextAsync()
    {
        await EndAsync();
        return await caller.ReadToEndAsync();
    }

    public async Task<JsonNode> JsonAsync() => JsonNode.Parse(await TextAsync())!;

    /// <summary>The stream's events: the data of each, <c>[DONE]</c> included.</summary>
    public async Task<string[]> EventsAsync() =>
        [.. (await TextAsync()).Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..])];
}

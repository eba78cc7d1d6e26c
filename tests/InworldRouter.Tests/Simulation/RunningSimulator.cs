// A simulator in this process, and calls to it.
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Simulation;

namespace InworldRouter.Tests.Simulation;

internal sealed class RunningSimulator : IAsyncDisposable
{
    private readonly Simulator _simulator;
    private readonly HttpClient _client;

    private RunningSimulator(Simulator simulator)
    {
        _simulator = simulator;
        _client = new() { BaseAddress = simulator.Address };
    }

    public Uri Address => _simulator.Address;

    public static async Task<RunningSimulator> StartAsync(string? scenario = null)
    {
        var rules = scenario is null ? Scenario.Plain : ScenarioReader.Read(Encoding.UTF8.GetBytes(scenario)).Item1!;
        return new(await Simulator.StartAsync(new("http://127.0.0.1:0"), rules, TimeProvider.System, TestContext.Current.CancellationToken));
    }

    /// <param name="headers">As <c>x-sim-status: 503</c>.</param>
    public async Task<SimulatedReply> PostAsync(string path, string body, params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        foreach (var header in headers)
            request.Headers.Add(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).Soon();
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var text = new MemoryStream();
        var isCut = false;
        try
        {
            await stream.CopyToAsync(text, TestContext.Current.CancellationToken).Soon();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            isCut = true;
        }
        return new((int)response.StatusCode, response.Headers, Encoding.UTF8.GetString(text.ToArray()), isCut);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _simulator.DisposeAsync();
    }
}

internal sealed record SimulatedReply(int Status, HttpResponseHeaders Headers, string Text, bool IsCut)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The data of each event, in any of the line ends.</summary>
    public JsonNode[] Events => [.. Text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(f => JsonNode.Parse(f[(f.IndexOf("data: ", StringComparison.Ordinal) + 6)..])!)];
}

// Simulator and router, started with what the scenarios need, or two URLs that are already there.
using System.Net;
using System.Net.Sockets;
using InworldRouter.LoadTest.Engine;
using InworldRouter.LoadTest.Http;

namespace InworldRouter.LoadTest.Targets;

internal sealed class TestBed : IDisposable
{
    private const string RouterKey = "load-test-key";

    private string? _folder;
    private NativeProcess? _simulator, _router;

    public required HttpTarget Direct { get; init; }

    public required HttpTarget Router { get; init; }

    /// <summary>Null when the router is not ours, and on another machine perhaps.</summary>
    public ProcessMeter? RouterMeter { get; private init; }

    public bool RouterHasExited => _router?.HasExited ?? false;

    /// <summary>Two servers that run already: the simulator with the scenario that --print-scenario shows, and a router before it.</summary>
    public static TestBed At(Uri direct, Uri router, string? key, string modelPrefix) => new()
    {
        Direct = new("direct", direct, null, ""),
        Router = new("router", router, key, modelPrefix),
    };

    /// <param name="scenario">The simulator's scenario file, as text.</param>
    /// <param name="pinned">The router has core 1 to itself, the simulator shares core 0 with us.</param>
    public static async Task<TestBed> StartAsync(string binary, string scenario, bool pinned)
    {
        var folder = Directory.CreateTempSubdirectory("inworld-load-").FullName;
        var scenarioFile = Path.Combine(folder, "scenario.json");
        await File.WriteAllTextAsync(scenarioFile, scenario);
        var simulator = new NativeProcess(binary, $"simulate --urls http://127.0.0.1:0 --scenario {scenarioFile}", pinned ? 0 : null);
        NativeProcess? router = null;
        try
        {
            var line = await simulator.FirstLineAsync();
            var provider = new Uri(new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]), "/v1");
            var url = new Uri($"http://127.0.0.1:{FreePort()}/v1");
            var configFile = Path.Combine(folder, "router.json");
            await File.WriteAllTextAsync(configFile, $$"""
                {
                  "listen": ["{{url.GetLeftPart(UriPartial.Authority)}}"],
                  "auth": { "keys": [ { "name": "load", "key": "{{RouterKey}}", "permissions": ["inference"] } ] },
                  "providers": { "openai": { "apiKey": "sk-simulated", "baseUrl": "{{provider}}" }, "anthropic": { "apiKey": "sk-simulated", "baseUrl": "{{provider}}" } }
                }
                """);
            router = new NativeProcess(binary, $"--config {configFile}", pinned ? 1 : null);
            await ReadyAsync(url, router);
            return new()
            {
                _folder = folder,
                _simulator = simulator,
                _router = router,
                Direct = new("direct", provider, null, ""),
                Router = new("router", url, RouterKey, "openai/"),
                RouterMeter = new(router.Id),
            };
        }
        catch
        {
            router?.Dispose();
            simulator.Dispose();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public void Dispose()
    {
        Direct.Dispose();
        Router.Dispose();
        _router?.Dispose();
        _simulator?.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private static async Task ReadyAsync(Uri url, NativeProcess router)
    {
        using var http = new HttpClient();
        var ready = new Uri(url, "/readyz");
        for (var tries = 0; tries < 200 && !router.HasExited; tries++)
        {
            try
            {
                using var answer = await http.GetAsync(ready);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(50);
        }
        throw new InvalidOperationException($"the router did not become ready at {ready}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

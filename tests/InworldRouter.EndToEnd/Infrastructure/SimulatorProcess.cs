// The published binary as a provider's stand-in.
using System.Diagnostics;
using System.Net;
using System.Text;

namespace InworldRouter.EndToEnd.Infrastructure;

internal sealed class SimulatorProcess : IDisposable
{
    private readonly Process _process;
    private readonly IPEndPoint _address;
    private readonly string? _scenario;

    private SimulatorProcess(Process process, IPEndPoint address, string? scenario) => (_process, _address, _scenario) = (process, address, scenario);

    public string BaseUrl => $"http://{_address}/v1";

    public static async Task<SimulatorProcess> StartAsync(string? scenario = null)
    {
        var file = scenario is null ? null : Path.GetTempFileName();
        if (file is not null)
            await File.WriteAllTextAsync(file, scenario);
        string[] arguments = ["simulate", "--urls", "http://127.0.0.1:0", .. file is null ? (string[])[] : ["--scenario", file]];
        var process = Process.Start(new ProcessStartInfo(NativeBinary.Path, arguments) { RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync().In() ?? throw new InvalidOperationException("the simulator ended at once");
        return new(process, new(IPAddress.Loopback, new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]).Port), file);
    }

    public async Task<RawClient> OpenAsync(string body, params string[] headers)
    {
        var client = await RawClient.ConnectAsync(_address);
        await client.SendAsync(RouterCalls.Request("POST", RouterCalls.ChatPath, Encoding.UTF8.GetBytes(body), headers));
        return client;
    }

    public async Task<RawAnswer> SendAsync(ReadOnlyMemory<byte> request)
    {
        using var client = await RawClient.ConnectAsync(_address);
        await client.SendAsync(request);
        await client.ReadHeadAsync();
        return new(client.Status, client.Headers, client.Head, await client.ReadBodyAsync());
    }

    public Task<RawAnswer> ChatAsync(string body, params string[] headers) =>
        SendAsync(RouterCalls.Request("POST", RouterCalls.ChatPath, Encoding.UTF8.GetBytes(body), headers));

    public async Task<List<string>> StreamAsync(string body, params string[] headers)
    {
        using var client = await OpenAsync(body, headers);
        await client.ReadHeadAsync();
        return await client.ReadAllDataAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        if (_scenario is not null)
            File.Delete(_scenario);
    }
}

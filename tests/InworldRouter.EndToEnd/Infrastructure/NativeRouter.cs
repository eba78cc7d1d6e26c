// The published binary as a process of one test: started on a free port, stopped and checked at its end.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace InworldRouter.EndToEnd.Infrastructure;

internal sealed class NativeRouter : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigHup = 1;

    private readonly Process _process;
    private readonly string _folder;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(string Text, TaskCompletionSource<string> Seen)> _awaited = [];
    private bool _stopped;

    private NativeRouter(Process process, string folder, int port)
    {
        (_process, _folder, Port) = (process, folder, port);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _exited.TrySetResult();
        process.OutputDataReceived += (_, line) => Capture(line.Data);
        process.ErrorDataReceived += (_, line) => Capture(line.Data);
    }

    public int Port { get; }

    public IPEndPoint Address => new(IPAddress.Loopback, Port);

    public Uri Url => new($"http://127.0.0.1:{Port}");

    public string ConfigFile => Path.Combine(_folder, "inworld-router.json");

    public int ProcessId => _process.Id;

    /// <summary>All that it has written to standard output and error.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts it with that configuration and waits until <c>/readyz</c> says 200.</summary>
    public static async Task<NativeRouter> StartAsync(JsonObject config)
    {
        var port = Ports.TakeFree();
        config["listen"] = new JsonArray($"http://127.0.0.1:{port}");
        var folder = Directory.CreateTempSubdirectory("inworld-e2e-").FullName;
        var file = Path.Combine(folder, "inworld-router.json");
        await File.WriteAllTextAsync(file, config.ToJsonString());

        return await StartAsync(folder, port, "--config", file);
    }

    /// <summary>Starts it as a newcomer does: no file, no keys, <c>--demo</c>.</summary>
    public static Task<NativeRouter> StartDemoAsync()
    {
        var port = Ports.TakeFree();
        return StartAsync(Directory.CreateTempSubdirectory("inworld-e2e-").FullName, port, "--demo", "--urls", $"http://127.0.0.1:{port}");
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string? folder, params string[] arguments)
    {
        using var process = Launch(folder ?? Path.GetTempPath(), arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().In();
        return (process.ExitCode, await output + await errors);
    }

    public void Terminate() => Signal(SigTerm);

    public void Reload() => Signal(SigHup);

    /// <summary>The exit code, once it has ended of itself.</summary>
    public async Task<int> ExitAsync()
    {
        _stopped = true;
        await _exited.Task.In();
        return _process.ExitCode;
    }

    /// <summary>The first line of its output, past or to come, that has this text in it.</summary>
    public async Task<string> LineAsync(string text)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            foreach (var line in _output.ToString().Split('\n'))
            {
                if (line.Contains(text, StringComparison.Ordinal))
                    return line;
            }
            _awaited.Add((text, seen));
        }
        return await seen.Task.In();
    }

    public async ValueTask DisposeAsync()
    {
        var crashed = !_stopped && _process.HasExited;
        if (!_process.HasExited)
            _process.Kill();
        await _exited.Task.In();
        var code = _process.ExitCode;
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
        Assert.False(crashed, $"the router ended by itself with {code}:\n{Output}");
    }

    private static async Task<NativeRouter> StartAsync(string folder, int port, params string[] arguments)
    {
        var router = new NativeRouter(Launch(folder, arguments), folder, port);
        router._process.BeginOutputReadLine();
        router._process.BeginErrorReadLine();
        try
        {
            await router.ReadyAsync();
            return router;
        }
        catch
        {
            router._stopped = true;
            await router.DisposeAsync();
            throw;
        }
    }

    private static Process Launch(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(NativeBinary.Path, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The machine's own provider keys must not enable providers here.
        start.Environment.Clear();
        start.Environment["HOME"] = folder;
        return Process.Start(start)!;
    }

    private async Task ReadyAsync()
    {
        using var patience = new CancellationTokenSource(Soon.Limit);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"the router ended with {_process.ExitCode}:\n{Output}");
            try
            {
                var answer = await this.GetAsync("/readyz");
                if (answer.Status == 200)
                    return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // Not listening yet.
            }
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    private void Capture(string? line)
    {
        if (line is null)
            return;
        lock (_output)
        {
            _output.AppendLine(line);
            foreach (var (text, seen) in _awaited)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                    seen.TrySetResult(line);
            }
        }
    }

    private void Signal(int signal)
    {
        _stopped |= signal == SigTerm;
        Assert.Equal(0, Kill(_process.Id, signal));
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}

// The native binary as a process of ours: simulator or router, on a core of its own where there are two.
using System.Diagnostics;

namespace InworldRouter.LoadTest.Targets;

internal sealed class NativeProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="core">The one core it may use; null: any.</param>
    public NativeProcess(string binary, string arguments, int? core)
    {
        // taskset before the start: the runtime sizes its pools by the cores it is born with.
        var start = core is { } only
            ? new ProcessStartInfo("taskset", $"-c {only} {binary} {arguments}")
            : new ProcessStartInfo(binary, arguments);
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                _firstLine.TrySetResult(text);
            else
                _firstLine.TrySetException(new InvalidOperationException($"{binary} {arguments} ended at once"));
        };
        _process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public Task<string> FirstLineAsync() => _firstLine.Task.WaitAsync(TimeSpan.FromSeconds(10));

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

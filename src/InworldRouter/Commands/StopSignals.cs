// SIGTERM and SIGINT: the first asks for a graceful stop, the second for an immediate one.
using System.Runtime.InteropServices;

namespace InworldRouter.Commands;

internal sealed class StopSignals : IDisposable
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    public StopSignals()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
    }

    public Task First => _first.Task;

    public Task Second => _second.Task;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        // We end by ourselves.
        signal.Cancel = true;
        if (!_first.TrySetResult())
            _second.TrySetResult();
    }
}

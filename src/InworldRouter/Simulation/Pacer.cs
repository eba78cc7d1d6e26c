// Waits for moments of a schedule with one timer and no allocation for each wait.
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace InworldRouter.Simulation;

/// <summary>One stream's clock. One wait at a time; a wait ends early when the client leaves.</summary>
internal sealed class Pacer : IValueTaskSource, IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationToken _left;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _registration;
    private ManualResetValueTaskSourceCore<bool> _core;
    private int _waiting;

    public Pacer(TimeProvider time, CancellationToken left)
    {
        _time = time;
        _left = left;
        _timer = time.CreateTimer(static pacer => ((Pacer)pacer!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = left.UnsafeRegister(static pacer => ((Pacer)pacer!).Wake(), this);
    }

    /// <summary>True when it is time, false when the client has left.</summary>
    /// <param name="moment">A timestamp of the time provider.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> UntilAsync(long moment)
    {
        while (!_left.IsCancellationRequested)
        {
            var remaining = _time.GetElapsedTime(_time.GetTimestamp(), moment);
            if (remaining <= TimeSpan.Zero)
                return true;
            await WaitAsync(remaining);
        }
        return false;
    }

    /// <summary>The moment that lies so far after another.</summary>
    public static long After(TimeProvider time, long moment, TimeSpan delay) =>
        moment + (long)(delay.TotalSeconds * time.TimestampFrequency);

    public bool IsDue(long moment) => _time.GetTimestamp() >= moment;

    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
    }

    private ValueTask WaitAsync(TimeSpan remaining)
    {
        _core.Reset();
        Volatile.Write(ref _waiting, 1);
        // Timers count whole milliseconds and round down: one more, or the last one would be spun through.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        // The client may have left between the question and the wait.
        if (_left.IsCancellationRequested)
            Wake();
        return new(this, _core.Version);
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
            _core.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}

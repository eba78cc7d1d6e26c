// Fires a call at each fixed time, whatever the answers to earlier ones do: a slow server cannot slow its own load down.
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace InworldRouter.LoadTest.Engine;

/// <summary>
/// The i-th call is due at start + i/rate. Its latency counts from then, not from when it could be sent: what a stalled server makes later
/// calls wait is in the figures (no coordinated omission).
/// </summary>
internal sealed partial class OpenLoop(double perSecond)
{
    // More calls open than this and the server has long lost: the rest are counted as errors, not as memory.
    private const int MostInFlight = 20_000;

    private int _inFlight;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Calls not made because too many were open.</summary>
    public long Skipped { get; private set; }

    /// <summary>Runs for so long, then waits until every call has ended, for <paramref name="patience"/> at most.</summary>
    /// <param name="call">Makes one call; gets the moment it was due, a <see cref="Stopwatch"/> timestamp. Must not throw.</param>
    public Task RunAsync(TimeSpan duration, TimeSpan patience, Func<long, Task> call, CancellationToken cancel)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            Fire(duration, call, cancel);
            var until = Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency);
            while (InFlight > 0 && Stopwatch.GetTimestamp() < until && !cancel.IsCancellationRequested)
                SleepUntil(Stopwatch.GetTimestamp() + Stopwatch.Frequency / 1000);
            done.SetResult();
        })
        { IsBackground = true, Name = "open loop" }.Start();
        return done.Task;
    }

    private void Fire(TimeSpan duration, Func<long, Task> call, CancellationToken cancel)
    {
        var calls = (long)(duration.TotalSeconds * perSecond);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0L; i < calls && !cancel.IsCancellationRequested; i++)
        {
            var due = start + (long)(i / perSecond * Stopwatch.Frequency);
            SleepUntil(due);
            if (InFlight >= MostInFlight)
            {
                Skipped++;
                continue;
            }
            Interlocked.Increment(ref _inFlight);
            _ = TrackAsync(call(due));
        }
    }

    private async Task TrackAsync(Task call)
    {
        await call.ConfigureAwait(false);
        Interlocked.Decrement(ref _inFlight);
    }

    private static void SleepUntil(long due)
    {
        var remaining = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (remaining <= TimeSpan.Zero)
            return;
        // Thread.Sleep counts in milliseconds, which is longer than a call takes; this one is off by some 60 µs.
        var wait = new Timespec { Seconds = remaining.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = remaining.Ticks % TimeSpan.TicksPerSecond * 100 };
        _ = NanoSleep(in wait, 0);
    }

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in Timespec wait, nint remaining);
}

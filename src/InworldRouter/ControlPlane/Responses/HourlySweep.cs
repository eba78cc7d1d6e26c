// Now and then what has expired is removed, beside the calls.
namespace InworldRouter.ControlPlane.Responses;

/// <summary>Nothing depends on it: who reads looks at the time of expiry itself.</summary>
/// <param name="sweep">Removes all that expires before the given time.</param>
internal sealed class HourlySweep(Func<DateTimeOffset, Task> sweep, TimeProvider time)
{
    private static readonly long Interval = TimeSpan.FromHours(1).Ticks;

    private long _next;

    /// <summary>Sweeps if it is time to; does not wait for it.</summary>
    public void Hint()
    {
        var now = time.GetUtcNow();
        var next = Volatile.Read(ref _next);
        if (now.UtcTicks >= next && Interlocked.CompareExchange(ref _next, now.UtcTicks + Interval, next) == next)
            _ = Task.Run(() => SweepAsync(now));
    }

    private async Task SweepAsync(DateTimeOffset now)
    {
        try
        {
            await sweep(now);
        }
#pragma warning disable CA1031 // Whatever it is, the operations of the store meet it too and tell of it; the next hour tries again.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}

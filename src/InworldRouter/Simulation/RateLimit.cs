// N calls a second with a burst of N, without a lock: the generic cell rate algorithm (ITU-T I.371) on one number.
namespace InworldRouter.Simulation;

internal sealed class RateLimit
{
    private long _due; // when the calls let in so far would have come had they come evenly, in ticks of 100 ns

    /// <returns>Zero when the call is within the limit, else how long the caller should wait.</returns>
    public TimeSpan Take(double perSecond, DateTimeOffset now)
    {
        var interval = Math.Max(1, (long)(TimeSpan.TicksPerSecond / perSecond));
        // The last call of a full burst is due one second minus one interval from now.
        var latest = now.UtcTicks + Math.Max(0, TimeSpan.TicksPerSecond - interval);
        while (true)
        {
            var due = Volatile.Read(ref _due);
            var own = Math.Max(due, now.UtcTicks);
            if (own > latest)
                return TimeSpan.FromTicks(own - latest);
            if (Interlocked.CompareExchange(ref _due, own + interval, due) == due)
                return TimeSpan.Zero;
        }
    }
}

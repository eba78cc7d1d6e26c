// When a model or a key may be tried again.
namespace InworldRouter.DataPlane.Attempts;

/// <summary>
/// A provider that asked for a pause, or that keeps failing, goes to the end of the list until then (api.md 3.5). A pause without
/// a Retry-After starts short and doubles with each failure; a success ends it.
/// </summary>
public sealed class Cooldown(TimeProvider time)
{
    // One lost call should not move a healthy provider for long; a provider that is down is asked about every half minute.
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // A Retry-After beyond this is somebody's mistake, or a daily limit that operators lift by hand (C75).
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private long _until;
    private int _failures;

    public bool IsActive => Volatile.Read(ref _until) is var until && until != 0 && time.GetTimestamp() < until;

    /// <summary>What is left of the pause; zero when there is none.</summary>
    public TimeSpan Left
    {
        get
        {
            var until = Volatile.Read(ref _until);
            if (until == 0)
                return TimeSpan.Zero;
            var left = time.GetElapsedTime(time.GetTimestamp(), until);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The provider named a time. Tiny ones, named again and again, grow like none (C75).</summary>
    public void Pause(TimeSpan asked) => Extend(asked < LongestAsked ? asked : LongestAsked);

    /// <summary>It failed without naming a time.</summary>
    public void Back() => Extend(TimeSpan.Zero);

    public void Reset()
    {
        // Read before write: the usual call leaves the cache line alone.
        if (Volatile.Read(ref _failures) != 0)
            Volatile.Write(ref _failures, 0);
        if (Volatile.Read(ref _until) != 0)
            Volatile.Write(ref _until, 0);
    }

    private void Extend(TimeSpan asked)
    {
        lock (_gate)
        {
            // Calls that were under way together fail together, and are one failure: a burst must not shut a provider out for long (C77).
            if (!IsActive)
                _failures++;
            var grown = First * Math.Pow(2, Math.Clamp(_failures - 1, 0, 10));
            var floor = grown < Longest ? grown : Longest;
            var pause = asked > floor ? asked : floor;
            var until = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
            if (until > _until)
                Volatile.Write(ref _until, until);
        }
    }
}

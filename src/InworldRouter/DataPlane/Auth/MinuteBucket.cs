// "A token bucket of N refilled over the minute" (configuration.md).
namespace InworldRouter.DataPlane.Auth;

/// <summary>
/// It counts what has been taken and not yet flowed back, rather than what is left: then a new N from a reload holds at once. Not
/// thread-safe; its owner has the lock.
/// </summary>
internal struct MinuteBucket
{
    private double _taken;
    private long _at;

    /// <summary>Takes an amount if it fits. An amount beyond N is let through when the bucket is full, and then owed.</summary>
    /// <param name="capacity">N; 0 = no limit.</param>
    /// <param name="wait">How long until it would fit.</param>
    public bool TryTake(double amount, double capacity, TimeProvider time, long now, out TimeSpan wait)
    {
        wait = default;
        if (capacity <= 0)
            return true;
        Refill(capacity, time, now);
        var missing = _taken + Math.Min(amount, capacity) - capacity;
        // A millionth of a token is rounding, not use.
        if (missing > 1e-6)
        {
            wait = TimeSpan.FromMinutes(missing / capacity);
            return false;
        }
        _taken += amount;
        return true;
    }

    /// <summary>Corrects what was taken: negative gives back. Debt stays, what is given back beyond zero is gone.</summary>
    public void Adjust(double amount) => _taken = Math.Max(0, _taken + amount);

    private void Refill(double capacity, TimeProvider time, long now)
    {
        if (_taken > 0 && now > _at)
            _taken = Math.Max(0, _taken - time.GetElapsedTime(_at, now).TotalMinutes * capacity);
        _at = Math.Max(_at, now);
    }
}

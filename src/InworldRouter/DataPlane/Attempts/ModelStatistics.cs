// What this router has measured of one model at one provider: time to first token and tokens per second, both decaying.
namespace InworldRouter.DataPlane.Attempts;

/// <summary>
/// Exponentially weighted means whose weight halves every <see cref="HalfLife"/>: a provider that has become slow is noticed within
/// minutes, one slow answer is not.
/// </summary>
public sealed class ModelStatistics(TimeProvider time)
{
    public static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(5);

    /// <summary>Below this many (decayed) samples the catalog's prior counts instead.</summary>
    public const double EnoughSamples = 3;

    // A member of the pool that has not been measured for this long is stale and worth a share of the exploring calls.
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private double _ttftSum;
    private double _ttftWeight;
    private double _rateSum;
    private double _rateWeight;
    private long _last;

    /// <summary>Milliseconds; null until there are enough samples.</summary>
    public double? TtftMs
    {
        get
        {
            lock (_gate)
                return _ttftWeight * Decay() >= EnoughSamples ? _ttftSum / _ttftWeight : null;
        }
    }

    /// <summary>Tokens per second after the first; null until there are enough samples.</summary>
    public double? TokensPerSecond
    {
        get
        {
            lock (_gate)
                return _rateWeight * Decay() >= EnoughSamples ? _rateSum / _rateWeight : null;
        }
    }

    public bool IsStale
    {
        get
        {
            lock (_gate)
                return _last == 0 || time.GetElapsedTime(_last) > StaleAfter;
        }
    }

    /// <param name="ttft">From sending the attempt to its first content; a JSON answer's whole time.</param>
    /// <param name="tokensPerSecond">0 when the answer was too short to tell.</param>
    public void Record(TimeSpan ttft, double tokensPerSecond)
    {
        lock (_gate)
        {
            var kept = Decay();
            _ttftSum = _ttftSum * kept + ttft.TotalMilliseconds;
            _ttftWeight = _ttftWeight * kept + 1;
            _rateSum *= kept;
            _rateWeight *= kept;
            if (tokensPerSecond > 0)
            {
                _rateSum += tokensPerSecond;
                _rateWeight += 1;
            }
            _last = time.GetTimestamp();
        }
    }

    private double Decay() => _last == 0 ? 0 : Math.Pow(0.5, time.GetElapsedTime(_last) / HalfLife);
}

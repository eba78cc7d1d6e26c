// What this router has measured of one model at one provider: time to first token and tokens per second, both decaying.
namespace InworldRouter.DataPlane.Attempts;

/// <summary>
/// Exponentially weighted means whose weight halves every <see cref="HalfLife"/>: a provider that has become slow is noticed within
/// minutes, one slow answer is not. Readers take no lock: recording says in advance until when there are enough samples, and a ranking
/// reads hundreds of these for one call.
/// </summary>
public sealed class ModelStatistics(TimeProvider time)
{
    public static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(5);

    /// <summary>Below this many (decayed) samples the catalog's prior counts instead.</summary>
    public const double EnoughSamples = 3;

    // A member of the pool that has not been measured for this long is stale and worth a share of the exploring calls.
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private DecayingMean _ttft;
    private DecayingMean _rate;
    private long _last;

    /// <summary>Milliseconds; null until there are enough samples.</summary>
    public double? TtftMs => TtftMsAt(time.GetTimestamp());

    /// <summary>Tokens per second after the first; null until there are enough samples.</summary>
    public double? TokensPerSecond => TokensPerSecondAt(time.GetTimestamp());

    public bool IsStale => Volatile.Read(ref _last) is var last && (last == 0 || time.GetElapsedTime(last) > StaleAfter);

    /// <inheritdoc cref="TtftMs"/>
    /// <param name="now">A timestamp of the same clock, taken once for many.</param>
    public double? TtftMsAt(long now) => _ttft.At(now);

    /// <inheritdoc cref="TokensPerSecond"/>
    /// <param name="now">A timestamp of the same clock, taken once for many.</param>
    public double? TokensPerSecondAt(long now) => _rate.At(now);

    /// <param name="ttft">From sending the attempt to its first content; a JSON answer's whole time.</param>
    /// <param name="tokensPerSecond">0 when the answer was too short to tell.</param>
    public void Record(TimeSpan ttft, double tokensPerSecond)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var kept = _last == 0 ? 0 : Math.Pow(0.5, time.GetElapsedTime(_last, now) / HalfLife);
            _ttft.Record(ttft.TotalMilliseconds, kept, now, time.TimestampFrequency);
            if (tokensPerSecond > 0)
                _rate.Record(tokensPerSecond, kept, now, time.TimestampFrequency);
            else
                _rate.Decay(kept);
            Volatile.Write(ref _last, now);
        }
    }

    /// <summary>Written under the owner's lock, read without: a reader between two writes gets a mean that is one sample old.</summary>
    private struct DecayingMean
    {
        private double _sum;
        private double _weight;
        private double _mean;
        private long _enoughUntil;

        public readonly double? At(long now) => now < Volatile.Read(in _enoughUntil) ? Volatile.Read(in _mean) : null;

        public void Decay(double kept)
        {
            _sum *= kept;
            _weight *= kept;
        }

        public void Record(double value, double kept, long now, long frequency)
        {
            Decay(kept);
            _sum += value;
            _weight += 1;
            Volatile.Write(ref _mean, _sum / _weight);
            // The weight halves every half-life: log2 of what is over the threshold is how many of them it stays over.
            var halfLives = Math.Log2(_weight / EnoughSamples);
            if (halfLives >= 0)
                Volatile.Write(ref _enoughUntil, now + 1 + (long)(halfLives * HalfLife.TotalSeconds * frequency));
        }
    }
}

// Seeded randomness that many calls share without a lock: the n-th draw depends on the seed and n alone.
using System.Numerics;

namespace InworldRouter.Simulation;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014) over a shared counter: as repeatable as the order in which calls arrive.</summary>
internal sealed class Chance(ulong seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    public ulong NextBits()
    {
        var z = Interlocked.Add(ref _state, GoldenGamma);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return BitOperations.RotateLeft(z ^ (z >> 31), 17);
    }

    /// <summary>0 ≤ x &lt; 1, 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True in a share of the draws. 0 never, 1 always, and neither draws.</summary>
    public bool Happens(double share) => share >= 1 || (share > 0 && NextDouble() < share);

    /// <summary>Letters and digits, as providers build the ids of their answers.</summary>
    public void FillId(Span<byte> id)
    {
        ReadOnlySpan<byte> letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ab"u8;
        var bits = 0UL;
        for (var i = 0; i < id.Length; i++, bits >>= 6)
        {
            if (i % 10 == 0)
                bits = NextBits();
            id[i] = letters[(int)(bits & 63)];
        }
    }
}

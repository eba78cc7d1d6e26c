// Which variant of a route a call gets: one random number, or one hash of its user. No lock, no state.
using InworldRouter.Plan;

namespace InworldRouter.DataPlane.Routing;

public static class VariantPicker
{
    private const double Whole = 100;
    private const double TwoToMinus64 = 1.0 / 18446744073709551616.0;

    /// <param name="user">The sticky user, UTF-8; empty = by chance.</param>
    public static VariantPlan Pick(RoutePlan route, ReadOnlySpan<byte> user, Random random)
    {
        if (route.Variants.Length == 1)
            return route.Variants[0];
        return route.Variants[At(route.Shares, user.IsEmpty ? random.NextDouble() * Whole : PointOf(route.StickyPrefix, user))];
    }

    /// <summary>
    /// Where in [0, 100) a user falls: "the first 8 bytes, big-endian, of SHA-256(UTF-8 of name + "\n" + route_id + "\n" + user) divided by
    /// 2⁶⁴ and scaled" (api.md 5).
    /// </summary>
    public static double PointOf(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> user) => StickyHash.FirstWord(prefix, user) * TwoToMinus64 * Whole;

    /// <summary>"walked over cumulative weights in order (first variant whose cumulative weight exceeds it)".</summary>
    public static int At(ReadOnlySpan<double> shares, double point)
    {
        var last = 0;
        var before = 0.0;
        for (var i = 0; i < shares.Length; i++)
        {
            if (shares[i] > point)
                return i;
            if (shares[i] > before)
                last = i;
            before = shares[i];
        }
        // Decimals sum to a hair under 100, or the hash rounds up to it: the share that ends there.
        return last;
    }
}

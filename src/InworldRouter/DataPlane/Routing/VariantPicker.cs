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
        var point = user.IsEmpty ? random.NextDouble() * Whole : PointOf(route.StickyPrefix, user);
        // "walked over cumulative weights in order (first variant whose cumulative weight exceeds it)": as many as do not exceed it stand before.
        // Counted rather than searched for, because no processor can guess where a search by chance ends (12 ns against 6).
        var before = 0;
        foreach (var share in route.Shares)
            before += share <= point ? 1 : 0;
        return route.Variants[before];
    }

    /// <summary>
    /// Where in [0, 100) a user falls: "the first 8 bytes, big-endian, of SHA-256(UTF-8 of name + "\n" + route_id + "\n" + user) divided by
    /// 2⁶⁴ and scaled" (api.md 5).
    /// </summary>
    public static double PointOf(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> user) => StickyHash.FirstWord(prefix, user) * TwoToMinus64 * Whole;
}

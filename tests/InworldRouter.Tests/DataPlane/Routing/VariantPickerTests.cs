// The weighted pick of api.md 5: shares, stickiness, and that moving weight moves only the users at the edge.
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;

namespace InworldRouter.Tests.DataPlane.Routing;

public sealed class VariantPickerTests
{
    private const int Picks = 100_000;

    // Computed apart from this code: python3 -c "import hashlib; print(int.from_bytes(hashlib.sha256(b'support\ndefault\nuser-1').digest()[:8],'big')/2**64*100)"
    [Theory]
    [InlineData("support", "default", "user-1", 92.0762474751102)]
    [InlineData("support", "default", "user-2", 53.322645506318786)]
    [InlineData("a", "route-1", "Zoë 🦊", 58.05580479335729)]
    [InlineData("support", "default", "01234567890123456789012345678901234567890123456789012345678901234567890123456789", 79.87905677620292)]
    public void AUser_FallsWhereTheContractSays(string name, string route, string user, double expected) =>
        Assert.Equal(expected, VariantPicker.PointOf(Encoding.UTF8.GetBytes($"{name}\n{route}\n"), Encoding.UTF8.GetBytes(user)), 1e-12);

    [Fact]
    public void AUserOfAnyLength_IsHashedAlike()
    {
        for (var length = 0; length < 1500; length += 7)
        {
            var prefix = Encoding.UTF8.GetBytes("name\nroute\n");
            var user = Encoding.UTF8.GetBytes(new string('u', length));
            var hash = SHA256.HashData([.. prefix, .. user]);
            var expected = (double)new BigInteger(hash.AsSpan(0, 8), isUnsigned: true, isBigEndian: true) / Math.Pow(2, 64) * 100;
            Assert.Equal(expected, VariantPicker.PointOf(prefix, user), 1e-12);
        }
    }

    [Theory]
    [InlineData(50.0, 50.0)]
    [InlineData(90.0, 10.0)]
    [InlineData(33.3, 33.3, 33.4)]
    [InlineData(0.0, 99.5, 0.0, 0.5)]
    [InlineData(0.1, 99.9)]
    public void ByChance_TheSharesAreTheWeights(params double[] weights) => AssertShares(weights, Tally(Route(weights), (_, route, random) => VariantPicker.Pick(route, default, random)));

    [Theory]
    [InlineData(50.0, 50.0)]
    [InlineData(90.0, 10.0)]
    [InlineData(33.3, 33.3, 33.4)]
    [InlineData(0.0, 99.5, 0.0, 0.5)]
    public void ByUser_TheSharesAreTheWeights(params double[] weights) => AssertShares(weights, Tally(Route(weights), (i, route, random) => VariantPicker.Pick(route, User(i), random)));

    [Fact]
    public void AUser_IsOnTheSameVariantEverywhere()
    {
        var here = Route(25, 25, 50);
        var there = Route(25, 25, 50);
        for (var i = 0; i < 1000; i++)
            Assert.Equal(VariantPicker.Pick(here, User(i), new Random(1)).Id, VariantPicker.Pick(there, User(i), new Random(2)).Id);
    }

    [Fact]
    public void MovingTenPercent_MovesTenPercentOfTheUsers()
    {
        var before = Route(50, 50);
        var after = Route(60, 40);
        var moved = 0;
        for (var i = 0; i < Picks; i++)
        {
            var (was, now) = (VariantPicker.Pick(before, User(i), Random.Shared).Id, VariantPicker.Pick(after, User(i), Random.Shared).Id);
            if (was == now)
                continue;
            Assert.Equal(("variant-1", "variant-0"), (was, now));
            moved++;
        }
        AssertShare(0.10, moved);
    }

    [Fact]
    public void AtTheVeryEnd_TheLastShareIsTaken()
    {
        Assert.Equal("variant-1", At(0.99999999999999, 50, 49.9999999));
        Assert.Equal("variant-1", At(1, 50, 50, 0));
        Assert.Equal("variant-0", At(1, 100, 0));
        Assert.Equal("variant-1", At(0, 0, 100));
        Assert.Equal("variant-1", At(0.5, 50, 50));

        static string At(double point, params double[] weights) => VariantPicker.Pick(Route(weights), default, new Fixed(point)).Id;
    }

    [Fact]
    public async Task UnderContention_NoPickIsLost()
    {
        var route = Route(20, 30, 50);
        var tallies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Tally(route, (i, r, _) => VariantPicker.Pick(r, default, ThreadChance.Instance)))));

        // The program's own chance, which no test can seed: six deviations happen by chance once in five hundred million.
        foreach (var tally in tallies)
            AssertShares([20, 30, 50], tally, deviations: 6);
    }

    [Fact]
    public void NeitherWay_MakesGarbage()
    {
        var route = Route(20, 30, 50);
        var user = User(1);
        VariantPicker.Pick(route, user, ThreadChance.Instance);
        VariantPicker.Pick(route, default, ThreadChance.Instance);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            VariantPicker.Pick(route, user, ThreadChance.Instance);
            VariantPicker.Pick(route, default, ThreadChance.Instance);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Fixed(double point) : Random
    {
        public override double NextDouble() => point;
    }

    private static byte[] User(int i) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"user-{i}"));

    private static RoutePlan Route(params double[] weights)
    {
        var variants = weights.Select((w, i) => NamedRouters.Variant(string.Create(CultureInfo.InvariantCulture, $"variant-{i}"), "auto", w));
        return NamedRouters.Router($$$"""{"name":"r","defaultRoute":{"route_id":"split","variants":[{{{string.Join(",", variants)}}}]}}""").Plan.Default!;
    }

    private static int[] Tally(RoutePlan route, Func<int, RoutePlan, Random, VariantPlan> pick)
    {
        var random = new Random(20261121);
        var tally = new int[route.Variants.Length];
        for (var i = 0; i < Picks; i++)
            tally[Array.IndexOf(route.Variants, pick(i, route, random))]++;
        return tally;
    }

    private static void AssertShares(double[] weights, int[] tally, int deviations = 3)
    {
        for (var i = 0; i < weights.Length; i++)
            AssertShare(weights[i] / 100, tally[i], deviations);
    }

    // "Distribution over 100,000 picks within 3σ": the deviation of a binomial count.
    private static void AssertShare(double share, int count, int deviations = 3)
    {
        var most = deviations * Math.Sqrt(Picks * share * (1 - share));
        Assert.InRange(count - (Picks * share), -most, most);
    }
}

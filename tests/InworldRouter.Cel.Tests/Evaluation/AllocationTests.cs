// Scalar conditions make no garbage.
using System.Text;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Evaluation;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("tier == 'premium' && (country in ['US', 'CA'] || score >= 0.5)")]
    [InlineData("tier.startsWith('pre') && tier.endsWith('um') && tier.contains('mi') && size(tier) == 7")]
    [InlineData("tier.matches('(?i)^PREM') && !text.matches('refund|cancel')")]
    [InlineData("tier in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'premium']")]
    [InlineData("tier in {'a': 1, 'premium': 2} && {'premium': 3}[tier] == 3")]
    [InlineData("user.plan == 'pro' && has(user.plan) && !has(user.name) && user['plan'] != tier")]
    [InlineData("missing == 1 || user.nope == 2 || score > 0.1")]
    [InlineData("count * 2 + 1 - count / 3 == 6 && count % 2 == 1 && -count < 0 && count >= 3u")]
    [InlineData("now > timestamp('2020-01-01T00:00:00Z') && now - timestamp(0) > duration('1h') && now.getHours() < 24")]
    [InlineData("tags.exists(t, t == 'b') && tags.all(t, t != '') && tags.exists_one(t, t == 'a') && tags[0] == 'a' && 'b' in tags")]
    [InlineData("tier == other && tier > text && type(count) == int ? math.abs(count) == 3 : false")]
    public void Condition_AllocatesNothing(string source)
    {
        var program = Compiled.Program(source, Compiled.Open);
        var values = new Variables(
            ("tier", Slice("premium")),
            ("country", Slice("CA")),
            ("text", Slice("I would like my money back, please. " + new string('.', 1000))),
            ("other", CelValue.Of("premium")),
            ("score", CelValue.Of(0.75)),
            ("count", CelValue.Of(3L)),
            ("now", CelValue.Timestamp(1_800_000_000, 0)),
            ("tags", CelValue.Of(CelList.Of(Slice("a"), Slice("b")))),
            ("user", CelValue.Of(CelMap.Of(KeyValuePair.Create(Slice("plan"), Slice("pro"))))));
        Assert.True(program.Test(values, out var error), error?.ToString());
        Assert.Equal(0, Allocation.Of(() => program.Test(values, out _)));
        Assert.Equal(0, Allocation.Of(() => program.Evaluate(values)));
    }

    private static CelValue Slice(string text)
    {
        var buffer = Encoding.UTF8.GetBytes("\"" + text + "\"");
        return CelValue.Utf8(buffer, 1, buffer.Length - 2);
    }
}

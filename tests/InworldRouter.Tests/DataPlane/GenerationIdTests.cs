// Ids of calls: version 7 of UUIDs, unique, the same bits in every form.
using System.Text;
using InworldRouter.DataPlane;

namespace InworldRouter.Tests.DataPlane;

public sealed class GenerationIdTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void TheLayout_IsThatOfVersion7()
    {
        var id = new GenerationId(_time);
        var (ones, zeros) = (Guid.Empty.ToByteArray(), Enumerable.Repeat((byte)0xFF, 16).ToArray());
        for (var i = 0; i < 1000; i++)
        {
            id.Renew();
            var value = Guid.Parse(id.Text);
            Assert.Equal((7, 0b10), (value.Version, value.Variant >> 2));
            var bytes = value.ToByteArray(bigEndian: true);
            Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), (long)Convert.ToUInt64("0x" + Convert.ToHexString(bytes[..6]), 16));
            for (var b = 0; b < 16; b++)
            {
                ones[b] |= bytes[b];
                zeros[b] &= bytes[b];
            }
        }

        // Of what is not time, version or variant, every bit is sometimes 0 and sometimes 1.
        byte[] free = [0, 0, 0, 0, 0, 0, 0x0F, 0xFF, 0x3F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        Assert.Equal(free, ones.Zip(zeros, (one, zero) => (byte)(one & ~zero)));
    }

    [Fact]
    public void AllForms_AreOfTheSameBits()
    {
        var id = new GenerationId(_time);
        id.Renew();
        var first = id.Text;

        Assert.Equal("chatcmpl-" + first.Replace("-", "", StringComparison.Ordinal), Encoding.ASCII.GetString(id.ChatId.Span));
        Assert.Equal(_time.GetUtcNow().ToUnixTimeSeconds(), id.Created);
        id.Renew();
        Assert.NotEqual(first, id.Text);
        Assert.Equal("chatcmpl-" + id.Text.Replace("-", "", StringComparison.Ordinal), Encoding.ASCII.GetString(id.ChatId.Span));
    }

    [Fact]
    public void NoTwoAreTheSame_EvenInOneMillisecond()
    {
        var ids = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();

        Parallel.For(0, 8, _ =>
        {
            var id = new GenerationId(_time);
            for (var i = 0; i < 10_000; i++)
            {
                id.Renew();
                Assert.True(ids.TryAdd(id.Text, true));
            }
        });

        Assert.Equal(80_000, ids.Count);
    }

    [Fact]
    public void LaterIds_SortBehindEarlierOnes()
    {
        var id = new GenerationId(_time);
        id.Renew();
        var before = id.Text;
        _time.Advance(TimeSpan.FromMilliseconds(1));
        id.Renew();

        Assert.True(string.CompareOrdinal(before, id.Text) < 0);
    }
}

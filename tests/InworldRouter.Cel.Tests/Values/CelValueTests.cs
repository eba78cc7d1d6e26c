// A value: its size, its kinds, and what equals what.
using System.Runtime.CompilerServices;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Values;

public sealed class CelValueTests
{
    [Fact]
    public void Value_Takes24Bytes() => Assert.True(Unsafe.SizeOf<CelValue>() <= 24);

    [Fact]
    public void Default_IsNull() => Assert.Equal(CelValue.Null, default);

    [Fact]
    public void Numbers_AreEqualAcrossKinds_AndHashAlike()
    {
        CelValue[] sevens = [CelValue.Of(7L), CelValue.Of(7UL), CelValue.Of(7.0)];
        Assert.All(sevens, a => Assert.All(sevens, b => Assert.Equal(a, b)));
        Assert.Single(sevens.Select(v => v.GetHashCode()).Distinct());
        Assert.NotEqual(CelValue.Of(-1L), CelValue.Of(ulong.MaxValue));
        Assert.Equal(CelValue.Of(ulong.MaxValue).GetHashCode(), CelValue.Of(ulong.MaxValue).GetHashCode());
    }

    [Fact]
    public void ValuesOfDifferentKinds_AreUnequal()
    {
        CelValue[] values =
        [
            CelValue.Null, CelValue.True, CelValue.Of(1L), CelValue.Of("1"), CelValue.Bytes("1"u8.ToArray()), CelValue.Duration(1),
            CelValue.Timestamp(1, 0), CelValue.Of(CelList.Empty), CelValue.Of(CelMap.Empty), CelValue.Of(CelType.Int), CelValue.None,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
                Assert.Equal(i == j, values[i] == values[j]);
        }
    }

    [Fact]
    public void WrongAccessor_SaysWhatTheValueIs()
    {
        var error = Assert.Throws<InvalidOperationException>(() => CelValue.Of("x").AsInt());
        Assert.Contains("String", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SliceOutsideItsBuffer_IsRefused() => Assert.ThrowsAny<ArgumentException>(() => CelValue.Utf8(new byte[4], 2, 3));

    [Theory]
    [InlineData("2009-02-13T23:31:30.5000001Z")]
    [InlineData("1969-12-31T23:59:59.9999999Z")]
    [InlineData("0001-01-01T00:00:00.0000000Z")]
    public void Timestamp_KeepsATimesTicks(string text)
    {
        var time = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var (seconds, nanoseconds) = CelValue.Timestamp(time).AsTimestamp();
        Assert.InRange(nanoseconds, 0, 999_999_999);
        Assert.Equal(time, DateTimeOffset.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100)));
    }

    [Fact]
    public void Map_FindsNumericKeysAcrossKinds_AlsoWhenItIsLarge()
    {
        var map = CelMap.Of([.. Enumerable.Range(0, 100).Select(i => KeyValuePair.Create(CelValue.Of((long)i), CelValue.Of(i * 2L)))]);
        Assert.True(map.TryGet(CelValue.Of(42UL), out var value));
        Assert.Equal(CelValue.Of(84L), value);
        Assert.True(map.TryGet(CelValue.Of(42.0), out _));
        Assert.False(map.TryGet(CelValue.Of(42.5), out _));
        Assert.False(map.TryGet(CelValue.Of("42"), out _));
    }

    [Theory]
    [InlineData("list(int)")]
    [InlineData("map(string, list(dyn))")]
    [InlineData("optional_type(timestamp)")]
    [InlineData("type(wrapper(uint))")]
    [InlineData("a.B(duration)")]
    public void Type_IsReadAsItIsWritten(string text)
    {
        Assert.True(CelType.TryParse(text, out var type));
        Assert.Equal(text, type.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("list")]
    [InlineData("list(int")]
    [InlineData("list()")]
    [InlineData("map(int)")]
    [InlineData("int)")]
    public void TypeThatCannotBeRead_IsNone(string text) => Assert.Equal(text == "list", CelType.TryParse(text, out _));
}

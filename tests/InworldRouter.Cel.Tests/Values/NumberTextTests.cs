// Doubles as text, as Go's strconv prints them.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Values;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1.0, "1")]
    [InlineData(100000.0, "100000")]
    [InlineData(1000000.0, "1e+06")]
    [InlineData(123456789.0, "1.23456789e+08")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(6.02214e23, "6.02214e+23")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(-1.5, "-1.5")]
    public void Shortest(double value, string expected) => Assert.Equal(expected, NumberText.Shortest(value));

    [Theory]
    [InlineData(1e21, "1000000000000000000000")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(123.456, "123.456")]
    public void Plain(double value, string expected) => Assert.Equal(expected, NumberText.Plain(value));

    [Theory]
    [InlineData(0.5, 0, "0")]
    [InlineData(1.5, 0, "2")]
    [InlineData(2.5, 0, "2")]
    [InlineData(0.125, 2, "0.12")]
    [InlineData(1.2345, 3, "1.234")] // 1.2345 is 1.23449999…
    [InlineData(-0.001, 2, "-0.00")]
    [InlineData(1e22, 1, "10000000000000000000000.0")]
    public void Fixed_RoundsHalvesToEven(double value, int decimals, string expected) => Assert.Equal(expected, NumberText.Fixed(value, decimals));

    [Theory]
    [InlineData(0.0, 3, "0.000e+00")]
    [InlineData(9.9999, 2, "1.00e+01")]
    [InlineData(1052.032911275, 6, "1.052033e+03")]
    [InlineData(5e-324, 1, "4.9e-324")]
    [InlineData(-1e100, 0, "-1e+100")]
    public void Scientific(double value, int decimals, string expected) => Assert.Equal(expected, NumberText.Scientific(value, decimals));

    [Fact]
    public void NoNumbers_HaveNames() => Assert.Equal(
        ["NaN", "Infinity", "-Infinity"], [NumberText.Fixed(double.NaN, 2), NumberText.Plain(double.PositiveInfinity), NumberText.Scientific(double.NegativeInfinity, 1)]);
}

// Values read from their places: numbers, strings with every escape, and comparison without a string being made.
using System.Text;
using System.Text.Json;
using InworldRouter.Wire.Json;

namespace InworldRouter.Wire.Tests.Json;

public sealed class JsonValueTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-0", 0L)]
    [InlineData("42", 42L)]
    [InlineData("-7", -7L)]
    [InlineData("2.0", 2L)]
    [InlineData("1e3", 1000L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("1.5", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("1e400", null)]
    [InlineData("\"1\"", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    public void Integer_IsReadWhenItIsOne(string json, long? expected)
    {
        var (value, text) = Scan(json);
        Assert.Equal(expected is not null, value.TryGetInt64(text, out var number));
        Assert.Equal(expected, expected is null ? null : number);
    }

    [Theory]
    [InlineData("0.1", 0.1)]
    [InlineData("-1.5e-3", -0.0015)]
    [InlineData("1E2", 100.0)]
    [InlineData("5e-324", 5e-324)]
    [InlineData("1e400", null)]
    [InlineData("[]", null)]
    public void Double_IsReadWhenItIsOne(string json, double? expected)
    {
        var (value, text) = Scan(json);
        Assert.Equal(expected is not null, value.TryGetDouble(text, out var number));
        Assert.Equal(expected, expected is null ? null : number);
    }

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"plain\"", "plain")]
    [InlineData("\"größe 💬\"", "größe 💬")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [InlineData("\"\\u0041\\u00e9\\u20AC\\u0000\"", "Aé€\0")]
    [InlineData("\"a\\uD83D\\uDCACb\"", "a💬b")]
    [InlineData("\"\\uD83D\"", "\uFFFD")]
    [InlineData("\"\\uD83Dx\"", "\uFFFDx")]
    [InlineData("\"\\uD83D\\n\"", "\uFFFD\n")]
    [InlineData("\"\\uDCAC\\uD83D\"", "\uFFFD\uFFFD")]
    [InlineData("\"\\uD83D\\uD83D\\uDCAC\"", "\uFFFD💬")]
    public void String_IsUnescaped_AndNeverThrows(string json, string expected)
    {
        var (value, text) = Scan(json);
        Assert.Equal(expected, value.GetString(text));
        Assert.True(value.StringEquals(text, Encoding.UTF8.GetBytes(expected)));
        Assert.False(value.StringEquals(text, Encoding.UTF8.GetBytes(expected + "x")));
        Assert.Equal(expected.Length > 0, value.IsNonEmptyString);
    }

    [Fact]
    public void RandomStrings_AreUnescapedAsBySystemTextJson()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var plain = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => new Rune(random.Next(3) switch
            {
                0 => random.Next(0x80),
                1 => random.Next(0x80, 0xD800),
                _ => random.Next(0x10000, 0x110000),
            })));
            var (value, text) = Scan(JsonSerializer.Serialize(plain));
            Assert.Equal(plain, value.GetString(text));
        }
    }

    [Fact]
    public void InvalidUtf8_BecomesReplacementCharacters()
    {
        byte[] json = [(byte)'"', 0xFF, (byte)'\\', (byte)'n', 0xC3, (byte)'"'];
        var scanner = new JsonScanner(json);
        Assert.Equal("\uFFFD\n\uFFFD", scanner.SkipValue().GetString(json));
    }

    [Fact]
    public void Comparing_AnEscapedString_AllocatesNothing()
    {
        var (value, json) = Scan("\"\\u0061uto\"");
        var equal = true;
        Assert.Equal(0, Allocation.Of(() => equal &= value.StringEquals(json, "auto"u8)));
        Assert.True(equal);
    }

    [Fact]
    public void RawText_OfABackslash_IsNotTheString()
    {
        var (value, json) = Scan("\"a\\\\b\"");
        Assert.False(value.StringEquals(json, "a\\\\b"u8));
        Assert.True(value.StringEquals(json, "a\\b"u8));
        Assert.False(Scan("1").Value.StringEquals("1"u8, "1"u8));
    }

    private static (JsonValue Value, byte[] Json) Scan(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var scanner = new JsonScanner(text);
        var value = scanner.SkipValue();
        Assert.False(scanner.Failed);
        return (value, text);
    }
}

// Strings written as JSON are the strings that a reader gets, escaped no more than the grammar asks for.
using System.Text;
using System.Text.Json;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Wire.Tests.Json;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain text <&'>", "\"plain text <&'>\"")]
    [InlineData("größe 💬 \u2028", "\"größe 💬 \u2028\"")]
    [InlineData("say \"hi\" \\ bye", "\"say \\\"hi\\\" \\\\ bye\"")]
    [InlineData("\b\f\n\r\t\0\u001f\u007f", "\"\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\"")]
    public void String_IsQuotedAndEscaped_FromEitherEncoding(string text, string json)
    {
        using var output = new PooledBuffer();
        output.WriteJsonString(text);
        Assert.Equal(json, Encoding.UTF8.GetString(output.Written));
        output.Reset();
        output.WriteJsonString(Encoding.UTF8.GetBytes(text));
        Assert.Equal(json, Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void RandomStrings_ComeBack()
    {
        var random = new Random(7);
        using var output = new PooledBuffer();
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => new Rune(random.Next(3) == 0 ? random.Next(0x60) : random.Next(0xE000, 0x110000))));
            output.Reset();
            output.WriteJsonString(text);
            Assert.Equal(text, JsonSerializer.Deserialize<string>(output.Written));
        }
    }

    [Fact]
    public void HalfASurrogatePair_BecomesAReplacementCharacter()
    {
        using var output = new PooledBuffer();
        output.WriteJsonString("half \ud83d.");
        Assert.Equal("\"half \uFFFD.\"", Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void InvalidUtf8_BecomesReplacementCharacters()
    {
        using var output = new PooledBuffer();
        output.WriteJsonString([(byte)'a', 0xFF, (byte)'"', 0xE2, 0x82]);
        Assert.Equal("\"a\uFFFD\\\"\uFFFD\"", Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void Name_TakesACommaUnlessFirst()
    {
        using var output = new PooledBuffer();
        output.Write((byte)'{');
        output.WriteName("a"u8);
        output.WriteNumber(1);
        output.WriteName("b"u8);
        output.WriteNumber(long.MinValue);
        output.Write((byte)'}');
        Assert.Equal("{\"a\":1,\"b\":-9223372036854775808}", Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void Writing_AllocatesNothing()
    {
        using var output = new PooledBuffer();
        var text = "line\nwith \"quotes\" and 💬 " + new string('x', 2000);
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Reset();
            output.WriteJsonString(text);
        }));
    }
}

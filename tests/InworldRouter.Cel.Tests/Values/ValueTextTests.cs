// A value as text: whole as a literal that is read back as the value, cut for messages.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Values;

public sealed class ValueTextTests
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("1 < 2", "true")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("18446744073709551615u", "18446744073709551615u")]
    [InlineData("3.0", "3.0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("1e21", "1e+21")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("1.0 / 0.0", "double(\"Infinity\")")]
    [InlineData("'''one\ntwo'''", "\"one\\ntwo\"")]
    [InlineData("r'\\ \"' + '\\t\\r\\a\\b\\f\\v'", "\"\\\\ \\\"\\t\\r\\a\\b\\f\\v\"")]
    [InlineData("'\\x00\\x1b\\x7f\\u0085\\u2028 é 😀'", "\"\\u0000\\u001b\\u007f\\u0085\\u2028 é 😀\"")]
    [InlineData("b'a\"\\n\\x00\\xff' + b'é'", "b\"a\\\"\\n\\x00\\xff\\xc3\\xa9\"")]
    [InlineData("duration('1h0.5s')", "duration(\"3600.5s\")")]
    [InlineData("timestamp('2009-02-13T23:31:30+01:00')", "timestamp(\"2009-02-13T22:31:30Z\")")]
    [InlineData("[1, [2u], {}]", "[1, [2u], {}]")]
    [InlineData("{'a\\n': 1.0, 2: b'', true: null}", "{\"a\\n\": 1.0, 2: b\"\", true: null}")]
    [InlineData("[optional.of([1.0]), optional.none()]", "[optional.of([1.0]), optional.none()]")]
    [InlineData("[type(1), type([]), type(timestamp(0)), type(int)]", "[int, list, google.protobuf.Timestamp, type]")]
    public void Literal_IsReadBackAsTheValue(string source, string literal)
    {
        var value = Compiled.Value(source);
        Assert.Equal(literal, value.ToLiteral());
        Assert.Equal(literal, Compiled.Value(literal).ToLiteral());
        Assert.Equal(value, Compiled.Value(literal));
        Assert.Equal(value.Kind, Compiled.Value(literal).Kind);
    }

    [Fact]
    public void NotANumber_IsWrittenAsTheCallThatMakesIt() => Assert.Equal("double(\"NaN\")", CelValue.Of(double.NaN).ToLiteral());

    [Fact]
    public void AnyNumberAndText_IsReadBack()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 2000; i++)
        {
            var number = CelValue.Of(BitConverter.Int64BitsToDouble(random.NextInt64()));
            var bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            var text = CelValue.Of(string.Concat(bytes.Select(b => (char)(b * (i % 90)))).Normalize());
            foreach (var value in (CelValue[])[number, text, CelValue.Bytes(bytes)])
            {
                var read = Compiled.Value(value.ToLiteral());
                Assert.Equal(value.Kind, read.Kind);
                Assert.True(value == read || double.IsNaN(value.AsDouble()), value.ToLiteral());
            }
        }
    }

    [Fact]
    public void Literal_IsWhole_WhereAMessageIsCut()
    {
        var text = new string('x', 1000);
        Assert.Equal($"\"{text}\"", CelValue.Of(text).ToLiteral());
        Assert.Equal($"\"{text[..64]}…\"", CelValue.Of(text).ToString());
        Assert.Equal($"b\"{text[..64]}…\"", CelValue.Bytes(new byte[1000].Select(_ => (byte)'x').ToArray()).ToString());
        Assert.Equal("\"" + new string('x', 63) + "…\"", CelValue.Of(new string('x', 63) + "😀" + text).ToString());

        var list = CelValue.Of(CelList.Of([.. Enumerable.Range(0, 100).Select(i => CelValue.Of((double)i))]));
        Assert.Equal("[" + string.Join(", ", Enumerable.Range(0, 100).Select(i => i + ".0")) + "]", list.ToLiteral());
        Assert.Equal("[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, …]", list.ToString());
        Assert.Equal("[[[[[[1]]]]]]", Compiled.Value("[[[[[[1]]]]]]").ToLiteral());
        Assert.Equal("[[[[…]]]]", Compiled.Value("[[[[[[1]]]]]]").ToString());
    }

    [Fact]
    public void MessageShowsWhatIsNotSeen() =>
        Assert.Equal("1:3: no such key: \"a\\n\\u001b[2J\"", Compiled.Value("{}['a\\n\\x1b[2J']").AsError().ToString());

    /// <summary>Forty lists, each of twice the list before: 2⁴⁰ elements to write.</summary>
    [Fact]
    public void ValueOfSharedParts_EndsAllTheSame()
    {
        var value = CelValue.Of(1L);
        for (var i = 0; i < 40; i++)
            value = CelValue.Of(CelList.Of([value, value]));
        var literal = value.ToLiteral();
        Assert.InRange(literal.Length, 16_000_000, 17_000_000);
        Assert.EndsWith(", …]", literal, StringComparison.Ordinal);
    }
}

// What is refused, where and in which words; and what no source can do.
namespace InworldRouter.Cel.Tests.Syntax;

public sealed class ParserTests
{
    private static readonly CelEnvironment Long = CelEnvironment.Builder.UndeclaredAreDynamic().Limits(new CelLimits { MaxSourceLength = 1_000_000 }).Build();

    [Theory]
    [InlineData("1 +", "1:4: the expression ends, expected an expression")]
    [InlineData("a b", "1:3: unexpected 'b', expected an operator or the end")]
    [InlineData("(1", "1:3: the expression ends, expected ')'")]
    [InlineData("[1 2]", "1:4: unexpected '2', expected ',' or ']'")]
    [InlineData("{1}", "1:3: unexpected '}', expected ':' and the key's value")]
    [InlineData("a = 1", "1:3: a single '=' means nothing, equality is '=='")]
    [InlineData("a & b", "1:3: a single '&' means nothing, expected '&&'")]
    [InlineData("true ? 1", "1:9: the expression ends, expected ':' and what the condition gives otherwise")]
    [InlineData("a.", "1:3: the expression ends, expected the name of a field or function")]
    [InlineData("if", "1:1: 'if' is a reserved word and cannot be a name here")]
    [InlineData("1x", "1:1: unexpected 'x' after the number 1")]
    [InlineData("'abc", "1:1: the string is not closed, expected ' before the end of the line")]
    [InlineData("'''abc", "1:1: the string is not closed, expected '''")]
    [InlineData("'ab\\q'", "1:4: '\\q' is not an escape sequence; a backslash is written \\\\ or stands in a raw string r\"…\"")]
    [InlineData("'\\u12'", "1:2: \\u is followed by 4 hexadecimal digits")]
    [InlineData("b'\\u00e9'", "1:3: \\u is not allowed in bytes, which have no code points; use \\x")]
    [InlineData("'\\ud800'", "1:2: \\ud800 is not a Unicode code point")]
    [InlineData("18446744073709551616u", "1:1: the uint 18446744073709551616u is out of range, at most 18446744073709551615u")]
    [InlineData("1e999", "1:1: the double 1e999 is out of range, at most 1.7976931348623157e308")]
    [InlineData("has(a)", "1:1: has() takes the selection of a field, as in has(a.b); a variable alone cannot be tested")]
    [InlineData("has(a['b'])", "1:1: has() takes the selection of a field, as in has(a.b); whether a map has a key that is no name is asked with \"key\" in map")]
    [InlineData("a 'b'", "1:3: unexpected string 'b', expected an operator or the end")]
    [InlineData("a b'c'", "1:3: unexpected bytes b'c', expected an operator or the end")]
    [InlineData("1 abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "1:3: unexpected 'abcdefghijklmnopqrstuvwxyzabcdefghijklmn…', expected an operator or the end")]
    [InlineData("'\\400'", "1:2: an octal escape has three digits, \\000 to \\377")]
    [InlineData("'\\78'", "1:2: an octal escape has three digits, \\000 to \\377")]
    [InlineData("[1].all(2, true)", "1:9: argument 1 of all() must be a simple name for a variable")]
    [InlineData("[1].all(x, x, true)", "1:12: the two variables of all() have the same name 'x'")]
    [InlineData("true &&\n  false ||\n  )", "3:3: unexpected ')', expected an expression")]
    [InlineData("'日本😀' + )", "1:9: unexpected ')', expected an expression")]
    public void Fault_IsToldWithItsPlace(string source, string issue) => Assert.Equal(issue, Compiled.Issues(source, Compiled.Open)[0]);

    [Fact]
    public void SmallestAndLargestNumbers_CanBeWritten()
    {
        Assert.Equal(long.MinValue, Compiled.Value("-9223372036854775808").AsInt());
        Assert.Equal(long.MinValue + 1, Compiled.Value("-0x7FFFFFFFFFFFFFFF").AsInt());
        Assert.Equal(ulong.MaxValue, Compiled.Value("0xFFFFFFFFFFFFFFFFu").AsUInt());
    }

    [Fact]
    public void LinesOfATripleQuotedString_EndInLineFeeds() => Assert.Equal("a\nb\nc", Compiled.Value("'''a\r\nb\rc'''").AsString());

    /// <summary>"Note that carriage returns alone cannot terminate comments."</summary>
    [Fact]
    public void Comment_EndsAtALineFeed_NotAtACarriageReturn() => Assert.Equal(5, Compiled.Value("1 // one\r + 2\n + 4 // and no more").AsInt());

    [Fact]
    public void SurrogatePairEscapes_AreOneCodePoint() => Assert.Equal("😀", Compiled.Value("'\\ud83d\\ude00'").AsString());

    [Fact]
    public void SourceThatIsTooLong_IsRefused() =>
        Assert.Equal(["1:1: the expression has 20000 characters, more than the limit of 16384"], Compiled.Issues(new string(' ', 20000)));

    [Theory]
    [InlineData("(", "")]
    [InlineData("[", "")]
    [InlineData("{'a':", "")]
    [InlineData("-(", "")]
    [InlineData("!(", "")]
    [InlineData("f(", "")]
    [InlineData("a.b.", "c")]
    [InlineData("a.?b.", "c")]
    [InlineData("1+", "1")]
    [InlineData("a?b:", "c")]
    [InlineData("a.map(x,", "")]
    [InlineData("cel.bind(x,", "")]
    [InlineData("a{b:", "")]
    [InlineData("a<", "b")]
    public void DeepNesting_IsRefused_AndOverflowsNoStack(string part, string end)
    {
        var source = string.Concat(Enumerable.Repeat(part, 100_000)) + end;
        Assert.Contains("nested deeper than 250 levels", Assert.Single(Compiled.Issues(source[..Math.Min(source.Length, 1_000_000)], Long)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a[0]")]
    [InlineData("a.f()")]
    public void LongChainsOfCalls_AreRefused(string start) =>
        Assert.Contains("nested deeper", Assert.Single(Compiled.Issues(start + string.Concat(Enumerable.Repeat(start[1..], 50_000)), Long)), StringComparison.Ordinal);

    [Fact]
    public void LongRowsOfLogicalOperators_AreNotDeep()
    {
        Assert.True(Compiled.Program(string.Join(" || ", Enumerable.Repeat("false", 20_000)) + " || true", Long).Evaluate(CelActivation.Empty).AsBool());
        Assert.Equal(7, Compiled.Program(new string('-', 100_000) + "7", Long).Evaluate(CelActivation.Empty).AsInt());
    }

    [Fact]
    public void NoTextThrows()
    {
        string[] words =
        [
            "a", "1", "2u", "3.5", "'x'", "b'y'", "true", "null", "(", ")", "[", "]", "{", "}", ",", ".", ":", "?", "+", "-", "*", "/", "%", "==", "<", "in", "&&",
            "||", "!", ".map(x,", ".all(x,y,", "size(", "has(a.b)", "cel.bind(v,", "optional.of(", "timestamp(0)", ".?c", "[?", "'%s'.format([", "matches(", "\"", "'",
            "\\", "`q`", "é", "\ud83d", "\0", "//", "\n", "0x", "1e", "cel.block([", "cel.index(0)", "math.least(", ".optMap(z,", "'''", "r'",
        ];
        var random = new Random(20261121);
        var compiled = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var source = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
            foreach (var options in (CelCompilation[])[CelCompilation.Checked, CelCompilation.Unchecked])
            {
                if (!Long.TryCompile(source, options, out var program, out var issues))
                {
                    Assert.NotEmpty(issues);
                    continue;
                }
                compiled++;
                var value = program.Evaluate(CelActivation.Empty);
                Assert.Equal(value.IsTrue, program.Test(CelActivation.Empty, out _));
                Assert.NotEmpty(value.ToString());
            }
        }
        Assert.True(compiled > 100);
    }
}

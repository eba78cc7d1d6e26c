// A string is the same string, whether it is .NET's, a slice of the host's UTF-8 or a constant in both.
using System.Text;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Values;

public sealed class TextFormsTests
{
    private static readonly string[] Texts = ["", "a", "premium", "é", "日本語", "😀", "a😀b", "\uFFFF", "\0", new('x', 300), new('é', 300)];

    public static TheoryData<string, string> Pairs => [.. from a in Texts from b in Texts select (a, b)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void EveryMixtureOfForms_ComparesAlike(string a, string b)
    {
        foreach (var left in Forms(a))
        {
            foreach (var right in Forms(b))
            {
                Assert.Equal(a == b, left == right);
                Assert.Equal(a == b, left.GetHashCode() == right.GetHashCode());
                Assert.Equal(a.StartsWith(b, StringComparison.Ordinal), Test("a.startsWith(b)", left, right));
                Assert.Equal(a.EndsWith(b, StringComparison.Ordinal), Test("a.endsWith(b)", left, right));
                Assert.Equal(a.Contains(b, StringComparison.Ordinal), Test("a.contains(b)", left, right));
                Assert.Equal(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)) < 0, Test("a < b", left, right));
                Assert.Equal(a == b, Test("a in [b]", left, right));
                Assert.Equal(a == b, Test("b in {a: 1}", left, right));
                Assert.Equal(a + b, Compiled.Value("a + b", ("a", left), ("b", right)).AsString());
            }
        }
    }

    [Fact]
    public void Size_CountsCodePoints()
    {
        foreach (var text in Texts)
            Assert.All(Forms(text), form => Assert.Equal(text.EnumerateRunes().Count(), Compiled.Value("size(a)", ("a", form)).AsInt()));
    }

    [Fact]
    public void Matches_WorksOnEveryForm() =>
        Assert.All(Forms("naïve 😀 text"), form => Assert.True(Compiled.Value("a.matches('na.ve .* t[e]xt$')", ("a", form)).AsBool()));

    [Fact]
    public void Bytes_AreTheStringsUtf8() =>
        Assert.All(Forms("é"), form => Assert.Equal([0xC3, 0xA9], Compiled.Value("bytes(a)", ("a", form)).AsBytes().ToArray()));

    [Fact]
    public void Slice_IsOnlyItsPartOfTheBuffer() => Assert.Equal("b", CelValue.Utf8("abc"u8.ToArray(), 1, 1).AsString());

    private static bool Test(string source, CelValue a, CelValue b) => Compiled.Value(source, ("a", a), ("b", b)).AsBool();

    private static CelValue[] Forms(string text)
    {
        var buffer = Encoding.UTF8.GetBytes("\"" + text + "\"");
        return [CelValue.Of(text), CelValue.Utf8(buffer, 1, buffer.Length - 2), CelValue.Constant(text)];
    }
}

// The estimate of a text's tokens: close to what a tokenizer with a vocabulary counts, and to nothing.
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using InworldRouter.Providers.Tokens;

namespace InworldRouter.Providers.Tests.Tokens;

public sealed class TextTokensTests
{
    // "an honest local estimate (documented error, ≤ 10 % on English prose and code)"
    [Theory]
    [MemberData(nameof(TokenSamples.All), MemberType = typeof(TokenSamples))]
    public void C40_ProseAndCode_AreEstimatedWithinTenPercent(string kind, string text, int tokens)
    {
        var estimate = Estimate(text);
        Assert.True(Math.Abs(estimate / tokens - 1) <= 0.1, $"{kind}: {estimate} instead of {tokens}");
    }

    // A text is cut in four to be walked faster: what the cuts cost is a piece each.
    [Theory]
    [MemberData(nameof(TokenSamples.All), MemberType = typeof(TokenSamples))]
    public void ALongText_IsItsLines(string kind, string text, int tokens)
    {
        var lines = text.Split('\n').Sum(line => Estimate(line + "\n"));
        Assert.True(Math.Abs(Estimate(text) - lines) <= tokens * 0.05, $"{kind}: {lines} in lines, {Estimate(text)} whole");
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("word", 1)]
    [InlineData(" word", 1)]
    [InlineData("123456", 2)]
    [InlineData("a 1", 3)]
    [InlineData("don't", 2)]
    [InlineData("\n\n", 1)]
    [InlineData(");\n", 1)]
    [InlineData("getElementById", 4)]
    [InlineData("\u65e5\u672c\u8a9e", 2)]
    public void APiece_IsAboutAToken(string text, int tokens) => Assert.InRange(Estimate(text), tokens - 0.5, tokens + 0.5);

    [Fact]
    public void AnEscape_IsTheCharacterThatItMeans()
    {
        Assert.Equal(Of("a\nb \"c\""), Of("a\\nb \\\"c\\\""));
        Assert.Equal(Of("a\tb"), Of("""a\tb"""));
        Assert.True(Of("""caf\u00e9""") < Of("cafu00e9") + TextTokens.PerToken);
    }

    [Fact]
    public void AnyBytes_AreEstimated()
    {
        var random = new Random(1);
        for (var length = 0; length < 2000; length += 37)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.InRange(TextTokens.Hundredths(bytes), 0, length * 4L * TextTokens.PerToken);
        }
    }

    private static double Estimate(string text) => Of(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value) / (double)TextTokens.PerToken;

    private static long Of(string json) => TextTokens.Hundredths(Encoding.UTF8.GetBytes(json));
}

// How hard a Gemini model is told to think, row by row of providers.md D.6.
using InworldRouter.Providers.Gemini;

namespace InworldRouter.Providers.Tests.Gemini;

public sealed class ThinkingTests
{
    private static readonly GeminiProvider Provider = new();

    [Theory]
    // "thinkingBudget 0 | pct·cap clamp 1..24576", of 20000 tokens here
    [InlineData("gemini-2.5-flash", "none", """{"thinkingBudget":0}""")]
    [InlineData("gemini-2.5-flash", "minimal", """{"thinkingBudget":2000,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-flash", "low", """{"thinkingBudget":4000,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-flash", "medium", """{"thinkingBudget":10000,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-flash", "high", """{"thinkingBudget":16000,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-flash", "xhigh", """{"thinkingBudget":19000,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-flash-lite", "none", """{"thinkingBudget":0}""")]
    // "128 (cannot disable)"
    [InlineData("gemini-2.5-pro", "none", """{"thinkingBudget":128}""")]
    [InlineData("gemini-2.5-pro", "high", """{"thinkingBudget":16000,"includeThoughts":true}""")]
    // "Gemini 3+ flash: minimal (3.7-flash+: low) | minimal | low | medium | high | high"
    [InlineData("gemini-3-flash-preview", "none", """{"thinkingLevel":"minimal"}""")]
    [InlineData("gemini-3.5-flash", "minimal", """{"thinkingLevel":"minimal","includeThoughts":true}""")]
    [InlineData("gemini-3.5-flash", "low", """{"thinkingLevel":"low","includeThoughts":true}""")]
    [InlineData("gemini-3.5-flash", "medium", """{"thinkingLevel":"medium","includeThoughts":true}""")]
    [InlineData("gemini-3.5-flash", "max", """{"thinkingLevel":"high","includeThoughts":true}""")]
    [InlineData("gemini-3.7-flash", "none", """{"thinkingLevel":"low"}""")]
    [InlineData("gemini-3.7-flash", "minimal", """{"thinkingLevel":"low","includeThoughts":true}""")]
    // "Gemini 3+ pro: low | low | low | medium (3.1+; 3 pro: high) | high | high"
    [InlineData("gemini-3-pro-preview", "none", """{"thinkingLevel":"low"}""")]
    [InlineData("gemini-3-pro-preview", "minimal", """{"thinkingLevel":"low","includeThoughts":true}""")]
    [InlineData("gemini-3-pro-preview", "medium", """{"thinkingLevel":"high","includeThoughts":true}""")]
    [InlineData("gemini-3.1-pro-preview", "medium", """{"thinkingLevel":"medium","includeThoughts":true}""")]
    [InlineData("gemini-3.1-pro-preview", "xhigh", """{"thinkingLevel":"high","includeThoughts":true}""")]
    [InlineData("gemini-4-argon", "low", """{"thinkingLevel":"low","includeThoughts":true}""")]
    [InlineData("gemini-2.0-flash", "none", null)]
    public void C51_AnEffort_IsWhatTheModelTakes(string model, string effort, string? thinking) =>
        Assert.Equal(thinking, Config(model, $"\"max_tokens\":20000,\"reasoning_effort\":\"{effort}\""));

    [Theory]
    [InlineData("gemini-2.5-flash", "\"max_tokens\":60000,\"reasoning_effort\":\"high\"", """{"thinkingBudget":24576,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-flash-lite", "\"max_tokens\":2000,\"reasoning_effort\":\"minimal\"", """{"thinkingBudget":512,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-pro", "\"reasoning\":{\"max_tokens\":3000}", """{"thinkingBudget":3000,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-pro", "\"reasoning\":{\"max_tokens\":90000}", """{"thinkingBudget":32768,"includeThoughts":true}""")]
    // "cap = request max … ?? model max output": half of 65536
    [InlineData("gemini-2.5-pro", "\"reasoning\":{}", """{"thinkingBudget":32768,"includeThoughts":true}""")]
    [InlineData("gemini-3.5-flash", "\"max_tokens\":10000,\"reasoning\":{\"max_tokens\":8000}", """{"thinkingLevel":"high","includeThoughts":true}""")]
    [InlineData("gemini-3.5-flash", "\"reasoning\":{\"effort\":\"low\",\"exclude\":true}", """{"thinkingLevel":"low"}""")]
    public void ABudget_IsWithinTheModelsRange_OrTheNearestLevel(string model, string asked, string thinking) => Assert.Equal(thinking, Config(model, asked));

    // "maxOutputTokens (includes thoughts) – with small values … set thinkingBudget 0/128": else there would be no answer left.
    [Theory]
    [InlineData("gemini-2.5-flash", 64, """{"thinkingBudget":0}""")]
    [InlineData("gemini-2.5-pro", 64, """{"thinkingBudget":128}""")]
    [InlineData("gemini-3.5-flash", 64, """{"thinkingLevel":"minimal"}""")]
    [InlineData("gemini-2.5-flash-lite", 64, null)] // does not think unless it is told to
    [InlineData("gemini-2.5-flash", 4096, null)]
    public void AShortAnswer_IsNotEatenByThoughts(string model, int limit, string? thinking) => Assert.Equal(thinking, Config(model, $"\"max_tokens\":{limit}"));

    [Fact]
    public void WithoutAWish_TheModelDecides() => Assert.Null(Config("gemini-3.5-flash", "\"temperature\":1"));

    [Fact]
    public void AModelThatDoesNotReason_IsNotAskedTo()
    {
        var written = Requests.Send(Provider, """{"model":"x","reasoning_effort":"high","messages":[]}""", "gemini-2.0-flash");
        Assert.DoesNotContain("thinking", written.Body, StringComparison.Ordinal);
        Assert.Contains(written.Warnings, w => w.StartsWith("reasoning", StringComparison.Ordinal));
    }

    private static string? Config(string model, string asked) =>
        Requests.Read(Provider, $$"""{"model":"x",{{asked}},"messages":[{"role":"user","content":"Hi"}]}""", model)["generationConfig"]?["thinkingConfig"]?.ToJsonString();
}

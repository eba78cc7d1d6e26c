// Which family a name belongs to, however the host spells it.
using InworldRouter.Providers.Catalog;

namespace InworldRouter.Providers.Tests.Catalog;

public sealed class ModelFamiliesTests
{
    [Theory]
    [InlineData("claude-opus-4-1", "claude-opus-4-1")]
    [InlineData("claude-opus-4-1@20250805", "claude-opus-4-1")]
    [InlineData("claude-opus-4-20250514", "claude-opus-4")]
    [InlineData("Claude-Opus-4-7", "claude-opus-4-7")]
    [InlineData("anthropic/claude-sonnet-4.6", "claude-opus-4-6")]
    [InlineData("global.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-sonnet-4-5")]
    [InlineData("anthropic.claude-3-haiku-20240307-v1:0", "claude-3")]
    [InlineData("claude-opus-5-5", "claude-opus-5-5")]
    [InlineData("claude-opus-5-20260701", "claude-opus-5")]
    [InlineData("claude-fable-5-1", "claude-fable")]
    [InlineData("claude-novel-7", "claude-")]
    [InlineData("accounts/x/models/gpt-oss-120b", "gpt-oss")]
    [InlineData("openai.gpt-oss-120b-1:0", "gpt-oss")]
    [InlineData("gpt-5-2025-08-07", "gpt-5")]
    [InlineData("gpt-5.1", "gpt-5.1")]
    [InlineData("gpt-5.10", "gpt-5.")] // 5.10 comes after 5.9
    [InlineData("gpt-5.4-mini", "gpt-5.4")]
    [InlineData("gpt-7-sol", "gpt-")]
    [InlineData("ft:gpt-4.1-mini-2025-04-14:org::id", "gpt-4.1")]
    [InlineData("o4-mini", "o1")]
    [InlineData("publishers/google/models/gemini-2.5-flash-lite-preview", "gemini-2.5-flash-lite")]
    [InlineData("gemini-3.1-flash-lite", "gemini-3-flash")]
    [InlineData("gemini-3.1-flash-lite-image", "gemini-3.1-flash-image")]
    [InlineData("google/gemma-4-31B-it", "gemma-")]
    [InlineData("llama-3.3-70b-versatile", "")]
    [InlineData("my-gpt-5", "")]
    [InlineData("", "")]
    [InlineData("x/", "")]
    public void AName_BelongsToTheLongestPrefixOfItsLastSegment(string name, string prefix) => Assert.Equal(prefix, ModelFamilies.Of(name).Prefix);

    [Fact]
    public void AFamily_IsFoundWithoutAllocation() => Assert.Equal(0, Allocation.Of(() => ModelFamilies.Of("global.anthropic.claude-opus-5")));

    [Fact]
    public void EveryFamily_IsFoundByItsOwnPrefix() => Assert.All(ModelFamilies.All, family => Assert.Same(family, ModelFamilies.Of(family.Prefix)));

    // "thinking: {type:enabled,budget_tokens ≥1024 and < max_tokens}" (providers.md B.1); Gemini's counts thoughts into maxOutputTokens.
    [Fact]
    public void ABudget_LeavesRoomForAnAnswer() => Assert.All(
        ModelFamilies.All.Where(f => f.ThinkingBudget is not null),
        family => Assert.True(family.ThinkingBudget!.Value.Max < family.MaxOutputTokens, family.Prefix));

    [Fact]
    public void NoFamily_ContradictsItself() => Assert.All(ModelFamilies.All, family =>
    {
        Assert.False(family.Has(ModelTraits.ThinksByDefault | ModelTraits.AlwaysThinks), family.Prefix);
        Assert.False(family.Has(ModelTraits.NoSampling | ModelTraits.OneSampling), family.Prefix);
        // What cannot be switched off has no level for that.
        Assert.False(family.Has(ModelTraits.AlwaysThinks) && family.ReasoningEfforts.HasFlag(ReasoningEfforts.Off), family.Prefix);
        Assert.True(family.Reasons || family.ReasoningEfforts == ReasoningEfforts.Unknown, family.Prefix);
    });
}

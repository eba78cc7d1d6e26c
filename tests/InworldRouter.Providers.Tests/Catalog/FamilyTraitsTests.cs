// The tables of providers.md as families.json says them: one line a row, column by column.
using InworldRouter.Providers.Catalog;
using static InworldRouter.Providers.Catalog.ModelTraits;

namespace InworldRouter.Providers.Tests.Catalog;

public sealed class FamilyTraitsTests
{
    // providers.md B.2: max out | adaptive | budget | temperature/top_p/top_k | effort | xhigh | structured outputs (D.1)
    [Theory]
    [InlineData("claude-3-haiku-20240307", 4096, false, false, true, false, false, false)]
    [InlineData("claude-2.1", 4096, false, false, true, false, false, false)]
    [InlineData("claude-3-5-haiku-20241022", 8192, false, false, true, false, false, false)]
    [InlineData("claude-3-7-sonnet-20250219", 64000, false, true, true, false, false, false)]
    [InlineData("claude-opus-4-0", 32000, false, true, true, false, false, false)]
    [InlineData("claude-opus-4-1", 32000, false, true, true, false, false, true)]
    [InlineData("claude-sonnet-4-0", 64000, false, true, true, false, false, false)]
    [InlineData("claude-sonnet-4-5", 64000, false, true, true, false, false, true)]
    [InlineData("claude-haiku-4-5", 64000, false, true, true, false, false, true)]
    [InlineData("claude-opus-4-5", 64000, false, true, true, true, false, true)]
    [InlineData("claude-opus-4-6", 128000, true, true, true, true, false, true)]
    [InlineData("claude-sonnet-4-6", 128000, true, true, true, true, false, true)]
    [InlineData("claude-opus-4-7", 128000, true, false, false, true, true, true)]
    [InlineData("claude-opus-4-8", 128000, true, false, false, true, true, true)]
    [InlineData("claude-sonnet-5", 128000, true, false, false, true, true, true)]
    [InlineData("claude-fable-5", 128000, true, false, false, true, true, true)]
    [InlineData("claude-mythos-5", 128000, true, false, false, true, true, true)]
    [InlineData("claude-opus-5", 128000, true, false, false, true, true, true)]
    [InlineData("claude-opus-5-5", 128000, true, false, false, true, true, true)]
    [InlineData("claude-sonnet-5-5", 128000, true, false, false, true, true, true)]
    [InlineData("claude-haiku-5-5", 128000, true, false, false, true, true, true)]
    [InlineData("claude-of-tomorrow", 128000, true, false, false, true, true, true)]
    public void B2_Claude(string name, int maxOutput, bool adaptive, bool budget, bool sampling, bool effort, bool xhigh, bool structured)
    {
        var family = ModelFamilies.Of(name);
        Assert.Equal(maxOutput, family.MaxOutputTokens);
        Assert.Equal(adaptive, family.Has(AdaptiveThinking));
        Assert.Equal(budget, family.Has(BudgetThinking));
        Assert.Equal(budget ? new ThinkingBudget(1024, maxOutput - 1) : null, family.ThinkingBudget);
        Assert.Equal(sampling, !family.Has(NoSampling));
        Assert.Equal(effort, family.Has(EffortParameter));
        Assert.Equal(effort, family.ReasoningEfforts != ReasoningEfforts.Unknown);
        Assert.Equal(xhigh, family.ReasoningEfforts.HasFlag(ReasoningEfforts.Xhigh));
        Assert.Equal(structured, family.Has(StructuredOutput));
    }

    // The notes and rules below the table, and what the vendor's pages say of the models that came after it: which of these rules hold.
    [Theory]
    [InlineData("claude-3-haiku", None)]
    [InlineData("claude-sonnet-4-5", OneSampling)]
    [InlineData("claude-sonnet-4-6", OneSampling | NoPrefill)]
    [InlineData("claude-opus-4-7", NoPrefill)]
    [InlineData("claude-opus-4-8", NoPrefill | MidConversationSystem)]
    [InlineData("claude-sonnet-5", ThinksByDefault | NoPrefill | MidConversationSystem)]
    [InlineData("claude-fable-5", AlwaysThinks | NoForcedTools | NoPrefill | MidConversationSystem)]
    [InlineData("claude-mythos-5", AlwaysThinks | NoForcedTools | NoPrefill | MidConversationSystem)]
    [InlineData("claude-opus-5", ThinksByDefault | OffUpToHighEffort | NoPrefill | MidConversationSystem)]
    [InlineData("claude-opus-5-5", AlwaysThinks | NoForcedTools | NoPrefill | MidConversationSystem)]
    [InlineData("claude-sonnet-5-5", ThinksByDefault | OffIsBetweenTools | OffUpToHighEffort | NoForcedTools | NoPrefill | MidConversationSystem)]
    [InlineData("claude-haiku-5-5", ThinksByDefault | OffUpToHighEffort | NoPrefill | MidConversationSystem)]
    [InlineData("claude-of-tomorrow", AlwaysThinks | NoForcedTools | NoPrefill)]
    public void B2_ClaudesOtherRules(string name, ModelTraits rules) =>
        Assert.Equal(rules, ModelFamilies.Of(name).Traits & ~(AdaptiveThinking | BudgetThinking | EffortParameter | NoSampling | StructuredOutput));

    // providers.md D.6, where the levels are words; they are the family's, what is asked for is fitted to them.
    [Theory]
    [InlineData("o3", AlwaysThinks, "low medium high")]
    [InlineData("gpt-5", AlwaysThinks, "minimal low medium high")]
    [InlineData("gpt-5-mini", AlwaysThinks, "minimal low medium high")]
    [InlineData("gpt-5-codex", AlwaysThinks | ResponsesOnly, "minimal low medium high")]
    [InlineData("gpt-5.1", ReasonsOnRequest, "none low medium high")]
    [InlineData("gpt-5.2", ReasonsOnRequest, "none low medium high xhigh")]
    [InlineData("gpt-5.3", ReasonsOnRequest, "none low medium high xhigh")]
    [InlineData("gpt-5.3-codex", ReasonsOnRequest | ResponsesOnly, "none low medium high xhigh")]
    [InlineData("gpt-5.1-chat-latest", AlwaysThinks, "")]
    [InlineData("gpt-5.1-codex", AlwaysThinks | ResponsesOnly, "")]
    [InlineData("gpt-5-pro", AlwaysThinks | ResponsesOnly, "high")]
    [InlineData("gpt-5.2-pro", AlwaysThinks | ResponsesOnly, "medium high xhigh")]
    [InlineData("gpt-5.4", ReasonsOnRequest | ResponsesForTools, "none low medium high xhigh")]
    [InlineData("gpt-5.5", ThinksByDefault | ResponsesForTools, "none low medium high xhigh")]
    [InlineData("gpt-5.6-sol", ThinksByDefault | ResponsesForTools, "none low medium high xhigh max")]
    [InlineData("gpt-6-sol", ThinksByDefault | ResponsesForTools, "none low medium high xhigh max")]
    [InlineData("gpt-6-astra", AlwaysThinks | ResponsesForTools, "low medium high xhigh max")]
    [InlineData("gpt-9", ThinksByDefault | ResponsesForTools, "none minimal low medium high xhigh max")]
    public void D6_OpenAIsReasoningModels_RefuseSamplingAndPenalties(string name, ModelTraits traits, string levels)
    {
        Assert.Equal(traits | NoSampling | NoPenalties, ModelFamilies.Of(name).Traits);
        Assert.Equal(levels, Levels(name));
    }

    // "gpt-4x, search, chat-latest: drop all"
    [Theory]
    [InlineData("gpt-3.5-turbo", None)]
    [InlineData("gpt-4-0613", None)]
    [InlineData("gpt-4o-mini", None)]
    [InlineData("gpt-4.1-nano", None)]
    [InlineData("gpt-5-chat-latest", None)]
    [InlineData("chatgpt-4o-latest", None)]
    [InlineData("gpt-4o-search-preview", NoSampling | WebSearchOptions)]
    [InlineData("gpt-4o-mini-search-preview", NoSampling | WebSearchOptions)]
    [InlineData("gpt-5-search-api", NoSampling | WebSearchOptions)]
    [InlineData("gpt-image-2", ImageOutput | ImagesEndpoint | AnyImageSize)]
    [InlineData("chatgpt-image-latest", ImageOutput | ImagesEndpoint)]
    public void D6_ModelsThatDoNotReason_TakeNoEffort(string name, ModelTraits traits)
    {
        Assert.Equal(traits, ModelFamilies.Of(name).Traits);
        Assert.Equal("", Levels(name));
        Assert.False(ModelFamilies.Of(name).Reasons);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", ThinksByDefault, 1, 24576)]
    [InlineData("gemini-2.5-flash-lite", None, 512, 24576)]
    [InlineData("gemini-2.5-pro", AlwaysThinks, 128, 32768)]
    public void D6_Gemini25_ThinksUpToABudget(string name, ModelTraits when, int min, int max)
    {
        Assert.Equal(when | BudgetThinking | NoPenalties | JsonSchema, ModelFamilies.Of(name).Traits);
        Assert.Equal(new ThinkingBudget(min, max), ModelFamilies.Of(name).ThinkingBudget);
        Assert.Equal("", Levels(name));
    }

    [Theory]
    [InlineData("gemini-3-flash-preview", "minimal low medium high")]
    [InlineData("gemini-3.5-flash-lite", "minimal low medium high")]
    [InlineData("gemini-3.6-flash", "minimal low medium high")]
    [InlineData("gemini-3.7-flash", "low medium high")]
    [InlineData("gemini-3.8-flash", "low medium high")]
    [InlineData("gemini-3-pro-preview", "low high")]
    [InlineData("gemini-3.1-pro-preview", "low medium high")]
    [InlineData("gemini-4-argon", "low medium high")]
    public void D6_Gemini3_ThinksByLevel_AndKeepsSignatures(string name, string levels)
    {
        Assert.Equal(LevelThinking | AlwaysThinks | NoPenalties | JsonSchema | MixedTools | SignaturesRequired, ModelFamilies.Of(name).Traits);
        Assert.Null(ModelFamilies.Of(name).ThinkingBudget);
        Assert.Equal(levels, Levels(name));
    }

    // providers.md C.2, D.4, G.1
    [Theory]
    [InlineData("gemini-2.0-flash", None)]
    [InlineData("gemini-1.5-pro", None)]
    [InlineData("gemma-3-27b-it", NoSystem)]
    [InlineData("gemini-2.5-flash-image", NoPenalties | ImageOutput)]
    [InlineData("gemini-3-pro-image-preview", LevelThinking | AlwaysThinks | NoPenalties | SignaturesRequired | ImageOutput)]
    public void GooglesOthers(string name, ModelTraits traits) => Assert.Equal(traits, ModelFamilies.Of(name).Traits);

    private static string Levels(string name)
    {
        var levels = ModelFamilies.Of(name).ReasoningEfforts;
        return string.Join(' ', Enum.GetValues<ReasoningEfforts>().Where(l => l != ReasoningEfforts.Unknown && levels.HasFlag(l)).Select(l => l == ReasoningEfforts.Off ? "none" : l.ToString().ToLowerInvariant()));
    }
}

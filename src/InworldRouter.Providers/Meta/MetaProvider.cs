// Meta's Llama API, by its OpenAI-compatible door.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Meta;

/// <summary>Source: meta-llama/llama-api-typescript, as told in providers.md E.</summary>
[Provider("meta")]
public sealed class MetaProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.llama.com/compat/v1"),
        KeyVariables = ["LLAMA_API_KEY"],
    };

    public override bool TakesRepetitionPenalty => true;

    public override bool TakesOpenAIsOwn => false;

    public override MessageHabits Habits => MessageHabits.Usual | MessageHabits.NoReasoning;

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    // Llama does not reason; what does is in the catalog, or newer than it.
    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) =>
        call.Facts is null ? ReasoningEfforts.Unknown : ReasoningEffort.LowToHigh;
}

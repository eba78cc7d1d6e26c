// OpenRouter: a router itself; it takes the reasoning object as it is, and its comments and notes are dropped by the framer.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.OpenRouter;

/// <summary>Source: OpenRouterTeam/ai-sdk-provider 4247ab25, as told in providers.md E.</summary>
[Provider("openrouter")]
public sealed class OpenRouterProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://openrouter.ai/api/v1"),
        KeyVariables = ["OPENROUTER_API_KEY"],
    };

    public override bool TakesRepetitionPenalty => true;

    // "pass reasoning:{effort|max_tokens,exclude,enabled} untouched" (providers.md D.6)
    public override bool TakesReasoningObject => true;

    // "echo reasoning_details back verbatim on the assistant message for tool turns": signatures are meant for the model behind it.
    public override MessageHabits Habits => MessageHabits.NoDeveloper;

    // "file_data: URL or base64" (openrouter.ai, PDF inputs)
    public override bool TakesFileUrls => true;

    public override bool TakesWebSearchOptions => true;

    // "modalities/image_config"
    public override bool TakesImageConfig => true;

    // It fits the levels to its models itself.
    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) => ReasoningEffort.AllLevels & ~ReasoningEfforts.Max;
}

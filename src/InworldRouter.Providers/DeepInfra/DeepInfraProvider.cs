// DeepInfra: vLLM behind OpenAI's dialect.
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.DeepInfra;

/// <summary>Source: deepinfra.com/docs/openai_api; nothing that differs from any compatible server but the address.</summary>
[Provider("deepinfra")]
public sealed class DeepInfraProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.deepinfra.com/v1/openai"),
        KeyVariables = ["DEEPINFRA_API_KEY"],
    };

    public override bool TakesRepetitionPenalty => true;

    public override MessageHabits Habits => MessageHabits.Usual | MessageHabits.ReasoningAsContent;
}

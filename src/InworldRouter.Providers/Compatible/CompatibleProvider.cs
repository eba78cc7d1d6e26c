// Any server that speaks OpenAI's dialect: Ollama, vLLM, llama.cpp, SGLang, LM Studio.
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Compatible;

/// <summary>Nothing but the dialect's own defaults; Ollama's levels of effort are "none/low/medium/high" (providers.md D.6).</summary>
[Provider("openai-compatible")]
public sealed class CompatibleProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new() { NeedsKey = false };

    public override bool TakesRepetitionPenalty => true;
}

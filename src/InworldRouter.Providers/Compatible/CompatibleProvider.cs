// Any server that speaks OpenAI's dialect: Ollama, vLLM, llama.cpp, SGLang, LM Studio.
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Compatible;

/// <summary>Nothing but the dialect's own defaults; Ollama's levels of effort are "none/low/medium/high" (providers.md D.6).</summary>
[Provider("openai-compatible")]
public sealed class CompatibleProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new() { NeedsKey = false };

    // It may be a gateway that knows what to do with cache markers; servers of their own models pass over them.
    public override MessageHabits Habits => MessageHabits.Usual & ~MessageHabits.NoCacheMarkers;

    public override bool TakesRepetitionPenalty => true;
}

// Any server that speaks OpenAI's dialect: Ollama, vLLM, llama.cpp, SGLang, LM Studio. What all of them take, and no more.
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Compatible;

/// <summary>The base of the vendors below it, too: OpenAI's newer words are its own, the older ones are everybody's.</summary>
[Provider("openai-compatible")]
public class CompatibleProvider : OpenAIProvider
{
    public override ProviderDefaults Defaults { get; } = new() { NeedsKey = false };

    // vLLM and Ollama know include_usage; an unknown member beside it is refused by some.
    public override ReadOnlySpan<byte> StreamOptionsJson => """{"include_usage":true}"""u8;

    public override ReadOnlySpan<byte> StreamOptionsMember => "\"stream_options\":{\"include_usage\":true}"u8;

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_tokens\""u8;

    // "developer role may fail templates" (providers.md E, vLLM).
    public override bool KnowsDeveloperRole => false;

    public override bool TakesMetadata => false;

    public override bool TakesWebSearchOptions => false;
}

// Meta's Llama API, by its OpenAI-compatible door.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Meta;

/// <summary>Source: meta-llama/llama-api-typescript, as told in providers.md E.</summary>
[Provider("meta")]
public sealed class MetaProvider : CompatibleProvider
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.llama.com/compat/v1"),
        KeyVariables = ["LLAMA_API_KEY"],
    };

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    public override string? EffortWord(Effort effort, ModelFacts? facts) =>
        facts?.Capabilities.HasFlag(ModelCapabilities.Reasoning) == true ? ReasoningEffort.Word(effort) : null;
}

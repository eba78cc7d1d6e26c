// Mistral: seed is random_seed, and what its schema does not name is refused with 422.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Mistral;

/// <summary>Source: mistralai/client-ts b14b3b90, as told in providers.md E. Array content is flattened by the dialect itself.</summary>
[Provider("mistral")]
public sealed class MistralProvider : CompatibleProvider
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.mistral.ai/v1"),
        KeyVariables = ["MISTRAL_API_KEY"],
    };

    // "stream_options → 422 on old stacks: omit"; the usage comes with the last chunk all the same.
    public override bool TakesStreamOptions => false;

    // "reasoning_effort enum accepts all six"; models that do not reason refuse it.
    public override string? EffortWord(Effort effort, ModelFacts? facts) =>
        facts is null || facts.Capabilities.HasFlag(ModelCapabilities.Reasoning) ? ReasoningEffort.Word(effort) : null;

    // "logprobs, logit_bias, user, store, service_tier, verbosity: 422 extra_forbidden"
    protected override void Adapt(in UpstreamCall call, RequestEdits edits)
    {
        edits.Rename(call.Fields.Seed, "\"random_seed\""u8);
        edits.Remove(
            call.Fields.Logprobs, call.Fields.TopLogprobs, call.Fields.LogitBias, call.Fields.User, call.Fields.Store, call.Fields.ServiceTier,
            call.Fields.Verbosity, call.Fields.SafetyIdentifier, call.Fields.Modalities, call.Fields.Audio, call.Fields.PromptCacheRetention);
    }
}

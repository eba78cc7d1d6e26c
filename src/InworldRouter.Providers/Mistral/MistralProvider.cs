// Mistral: seed is random_seed, tool calls have ids of its own form, and what its schema does not name is refused with 422.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Mistral;

/// <summary>Source: mistralai/client-ts b14b3b90, as told in providers.md E. Its array content is flattened by the dialect itself.</summary>
[Provider("mistral")]
public sealed class MistralProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.mistral.ai/v1"),
        KeyVariables = ["MISTRAL_API_KEY"],
    };

    public override bool TakesLogitBias => false;

    // "stream_options → 422 on old stacks: omit"; the usage comes with the last chunk all the same.
    public override bool TakesStreamOptions => false;

    public override bool TakesOpenAIsOwn => false;

    // In its schema only a tool's message has a name.
    public override MessageHabits Habits => MessageHabits.Usual & ~MessageHabits.NoResultImages | MessageHabits.NoReasoning | MessageHabits.NoNames;

    // "pdf → {type:document_url,document_url}"
    public override bool TakesFileUrls => true;

    // "reasoning_effort enum accepts all six"
    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) => ReasoningEffort.AllLevels & ~ReasoningEfforts.Max;

    protected override void EditMessages(in UpstreamCall call, ref RequestEdits edits) => MistralMessages.Edit(call, Habits, edits.Patch);

    // "logprobs, logit_bias, user, store, service_tier, verbosity: 422 extra_forbidden"
    protected override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        edits.Rename(call.Fields.Seed, "\"random_seed\""u8);
        edits.Remove(
            call.Fields.Logprobs, call.Fields.TopLogprobs, call.Fields.User, call.Fields.ServiceTier, call.Fields.Modalities, call.Fields.Audio);
    }
}

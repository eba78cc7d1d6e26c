// Cerebras: levels of effort for some models, a switch for the others.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Cerebras;

/// <summary>Source: cerebras-cloud-sdk-node, as told in providers.md E and D.6.</summary>
[Provider("cerebras")]
public sealed class CerebrasProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.cerebras.ai/v1"),
        KeyVariables = ["CEREBRAS_API_KEY"],
    };

    public override bool TakesLogitBias => false;

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    // "convert developer→system for all but OpenAI/Azure/Cerebras"; "flatten text-part arrays to strings for DeepSeek/Cerebras"
    public override MessageHabits Habits => MessageHabits.TextAsString | MessageHabits.NoReasoning | MessageHabits.NoExtras;

    // "glm/qwen: disable_reasoning:true"
    public override void WriteEffort(in UpstreamCall call, Effort? asked, ref RequestEdits edits)
    {
        base.WriteEffort(call, asked, ref edits);
        if (asked == Effort.None && EffortsOf(call) == ReasoningEfforts.Unknown && call.Reasons == true)
            edits.SetUnlessSaid("\"disable_reasoning\""u8, "true"u8);
    }

    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) =>
        call.UpstreamModel.Contains("gpt-oss", StringComparison.Ordinal) ? ReasoningEffort.LowToHigh : ReasoningEfforts.Unknown;

    protected override void Adapt(in UpstreamCall call, ref RequestEdits edits) => edits.Remove(
        call.Fields.Store, call.Fields.Verbosity, call.Fields.SafetyIdentifier, call.Fields.PromptCacheKey,
        call.Fields.PromptCacheRetention, call.Fields.Modalities, call.Fields.Audio);
}

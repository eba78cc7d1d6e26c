// Groq: refuses what its engine does not have, and spells the reasoning of gpt-oss and qwen its own way.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Groq;

/// <summary>Source: groq-typescript 709b1ab6 and console.groq.com, as told in providers.md E and D.6.</summary>
[Provider("groq")]
public sealed class GroqProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.groq.com/openai/v1"),
        KeyVariables = ["GROQ_API_KEY"],
    };

    public override bool TakesLogitBias => false;

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    public override MessageHabits Habits => MessageHabits.NoDeveloper | MessageHabits.NoReasoning | MessageHabits.NoExtras;

    public override void WriteEffort(in UpstreamCall call, Effort? asked, ref RequestEdits edits)
    {
        if (asked is not null && call.UpstreamModel.Contains("qwen", StringComparison.Ordinal))
        {
            // "qwen3: only none/default"
            edits.Set(call.Fields.ReasoningEffort, "\"reasoning_effort\""u8, asked == Effort.None ? "\"none\""u8 : "\"default\""u8);
            return;
        }
        base.WriteEffort(call, asked, ref edits);
        // gpt-oss cannot be kept from reasoning, only from telling: "include_reasoning:false when exclude/none".
        if (asked == Effort.None && (EffortsOf(call) & ReasoningEfforts.Off) == 0 && EffortsOf(call) != ReasoningEfforts.Unknown)
            edits.SetUnlessSaid("\"include_reasoning\""u8, "false"u8);
    }

    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) =>
        call.UpstreamModel.Contains("gpt-oss", StringComparison.Ordinal) ? ReasoningEffort.LowToHigh : ReasoningEfforts.Unknown;

    protected override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        // "service_tier auto|on_demand|flex|performance": OpenAI's other words are refused.
        var tier = call.Fields.ServiceTier;
        if (tier.StringEquals(call.Body, "default"u8) || tier.StringEquals(call.Body, "priority"u8) || tier.StringEquals(call.Body, "scale"u8))
            edits.Remove(tier);
        // "logprobs, top_logprobs, logit_bias, penalties, metadata, store: not supported"
        edits.Remove(
            call.Fields.Logprobs, call.Fields.TopLogprobs, call.Fields.FrequencyPenalty, call.Fields.PresencePenalty,
            call.Fields.Store, call.Fields.Prediction, call.Fields.Audio, call.Fields.Modalities, call.Fields.PromptCacheKey,
            call.Fields.PromptCacheRetention, call.Fields.SafetyIdentifier, call.Fields.Verbosity);
    }
}

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

    public override bool TakesOpenAIsOwn => false;

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    // "messages[].name rejected on some"
    public override MessageHabits Habits => MessageHabits.Usual | MessageHabits.NoReasoning | MessageHabits.NoNames;

    public override void WriteEffort(in UpstreamCall call, Effort? asked, ref RequestEdits edits)
    {
        // "qwen3: only none/default"
        if (asked is not null && call.UpstreamModel.Contains("qwen", StringComparison.Ordinal))
            edits.Set(call.Fields.ReasoningEffort, "\"reasoning_effort\""u8, asked == Effort.None ? "\"none\""u8 : "\"default\""u8);
        else
            base.WriteEffort(call, asked, ref edits);
        var isHidden = ReasoningFormat.IsHidden(call, asked);
        if (!IsGptOss(call) && call.Reasons == true)
            ReasoningFormat.Write(isHidden, ref edits);
        // gpt-oss cannot be kept from reasoning, only from telling: "include_reasoning:false when exclude/none".
        else if (isHidden && IsGptOss(call) && !ReasoningFormat.IsSaid(edits))
            edits.Add("\"include_reasoning\""u8, "false"u8);
    }

    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) =>
        IsGptOss(call) ? ReasoningEffort.LowToHigh : ReasoningEfforts.Unknown;

    // Only some of its models have it, and the others refuse the call; of a model that nobody has described it is believed.
    protected override bool TakesJsonSchema(in UpstreamCall call) =>
        call.Facts is not { HasKnownCapabilities: true } facts || (facts.Capabilities & ModelCapabilities.JsonSchema) != 0;

    protected override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        // "service_tier auto|on_demand|flex|performance": OpenAI's other words are refused.
        var tier = call.Fields.ServiceTier;
        if (!tier.StringEquals(call.Body, "auto"u8) && !tier.StringEquals(call.Body, "on_demand"u8)
            && !tier.StringEquals(call.Body, "flex"u8) && !tier.StringEquals(call.Body, "performance"u8))
            edits.Remove(tier);
        // "n≠1→400": one answer is nearer to what was asked than none.
        if (!call.Fields.N.TryGetInt64(call.Body, out var n) || n != 1)
            edits.Remove(call.Fields.N);
        // "logprobs, top_logprobs, logit_bias, penalties, metadata, store: not supported"
        edits.Remove(
            call.Fields.Logprobs, call.Fields.TopLogprobs, call.Fields.FrequencyPenalty, call.Fields.PresencePenalty,
            call.Fields.Prediction, call.Fields.Audio, call.Fields.Modalities, call.Fields.PromptCacheKey);
    }

    private static bool IsGptOss(in UpstreamCall call) => call.UpstreamModel.Contains("gpt-oss", StringComparison.Ordinal);
}

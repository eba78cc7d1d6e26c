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

    public override bool TakesOpenAIsOwn => false;

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    // "convert developer→system for all but OpenAI/Azure/Cerebras"; "flatten text-part arrays to strings for DeepSeek/Cerebras"
    public override MessageHabits Habits => MessageHabits.TextAsString | MessageHabits.NoReasoning | MessageHabits.NoSignatures | MessageHabits.NoCacheMarkers | MessageHabits.NoExtras | MessageHabits.NoResultImages;

    // "glm/qwen: disable_reasoning:true"
    public override void WriteEffort(in UpstreamCall call, Effort? asked, ref RequestEdits edits)
    {
        base.WriteEffort(call, asked, ref edits);
        if (asked == Effort.None && EffortsOf(call) == ReasoningEfforts.Unknown && call.Reasons == true)
            edits.SetUnlessSaid("\"disable_reasoning\""u8, "true"u8);
        // Unasked, qwen thinks in its text ("raw"); gpt-oss does not.
        var isHidden = ReasoningEffort.IsHidden(call);
        if (call.Reasons == true && (isHidden || !IsGptOss(call)))
            ReasoningFormat.Write(isHidden, ref edits);
    }

    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) =>
        IsGptOss(call) ? ReasoningEffort.LowToHigh : ReasoningEfforts.Unknown;

    protected override void Adapt(in UpstreamCall call, ref RequestEdits edits) =>
        edits.Remove(call.Fields.PromptCacheKey, call.Fields.Modalities, call.Fields.Audio);

    private static bool IsGptOss(in UpstreamCall call) => call.UpstreamModel.Contains("gpt-oss", StringComparison.Ordinal);
}

// xAI: its reasoning models refuse penalties and stop, and its completion count leaves the reasoning out (see OpenAIUsage).
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.XAI;

/// <summary>Source: docs.x.ai, as told in providers.md E and D.6.</summary>
[Provider("xai")]
public sealed class XAIProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.x.ai/v1"),
        KeyVariables = ["XAI_API_KEY"],
    };

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    public override bool TakesOpenAIsOwn => false;

    public override MessageHabits Habits => MessageHabits.Usual | MessageHabits.NoReasoning;

    // "grok-3-mini: low/high only; others reject the param"
    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) =>
        call.UpstreamModel.StartsWith("grok-3-mini", StringComparison.Ordinal) ? ReasoningEfforts.Low | ReasoningEfforts.High : ReasoningEfforts.Unknown;

    protected override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        if (call.Reasons == true)
            edits.Remove(call.Fields.PresencePenalty, call.Fields.FrequencyPenalty, call.Fields.Stop);
    }
}

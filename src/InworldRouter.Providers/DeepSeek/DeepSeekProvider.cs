// DeepSeek: thinking is switched by a parameter of its own, JSON schemas are unknown, and a few of OpenAI's parameters mean nothing there.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.DeepSeek;

/// <summary>Source: api-docs.deepseek.com, as told in providers.md E and D.6.</summary>
[Provider("deepseek")]
public sealed class DeepSeekProvider : OpenAIDialect
{
    private const ReasoningEfforts Levels = ReasoningEffort.LowToHigh | ReasoningEfforts.Max;

    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.deepseek.com/v1"),
        KeyVariables = ["DEEPSEEK_API_KEY"],
    };

    public override bool TakesLogitBias => false;

    // "content must be string for assistant/tool"; the reasoning of earlier turns "must be sent back".
    public override MessageHabits Habits => MessageHabits.NoDeveloper | MessageHabits.TextAsString | MessageHabits.NoExtras;

    // "thinking{type:disabled} … thinking + reasoning_effort"
    public override void WriteEffort(in UpstreamCall call, Effort? asked, ref RequestEdits edits)
    {
        if (asked is null)
            return;
        var reasons = call.Reasons != false;
        if (reasons)
            edits.SetUnlessSaid("\"thinking\""u8, asked == Effort.None ? """{"type":"disabled"}"""u8 : """{"type":"enabled"}"""u8);
        if (asked == Effort.None || !reasons)
            edits.Remove(call.Fields.ReasoningEffort);
        else
            base.WriteEffort(call, asked, ref edits);
    }

    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) => Levels;

    protected override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        JsonSchema.AsInstruction(call, ref edits);
        // "errors on logprobs"
        if (call.Reasons == true)
            edits.Remove(call.Fields.Logprobs, call.Fields.TopLogprobs);
        // "seed, n, logit_bias, user ignored": carried nowhere rather than pretended.
        edits.Remove(
            call.Fields.Seed, call.Fields.N, call.Fields.User, call.Fields.Store, call.Fields.ServiceTier,
            call.Fields.SafetyIdentifier, call.Fields.ParallelToolCalls, call.Fields.PromptCacheKey, call.Fields.PromptCacheRetention, call.Fields.Verbosity);
    }
}

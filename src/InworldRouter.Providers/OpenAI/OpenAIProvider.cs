// OpenAI itself: the dialect's newer words, and the rules of its reasoning models.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Providers.OpenAI;

/// <summary>Source: openai-openapi f85dbe22 and recorded traffic, as told in providers.md A and D.6.</summary>
[Provider("openai")]
public class OpenAIProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.openai.com/v1"),
        KeyVariables = ["OPENAI_API_KEY"],
    };

    // OpenAI pads its chunks against traffic analysis; on a server's connection that is only bytes.
    public override ReadOnlySpan<byte> StreamOptions => """{"include_usage":true,"include_obfuscation":false}"""u8;

    // "max_tokens: 400 unsupported_parameter on o-series/gpt-5+ → always send max_completion_tokens to OpenAI proper"
    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    public override MessageHabits Habits => MessageHabits.NoReasoning | MessageHabits.NoSignatures | MessageHabits.NoAnnotations;

    public override bool TakesAllowedTools => true;

    public override bool TakesMetadata => true;

    public override bool TakesWebSearchOptions => true;

    public sealed override void WriteEffort(in UpstreamCall call, Effort? asked, ref RequestEdits edits)
    {
        asked = WithTools(call, asked);
        // "o-series: – (drop)": none is no level there, and low is not what was asked for; gpt-5 comes near with minimal.
        if (asked == Effort.None && (EffortsOf(call) & (ReasoningEfforts.Off | ReasoningEfforts.Minimal)) == 0)
            edits.Remove(call.Fields.ReasoningEffort);
        else
            base.WriteEffort(call, asked, ref edits);
    }

    // A name that says nothing (a deployment, a model behind a gateway) is sent what was asked for.
    protected sealed override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) =>
        call.Family.IsKnown ? call.Family.ReasoningEfforts : ReasoningEffort.AllLevels;

    // "temperature, top_p, logprobs: rejected while reasoning is on"; penalties and stop "by reasoning models" (providers.md A.1).
    protected sealed override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        // "Search models reject temperature"
        if (call.Family.Has(ModelTraits.WebSearchOptions | ModelTraits.NoSampling))
            edits.Remove(call.Fields.Temperature, call.Fields.TopP);
        if (!(call.Reasons ?? call.Family.Reasons))
            return;
        var asked = WithTools(call, ReasoningEffort.Of(call)) ?? DefaultEffort(call);
        if (asked == Effort.None && (EffortsOf(call) & ReasoningEfforts.Off) != 0)
            return;
        edits.Remove(
            call.Fields.Temperature, call.Fields.TopP, call.Fields.Logprobs, call.Fields.TopLogprobs, call.Fields.FrequencyPenalty,
            call.Fields.PresencePenalty, call.Fields.Stop);
    }

    // The newest models take tools here only without reasoning; where that cannot be, what was asked for stands.
    private Effort? WithTools(in UpstreamCall call, Effort? asked) =>
        call.Family.Has(ModelTraits.ResponsesForTools) && (EffortsOf(call) & ReasoningEfforts.Off) != 0
            && (asked ?? DefaultEffort(call)) != Effort.None && OpenAIRequest.HasTools(call.Fields, call.Body)
            ? Effort.None
            : asked;

    // Null: the model reasons.
    private static Effort? DefaultEffort(in UpstreamCall call) => call.Family.Has(ModelTraits.ReasonsOnRequest) ? Effort.None : null;
}

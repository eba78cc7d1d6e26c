// Together: every delta repeats the role, logprobs is a number, usage is flat. The first and last are handled by the dialect itself.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Together;

/// <summary>Source: providers.md E and D.6.</summary>
[Provider("together")]
public sealed class TogetherProvider : OpenAIDialect
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.together.xyz/v1"),
        KeyVariables = ["TOGETHER_API_KEY"],
    };

    public override bool TakesRepetitionPenalty => true;

    public override bool TakesOpenAIsOwn => false;

    // "reasoning_effort low/med/high for gpt-oss; reasoning:{enabled:bool} hybrids"
    public override void WriteEffort(in UpstreamCall call, Effort? asked, ref RequestEdits edits)
    {
        base.WriteEffort(call, asked, ref edits);
        if (asked is null || EffortsOf(call) != ReasoningEfforts.Unknown || call.Reasons != true)
            return;
        edits.Add("\"reasoning\""u8, asked == Effort.None ? """{"enabled":false}"""u8 : """{"enabled":true}"""u8);
    }

    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) =>
        call.UpstreamModel.Contains("gpt-oss", StringComparison.Ordinal) ? ReasoningEffort.LowToHigh : ReasoningEfforts.Unknown;

    // "logprobs is int": true asks for one, with as many alternatives as top_logprobs says.
    protected override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        if (call.Fields.Logprobs.IsTrue)
            edits.Replace(call.Fields.Logprobs, call.Fields.TopLogprobs.TryGetInt64(call.Body, out var top) && top > 0 ? call.Fields.TopLogprobs.Raw(call.Body) : "1"u8);
        edits.Remove(call.Fields.TopLogprobs, call.Fields.ServiceTier, call.Fields.User, call.Fields.PromptCacheKey);
    }
}

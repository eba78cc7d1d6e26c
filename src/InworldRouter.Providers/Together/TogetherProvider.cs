// Together: every delta repeats the role, logprobs is a number, usage is flat. The first and last are handled by the dialect itself.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Together;

/// <summary>Source: providers.md E and D.6.</summary>
[Provider("together")]
public sealed class TogetherProvider : CompatibleProvider
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.together.xyz/v1"),
        KeyVariables = ["TOGETHER_API_KEY"],
    };

    public override string? EffortWord(Effort effort, ModelFacts? facts) =>
        facts?.UpstreamName.Contains("gpt-oss", StringComparison.Ordinal) != true ? null : effort switch
        {
            Effort.None or Effort.Minimal or Effort.Low => "low",
            Effort.Medium => "medium",
            _ => "high",
        };

    // "logprobs is int": true asks for one, with as many alternatives as top_logprobs says.
    protected override void Adapt(in UpstreamCall call, RequestEdits edits)
    {
        if (call.Fields.Logprobs.IsTrue)
            edits.Replace(call.Fields.Logprobs, call.Fields.TopLogprobs.HasValue ? call.Fields.TopLogprobs.Raw(call.Body) : "1"u8);
        edits.Remove(
            call.Fields.TopLogprobs, call.Fields.Store, call.Fields.ServiceTier, call.Fields.User, call.Fields.SafetyIdentifier, call.Fields.Verbosity,
            call.Fields.PromptCacheKey, call.Fields.PromptCacheRetention);
    }
}

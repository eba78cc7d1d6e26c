// DeepSeek: thinking is switched by a parameter of its own, and a few of OpenAI's parameters mean nothing there.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.DeepSeek;

/// <summary>Source: api-docs.deepseek.com, as told in providers.md E and D.6.</summary>
[Provider("deepseek")]
public sealed class DeepSeekProvider : CompatibleProvider
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.deepseek.com/v1"),
        KeyVariables = ["DEEPSEEK_API_KEY"],
    };

    public override string? EffortWord(Effort effort, ModelFacts? facts) => effort switch
    {
        Effort.None => null,
        Effort.Minimal or Effort.Low => "low",
        Effort.Medium => "medium",
        Effort.High => "high",
        _ => "max",
    };

    // "seed, n, logit_bias, user ignored": carried nowhere rather than pretended.
    protected override void Adapt(in UpstreamCall call, RequestEdits edits) => edits.Remove(
        call.Fields.Seed, call.Fields.N, call.Fields.LogitBias, call.Fields.User, call.Fields.Store, call.Fields.ServiceTier,
        call.Fields.SafetyIdentifier, call.Fields.ParallelToolCalls, call.Fields.PromptCacheKey, call.Fields.PromptCacheRetention, call.Fields.Verbosity);
}

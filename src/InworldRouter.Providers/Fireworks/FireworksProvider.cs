// Fireworks: OpenAI's dialect with three levels of effort.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Fireworks;

/// <summary>Source: docs.fireworks.ai, as told in providers.md E and D.6.</summary>
[Provider("fireworks")]
public sealed class FireworksProvider : CompatibleProvider
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.fireworks.ai/inference/v1"),
        KeyVariables = ["FIREWORKS_API_KEY"],
    };

    public override string? EffortWord(Effort effort, ModelFacts? facts) => effort switch
    {
        Effort.None => "none",
        Effort.Minimal or Effort.Low => "low",
        Effort.Medium => "medium",
        _ => "high",
    };

    protected override void Adapt(in UpstreamCall call, RequestEdits edits) => edits.Remove(
        call.Fields.Store, call.Fields.ServiceTier, call.Fields.SafetyIdentifier, call.Fields.PromptCacheRetention, call.Fields.Verbosity);
}

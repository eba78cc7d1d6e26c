// Cerebras: three levels of effort for gpt-oss, a switch for the others.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Cerebras;

/// <summary>Source: cerebras-cloud-sdk-node, as told in providers.md E and D.6.</summary>
[Provider("cerebras")]
public sealed class CerebrasProvider : CompatibleProvider
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.cerebras.ai/v1"),
        KeyVariables = ["CEREBRAS_API_KEY"],
    };

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    // providers.md E: "convert developer→system for all but OpenAI/Azure/Cerebras".
    public override bool KnowsDeveloperRole => true;

    public override string? EffortWord(Effort effort, ModelFacts? facts) =>
        facts?.UpstreamName.Contains("gpt-oss", StringComparison.Ordinal) != true ? null : effort switch
        {
            Effort.None or Effort.Minimal or Effort.Low => "low",
            Effort.Medium => "medium",
            _ => "high",
        };

    protected override void Adapt(in UpstreamCall call, RequestEdits edits) => edits.Remove(
        call.Fields.LogitBias, call.Fields.Store, call.Fields.Verbosity, call.Fields.SafetyIdentifier, call.Fields.PromptCacheKey,
        call.Fields.PromptCacheRetention, call.Fields.Modalities, call.Fields.Audio);
}

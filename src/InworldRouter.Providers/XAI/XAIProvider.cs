// xAI: its reasoning models refuse penalties and stop, and its completion count leaves the reasoning out (see OpenAIUsage).
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.XAI;

/// <summary>Source: docs.x.ai, as told in providers.md E and D.6.</summary>
[Provider("xai")]
public sealed class XAIProvider : CompatibleProvider
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.x.ai/v1"),
        KeyVariables = ["XAI_API_KEY"],
    };

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    public override string? EffortWord(Effort effort, ModelFacts? facts)
    {
        // "grok-4.3: none…high; grok-4.5: no none; grok-3-mini: low/high only; others reject the param"
        var name = facts?.UpstreamName ?? "";
        if (name.StartsWith("grok-3-mini", StringComparison.Ordinal))
            return effort <= Effort.Low ? "low" : "high";
        if (!name.StartsWith("grok-4.", StringComparison.Ordinal))
            return null;
        return effort switch
        {
            Effort.None => name.StartsWith("grok-4.3", StringComparison.Ordinal) ? "none" : "low",
            Effort.Minimal or Effort.Low => "low",
            Effort.Medium => "medium",
            _ => "high",
        };
    }

    protected override void Adapt(in UpstreamCall call, RequestEdits edits)
    {
        if (call.Facts?.Capabilities.HasFlag(ModelCapabilities.Reasoning) == true)
            edits.Remove(call.Fields.PresencePenalty, call.Fields.FrequencyPenalty, call.Fields.Stop);
        edits.Remove(call.Fields.Store, call.Fields.Verbosity, call.Fields.SafetyIdentifier, call.Fields.PromptCacheRetention);
    }
}

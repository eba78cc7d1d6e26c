// Groq: refuses what its engine does not have, and spells the reasoning of gpt-oss and qwen its own way.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Groq;

/// <summary>Source: groq-typescript 709b1ab6 and console.groq.com, as told in providers.md E and D.6.</summary>
[Provider("groq")]
public sealed class GroqProvider : CompatibleProvider
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.groq.com/openai/v1"),
        KeyVariables = ["GROQ_API_KEY"],
    };

    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    // gpt-oss: low, medium, high, and cannot be switched off; qwen3: none or default; the others refuse the parameter.
    public override string? EffortWord(Effort effort, ModelFacts? facts) => facts?.UpstreamName switch
    {
        { } name when name.Contains("gpt-oss", StringComparison.Ordinal) => effort switch
        {
            Effort.None or Effort.Minimal or Effort.Low => "low",
            Effort.Medium => "medium",
            _ => "high",
        },
        { } name when name.Contains("qwen3", StringComparison.Ordinal) => effort == Effort.None ? "none" : "default",
        _ => null,
    };

    // "logprobs, top_logprobs, logit_bias, penalties, metadata, store: not supported"
    protected override void Adapt(in UpstreamCall call, RequestEdits edits) => edits.Remove(
        call.Fields.Logprobs, call.Fields.TopLogprobs, call.Fields.LogitBias, call.Fields.FrequencyPenalty, call.Fields.PresencePenalty,
        call.Fields.Store, call.Fields.Prediction, call.Fields.Audio, call.Fields.Modalities, call.Fields.PromptCacheKey,
        call.Fields.PromptCacheRetention, call.Fields.SafetyIdentifier, call.Fields.Verbosity);
}

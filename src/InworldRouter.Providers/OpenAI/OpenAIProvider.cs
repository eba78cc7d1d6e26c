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

    // "gpt-4x, search, chat-latest: drop all"; "gpt-5.x-chat: drop param"
    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) => call.UpstreamModel switch
    {
        ['o', >= '1' and <= '9', ..] => ReasoningEffort.LowToHigh,
        var name when name.Contains("-chat", StringComparison.Ordinal) || GptVersion.Of(name).Number is > 0 and < 500 => ReasoningEfforts.Unknown,
        _ => ReasoningEffort.AllLevels,
    };

    // "temperature, top_p, logprobs: rejected while reasoning is on"; penalties and stop "by reasoning models" (providers.md A.1).
    protected sealed override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        if (call.Reasons != true)
            return;
        var asked = WithTools(call, ReasoningEffort.Of(call)) ?? GptVersion.Of(call.UpstreamModel).DefaultEffort;
        if (asked == Effort.None && (EffortsOf(call) & ReasoningEfforts.Off) != 0)
            return;
        edits.Remove(
            call.Fields.Temperature, call.Fields.TopP, call.Fields.Logprobs, call.Fields.TopLogprobs, call.Fields.FrequencyPenalty,
            call.Fields.PresencePenalty, call.Fields.Stop);
    }

    // The newest models take tools here only without reasoning.
    private static Effort? WithTools(in UpstreamCall call, Effort? asked)
    {
        var version = GptVersion.Of(call.UpstreamModel);
        return version.RefusesToolsWhileReasoning && (asked ?? version.DefaultEffort) != Effort.None && OpenAIRequest.HasTools(call.Fields, call.Body)
            ? Effort.None
            : asked;
    }
}

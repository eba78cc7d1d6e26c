// Fireworks: OpenAI's dialect, and an answer that is short unless a length is asked for.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Fireworks;

/// <summary>Source: docs.fireworks.ai, as told in providers.md E and D.6.</summary>
[Provider("fireworks")]
public sealed class FireworksProvider : OpenAIDialect
{
    // "Requests with max_tokens > 4096 must have stream=true" (its own error message).
    private const int MostWithoutStream = 4096;

    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.fireworks.ai/inference/v1"),
        KeyVariables = ["FIREWORKS_API_KEY"],
    };

    public override bool TakesRepetitionPenalty => true;

    public override bool TakesOpenAIsOwn => false;

    // Its answers say reasoning_content, and that is what it reads.
    public override MessageHabits Habits => MessageHabits.Usual | MessageHabits.ReasoningAsContent;

    protected override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        // "max_tokens default small (2048 legacy) – always send"
        var isLimited = call.Fields.MaxTokens.HasValue || call.Fields.MaxCompletionTokens.HasValue || call.Fields.MaxNewTokens.HasValue;
        if (!isLimited)
        {
            var most = call.Facts?.MaxOutputTokens ?? MostWithoutStream;
            Span<byte> digits = stackalloc byte[11];
            System.Buffers.Text.Utf8Formatter.TryFormat(call.Stream ? most : Math.Min(most, MostWithoutStream), digits, out var used);
            edits.Add("\"max_tokens\""u8, digits[..used]);
        }
        edits.Remove(call.Fields.ServiceTier);
    }
}

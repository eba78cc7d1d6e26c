// Groq's and Cerebras' word for where reasoning goes: beside the answer, or nowhere.
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Providers.OpenAI;

internal static class ReasoningFormat
{
    /// <summary>
    /// "reasoning_format parsed|raw|hidden xor include_reasoning" (providers.md E): what the caller says of either stands. Without it some models
    /// think aloud, in the answer's text.
    /// </summary>
    public static void Write(bool isHidden, ref RequestEdits edits)
    {
        if (!IsSaid(edits))
            edits.Add("\"reasoning_format\""u8, isHidden ? "\"hidden\""u8 : "\"parsed\""u8);
    }

    public static bool IsSaid(in RequestEdits edits) => edits.Says("\"reasoning_format\""u8) || edits.Says("\"include_reasoning\""u8);

    public static bool IsHidden(in UpstreamCall call, Effort? asked) => asked == Effort.None || ReasoningEffort.IsHidden(call);
}

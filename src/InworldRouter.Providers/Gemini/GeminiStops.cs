// The words in which Gemini says why it stopped.
using InworldRouter.Providers.Dialects.Answers;

namespace InworldRouter.Providers.Gemini;

internal static class GeminiStops
{
    /// <summary>
    /// The table of providers.md D.4. "SAFETY, RECITATION, BLOCKLIST, PROHIBITED_CONTENT, SPII, IMAGE_SAFETY, IMAGE_PROHIBITED_CONTENT, IMAGE_RECITATION,
    /// LANGUAGE → content_filter"; a word of tomorrow is an ordinary stop.
    /// </summary>
    public static AnswerFinish Parse(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("STOP"u8) => AnswerFinish.Stop,
        _ when word.SequenceEqual("MAX_TOKENS"u8) => AnswerFinish.Length,
        _ when word.SequenceEqual("SAFETY"u8) || word.SequenceEqual("RECITATION"u8) || word.SequenceEqual("BLOCKLIST"u8) || word.SequenceEqual("PROHIBITED_CONTENT"u8)
            || word.SequenceEqual("SPII"u8) || word.SequenceEqual("LANGUAGE"u8) => AnswerFinish.Filter,
        _ when word.SequenceEqual("IMAGE_SAFETY"u8) || word.SequenceEqual("IMAGE_PROHIBITED_CONTENT"u8) || word.SequenceEqual("IMAGE_RECITATION"u8) => AnswerFinish.Filter,
        _ => AnswerFinish.Stop,
    };

    /// <summary>"MALFORMED_FUNCTION_CALL, UNEXPECTED_TOOL_CALL, TOO_MANY_TOOL_CALLS → treat as upstream error (fallback-eligible if nothing streamed) else stop".</summary>
    public static bool IsFailure(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("MALFORMED_FUNCTION_CALL"u8) || word.SequenceEqual("UNEXPECTED_TOOL_CALL"u8) || word.SequenceEqual("TOO_MANY_TOOL_CALLS"u8);
}

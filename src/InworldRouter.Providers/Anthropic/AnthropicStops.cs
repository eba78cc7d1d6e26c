// The words in which Anthropic says why it stopped.
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal static class AnthropicStops
{
    /// <summary>The table of providers.md D.2. A word of tomorrow is an ordinary stop.</summary>
    public static AnswerFinish Parse(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("end_turn"u8) => AnswerFinish.Stop,
        _ when word.SequenceEqual("tool_use"u8) => AnswerFinish.ToolCalls,
        _ when word.SequenceEqual("max_tokens"u8) || word.SequenceEqual("model_context_window_exceeded"u8) => AnswerFinish.Length,
        _ when word.SequenceEqual("stop_sequence"u8) => AnswerFinish.StopSequence,
        _ when word.SequenceEqual("refusal"u8) => AnswerFinish.Filter,
        _ when word.SequenceEqual("pause_turn"u8) => AnswerFinish.Pause,
        _ => AnswerFinish.Stop,
    };

    /// <summary>It explains an answer without content: a limit, a refusal (api.md 10).</summary>
    public static bool IsEarly(ReadOnlySpan<byte> word) => Parse(word) is AnswerFinish.Length or AnswerFinish.Filter;

    /// <summary>The other way round (providers.md D.5), as a JSON string: "tool_calls …, or any tool_calls present → tool_use"; without a call there is nothing to use.</summary>
    public static ReadOnlySpan<byte> Json(AnswerFinish finish, bool hasCalls) => finish switch
    {
        AnswerFinish.Stop or AnswerFinish.ToolCalls => hasCalls ? "\"tool_use\""u8 : "\"end_turn\""u8,
        AnswerFinish.StopSequence => "\"stop_sequence\""u8,
        AnswerFinish.Length => "\"max_tokens\""u8,
        AnswerFinish.Filter => "\"refusal\""u8,
        AnswerFinish.Pause => "\"pause_turn\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(finish)),
    };

    /// <summary>The end as an event, with the sequence that caused it or the words of a refusal.</summary>
    public static AnswerEvent EventOf(in JsonValue reason, in JsonValue sequence, in JsonValue explanation, ReadOnlySpan<byte> json)
    {
        var finish = Parse(reason.Inner(json));
        var words = finish == AnswerFinish.Filter ? explanation : sequence;
        return AnswerEvent.End(finish, words.Kind == JsonKind.String ? words.Inner(json) : default);
    }
}

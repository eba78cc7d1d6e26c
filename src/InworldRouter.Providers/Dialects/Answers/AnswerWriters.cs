// The writer of each dialect that a caller can speak.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Responses;

namespace InworldRouter.Providers.Dialects.Answers;

public static class AnswerWriters
{
    // Reused on its thread; a whole answer is translated without a pause, so no two share one.
    [ThreadStatic]
    private static AnswerWriter?[]? _whole;

    /// <param name="whole">The answer as one object, else as a stream.</param>
    public static AnswerWriter Create(CallerDialect caller, bool whole) => (caller, whole) switch
    {
        (CallerDialect.Chat, false) => new ChatStreamWriter(),
        (CallerDialect.Chat, true) => new ChatAnswerWriter(),
        (CallerDialect.Messages, false) => new MessagesStreamWriter(),
        (CallerDialect.Messages, true) => new MessagesAnswerWriter(),
        (CallerDialect.Responses, false) => new ResponsesStreamWriter(),
        (CallerDialect.Responses, true) => new ResponsesAnswerWriter(),
        _ => throw new NotSupportedException($"no writer for {caller}"),
    };

    /// <summary>This thread's writer of whole answers.</summary>
    public static AnswerWriter Whole(CallerDialect caller)
    {
        _whole ??= new AnswerWriter?[3];
        return _whole[(int)caller] ??= Create(caller, whole: true);
    }
}

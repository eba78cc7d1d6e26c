// Decides what is said: an echo, so that a demonstration looks alive and a test knows every byte to expect.
using System.Text;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation;

/// <summary>
/// The text is <c>Hello! I am the simulator standing in for MODEL. You said: TEXT</c> — or the behaviour's own — cut or filled up to the
/// number of tokens asked for. Tools are called by three rules: a tool that the caller demands is called; else each tool whose name stands in the
/// last message, in the order of the list; after a tool's result, none.
/// </summary>
internal static class AnswerComposer
{
    /// <summary>How much of the last message is echoed: enough to recognise it, little enough to read.</summary>
    public const int QuotedBytes = 400;

    private static ReadOnlySpan<byte> Filler => " The quick brown fox jumps over the lazy dog, and then it does so again."u8;

    private static readonly int FillerTokens = AnswerTokens.Count(Filler);

    public static Answer Compose(SimulatedCall call, in Behavior behavior)
    {
        var answer = new Answer { PromptTokens = call.PromptTokens };
        if (behavior.Empty)
            return answer;
        if (behavior.ReasoningTokens > 0)
        {
            var start = answer.Bytes.Length;
            answer.Bytes.Write("Thinking."u8);
            answer.Reasoning = new(start, Resize(answer, start, behavior.ReasoningTokens));
            answer.ReasoningTokens = AnswerTokens.Count(answer.Reasoning.Of(answer.Bytes));
        }
        if (!call.Tools.IsEmpty && behavior is { Text: null, Tokens: null } && !call.ToolsForbidden)
            ToolArguments.Compose(call, answer);
        if (answer.Calls.Count == 0)
            ComposeText(call, behavior, answer);
        else
            answer.End = AnswerFinish.ToolCalls;
        return answer;
    }

    private static void ComposeText(SimulatedCall call, in Behavior behavior, Answer answer)
    {
        var bytes = answer.Bytes;
        var start = bytes.Length;
        if (behavior.Text is { } text)
        {
            bytes.WriteEscaped(Encoding.UTF8.GetBytes(text));
        }
        else
        {
            bytes.Write("Hello! I am the simulator standing in for "u8);
            bytes.WriteEscaped(Encoding.UTF8.GetBytes(call.Model));
            bytes.Write(call.SaidByTool ? ". The tool said: "u8 : ". You said: "u8);
            bytes.WriteEscaped(call.Said);
        }
        var tokens = AnswerTokens.Count(bytes.Written[start..]);
        var wanted = behavior.Tokens ?? tokens;
        if (call.MaxTokens is { } most && most < wanted)
        {
            wanted = most;
            answer.End = AnswerFinish.Length;
        }
        answer.Text = new(start, Resize(answer, start, wanted));
        answer.TextTokens = wanted;
    }

    // Cuts or fills up what stands from start on; gives its length in bytes.
    private static int Resize(Answer answer, int start, int tokens)
    {
        var bytes = answer.Bytes;
        var have = AnswerTokens.Count(bytes.Written[start..]);
        if (have > tokens)
            bytes.Truncate(start + AnswerTokens.LengthOf(bytes.Written[start..], tokens));
        for (; have < tokens; have += FillerTokens)
        {
            var length = tokens - have < FillerTokens ? AnswerTokens.LengthOf(Filler, tokens - have) : Filler.Length;
            bytes.Write(Filler[..length]);
        }
        return bytes.Length - start;
    }
}

// What the simulator says, before any dialect has put it into words: escaped texts in one buffer, and counts.
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Simulation;

/// <summary>Bytes of <see cref="Answer.Bytes"/>.</summary>
internal readonly record struct Slice(int Start, int Length)
{
    public ReadOnlySpan<byte> Of(PooledBuffer bytes) => bytes.Written.Slice(Start, Length);
}

internal enum AnswerEnd
{
    Stop,
    Length,
    ToolCalls,
}

/// <param name="Arguments">JSON text, escaped to stand in a string.</param>
internal readonly record struct AnswerCall(string Name, Slice Arguments);

/// <summary>Texts are escaped to stand in a JSON string, and fall into tokens before each space.</summary>
internal sealed class Answer : IDisposable
{
    public PooledBuffer Bytes { get; } = new();

    public Slice Reasoning { get; set; }

    public int ReasoningTokens { get; set; }

    public Slice Text { get; set; }

    public int TextTokens { get; set; }

    public List<AnswerCall>? Calls { get; set; }

    public AnswerEnd End { get; set; }

    public int PromptTokens { get; set; }

    public int CompletionTokens => ReasoningTokens + TextTokens;

    public void Dispose() => Bytes.Dispose();
}

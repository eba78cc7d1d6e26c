// What the simulator says, before any dialect has put it into words: escaped texts in one buffer, and counts.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Simulation;

/// <summary>Bytes of <see cref="Answer.Bytes"/>.</summary>
internal readonly record struct Slice(int Start, int Length)
{
    public ReadOnlySpan<byte> Of(PooledBuffer bytes) => bytes.Written.Slice(Start, Length);
}

/// <param name="Arguments">JSON text, escaped to stand in a string.</param>
internal readonly record struct AnswerCall(Slice Name, Slice Arguments);

/// <summary>Texts are escaped to stand in a JSON string, and fall into tokens before each space.</summary>
internal sealed class Answer : IDisposable
{
    public PooledBuffer Bytes { get; } = new();

    public Slice Reasoning { get; set; }

    public int ReasoningTokens { get; set; }

    public Slice Text { get; set; }

    public int TextTokens { get; set; }

    public List<AnswerCall> Calls { get; } = [];

    public AnswerFinish End { get; set; }

    public int PromptTokens { get; set; }

    public int CompletionTokens => ReasoningTokens + TextTokens;

    public TokenUsage Usage => new(PromptTokens, CompletionTokens) { Cached = 0, Reasoning = ReasoningTokens };

    public void Dispose() => Bytes.Dispose();
}

// What a call used, in tokens, as far as the provider said.
namespace InworldRouter.Providers.Dialects;

/// <summary>Token counts in OpenAI's sense: the prompt includes its cached part, the completion includes its reasoning. -1 = not said.</summary>
public readonly record struct TokenUsage(long Prompt, long Completion)
{
    public static readonly TokenUsage Unknown = new(-1, -1);

    public long Cached { get; init; } = -1;

    public long CacheWrite { get; init; } = -1;

    public long Reasoning { get; init; } = -1;

    /// <summary>Of <see cref="Prompt"/>.</summary>
    public long PromptAudio { get; init; } = -1;

    /// <summary>Of <see cref="Completion"/>.</summary>
    public long CompletionAudio { get; init; } = -1;

    /// <summary>Of <see cref="Completion"/>: pictures made.</summary>
    public long CompletionImages { get; init; } = -1;

    public bool IsKnown => Prompt >= 0 || Completion >= 0;

    public long Total => Math.Max(Prompt, 0) + Math.Max(Completion, 0);
}

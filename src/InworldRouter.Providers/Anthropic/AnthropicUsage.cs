// Anthropic's token counts, which a stream tells in two halves.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>"usage merge (take max of non-null fields)" (providers.md D.3): some servers repeat, some leave out, some say 0 at first.</summary>
internal struct AnthropicUsage
{
    private long _input;
    private long _output;
    private long _cacheRead;
    private long _cacheWrite;
    private long _thinking;

    public static AnthropicUsage Unknown => new() { _input = -1, _output = -1, _cacheRead = -1, _cacheWrite = -1, _thinking = -1 };

    public void Add(in AnthropicUsageFields said, ReadOnlySpan<byte> json)
    {
        if (said.Self.Kind != JsonKind.Object)
            return;
        Raise(ref _input, said.InputTokens, json);
        Raise(ref _output, said.OutputTokens, json);
        Raise(ref _cacheRead, said.CacheRead, json);
        Raise(ref _cacheWrite, said.CacheCreation, json);
        Raise(ref _thinking, said.OutputDetails.ThinkingTokens, json);
    }

    /// <summary>"OpenAI prompt_tokens = input + cache_creation + cache_read" (providers.md B.3).</summary>
    public readonly TokenUsage Total => _input < 0 && _output < 0
        ? TokenUsage.Unknown
        : new TokenUsage(_input < 0 ? -1 : _input + Math.Max(_cacheRead, 0) + Math.Max(_cacheWrite, 0), _output)
        {
            Cached = _cacheRead,
            CacheWrite = _cacheWrite,
            Reasoning = _thinking,
        };

    private static void Raise(ref long count, in JsonValue said, ReadOnlySpan<byte> json)
    {
        if (said.TryGetInt64(json, out var value))
            count = Math.Max(count, value);
    }
}

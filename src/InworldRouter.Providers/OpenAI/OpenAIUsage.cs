// Reads the usage object of any OpenAI-shaped vendor, and says it in OpenAI's own sense.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class OpenAIUsage
{
    /// <summary>A count of 0 is a count (C19); a member that is not there is -1.</summary>
    /// <param name="corrected">The vendor's completion count leaves out its reasoning tokens (xAI): the object cannot be copied as it is.</param>
    public static TokenUsage Read(ReadOnlySpan<byte> usage, out bool corrected)
    {
        corrected = false;
        if (!UsageFields.TryScan(usage, out var f, out _))
            return TokenUsage.Unknown;
        var prompt = Count(f.PromptTokens, usage);
        var completion = Count(f.CompletionTokens, usage);
        var total = Count(f.TotalTokens, usage);
        var reasoning = Count(f.CompletionDetails.ReasoningTokens, usage);
        // xAI: 307 prompt + 26 completion, total 560 (providers.md E): the 227 between are the reasoning.
        if (reasoning > 0 && prompt >= 0 && completion >= 0 && total == prompt + completion + reasoning)
        {
            completion += reasoning;
            corrected = true;
        }
        var cached = Count(f.PromptDetails.CachedTokens, usage);
        if (cached < 0)
            cached = Count(f.DeepSeekCached, usage);
        if (cached < 0)
            cached = Count(f.TogetherCached, usage);
        corrected |= total < 0 || (cached >= 0 && !f.PromptDetails.CachedTokens.IsPresent);
        return new TokenUsage(prompt, completion)
        {
            Cached = cached,
            CacheWrite = Count(f.PromptDetails.CacheWriteTokens, usage),
            Reasoning = reasoning,
        };
    }

    public static void Write(in TokenUsage usage, PooledBuffer output)
    {
        output.Write("{\"prompt_tokens\":"u8);
        output.WriteNumber(Math.Max(usage.Prompt, 0));
        output.Write(",\"completion_tokens\":"u8);
        output.WriteNumber(Math.Max(usage.Completion, 0));
        output.Write(",\"total_tokens\":"u8);
        output.WriteNumber(usage.Total);
        if (usage.Cached >= 0 || usage.CacheWrite >= 0)
        {
            output.Write(",\"prompt_tokens_details\":{\"cached_tokens\":"u8);
            output.WriteNumber(Math.Max(usage.Cached, 0));
            if (usage.CacheWrite >= 0)
            {
                output.Write(",\"cache_write_tokens\":"u8);
                output.WriteNumber(usage.CacheWrite);
            }
            output.Write((byte)'}');
        }
        if (usage.Reasoning >= 0)
        {
            output.Write(",\"completion_tokens_details\":{\"reasoning_tokens\":"u8);
            output.WriteNumber(usage.Reasoning);
            output.Write((byte)'}');
        }
        output.Write((byte)'}');
    }

    private static long Count(in JsonValue value, ReadOnlySpan<byte> json) => value.TryGetInt64(json, out var count) && count >= 0 ? count : -1;
}

// Reads the usage object of any OpenAI-shaped vendor, and says it in OpenAI's own sense.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class OpenAIUsage
{
    /// <summary>
    /// Writes the counts and the vendor's own details; what else a vendor has in it (its cost, queue times, keys of its own) is not the
    /// caller's. Nothing is written when there are no counts. A count of 0 is a count (C19); one that is not there is -1.
    /// </summary>
    public static TokenUsage Copy(ReadOnlySpan<byte> usage, PooledBuffer output)
    {
        if (!UsageFields.TryScan(usage, out var fields, out _))
            return TokenUsage.Unknown;
        var read = Read(fields, usage);
        if (!read.IsKnown)
            return read;
        WriteCounts(read, output);
        if (fields.PromptDetails.Self.Kind == JsonKind.Object && (fields.PromptDetails.CachedTokens.HasValue || read.Cached < 0))
        {
            output.Write(",\"prompt_tokens_details\":"u8);
            output.Write(fields.PromptDetails.Self.Raw(usage));
        }
        else
        {
            WritePromptDetails(read, output);
        }
        if (fields.CompletionDetails.Self.Kind == JsonKind.Object)
        {
            output.Write(",\"completion_tokens_details\":"u8);
            output.Write(fields.CompletionDetails.Self.Raw(usage));
        }
        output.Write((byte)'}');
        return read;
    }

    /// <summary>The counts of a usage object; unknown where it has none.</summary>
    public static TokenUsage Read(ReadOnlySpan<byte> usage) => UsageFields.TryScan(usage, out var fields, out _) ? Read(fields, usage) : TokenUsage.Unknown;

    public static void Write(in TokenUsage usage, PooledBuffer output)
    {
        WriteCounts(usage, output);
        WritePromptDetails(usage, output);
        if (usage is not { Reasoning: < 0, CompletionAudio: < 0, CompletionImages: < 0 })
        {
            output.Write(",\"completion_tokens_details\":{\"reasoning_tokens\":"u8);
            output.WriteNumber(Math.Max(usage.Reasoning, 0));
            WriteDetail("audio_tokens"u8, usage.CompletionAudio, output);
            WriteDetail("image_tokens"u8, usage.CompletionImages, output);
            output.Write((byte)'}');
        }
        output.Write((byte)'}');
    }

    private static TokenUsage Read(in UsageFields fields, ReadOnlySpan<byte> usage)
    {
        var prompt = Count(fields.PromptTokens, usage);
        var completion = Count(fields.CompletionTokens, usage);
        var total = Count(fields.TotalTokens, usage);
        var reasoning = Count(fields.CompletionDetails.ReasoningTokens, usage);
        // xAI leaves the reasoning out of its completion: 307 prompt + 26 completion, total 560 (providers.md E).
        if (reasoning > 0 && prompt >= 0 && completion >= 0 && total == prompt + completion + reasoning)
            completion += reasoning;
        var cached = Count(fields.PromptDetails.CachedTokens, usage);
        if (cached < 0)
            cached = Count(fields.DeepSeekCached, usage);
        if (cached < 0)
            cached = Count(fields.TogetherCached, usage);
        return new TokenUsage(prompt, completion)
        {
            Cached = cached,
            CacheWrite = Count(fields.PromptDetails.CacheWriteTokens, usage),
            Reasoning = reasoning,
        };
    }

    private static void WriteCounts(in TokenUsage usage, PooledBuffer output)
    {
        output.Write("{\"prompt_tokens\":"u8);
        output.WriteNumber(Math.Max(usage.Prompt, 0));
        output.Write(",\"completion_tokens\":"u8);
        output.WriteNumber(Math.Max(usage.Completion, 0));
        output.Write(",\"total_tokens\":"u8);
        output.WriteNumber(usage.Total);
    }

    private static void WritePromptDetails(in TokenUsage usage, PooledBuffer output)
    {
        if (usage is { Cached: < 0, CacheWrite: < 0, PromptAudio: < 0 })
            return;
        output.Write(",\"prompt_tokens_details\":{\"cached_tokens\":"u8);
        output.WriteNumber(Math.Max(usage.Cached, 0));
        WriteDetail("cache_write_tokens"u8, usage.CacheWrite, output);
        WriteDetail("audio_tokens"u8, usage.PromptAudio, output);
        output.Write((byte)'}');
    }

    private static void WriteDetail(ReadOnlySpan<byte> name, long count, PooledBuffer output)
    {
        if (count < 0)
            return;
        output.WriteName(name);
        output.WriteNumber(count);
    }

    private static long Count(in JsonValue value, ReadOnlySpan<byte> json) => value.TryGetInt64(json, out var count) && count >= 0 ? count : -1;
}

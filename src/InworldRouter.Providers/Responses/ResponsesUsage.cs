// Token counts as OpenAI's newer APIs tell them: the Responses API and the images API.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

public static class ResponsesUsage
{
    /// <summary>What is not there is -1; a count of 0 is a count (C19).</summary>
    internal static TokenUsage Read(in ResponseUsageFields said, ReadOnlySpan<byte> json) => new(Count(said.InputTokens, json), Count(said.OutputTokens, json))
    {
        Cached = Count(said.InputDetails.CachedTokens, json),
        CacheWrite = Count(said.InputDetails.CacheWriteTokens, json),
        Reasoning = Count(said.OutputDetails.ReasoningTokens, json),
        CompletionImages = Count(said.OutputDetails.ImageTokens, json),
    };

    /// <summary>What was not said is 0: the API's own answers have every count.</summary>
    public static void Write(in TokenUsage usage, PooledBuffer output)
    {
        output.Write("{\"input_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Prompt));
        output.Write(",\"input_tokens_details\":{\"cached_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Cached));
        if (usage.CacheWrite >= 0)
        {
            output.Write(",\"cache_write_tokens\":"u8);
            output.WriteNumber(usage.CacheWrite);
        }
        output.Write("},\"output_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Completion));
        output.Write(",\"output_tokens_details\":{\"reasoning_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Reasoning));
        if (usage.CompletionImages >= 0)
        {
            output.Write(",\"image_tokens\":"u8);
            output.WriteNumber(usage.CompletionImages);
        }
        output.Write("},\"total_tokens\":"u8);
        output.WriteNumber(usage.Total);
        output.Write((byte)'}');
    }

    private static long Count(in JsonValue value, ReadOnlySpan<byte> json) => value.TryGetInt64(json, out var count) && count >= 0 ? count : -1;
}

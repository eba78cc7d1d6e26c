// Token counts as OpenAI's newer APIs tell them: the Responses API and the images API.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

internal static class ResponsesUsage
{
    /// <summary>What is not there is -1; a count of 0 is a count (C19).</summary>
    public static TokenUsage Read(in ResponseUsageFields said, ReadOnlySpan<byte> json) => new(Count(said.InputTokens, json), Count(said.OutputTokens, json))
    {
        Cached = Count(said.InputDetails.CachedTokens, json),
        CacheWrite = Count(said.InputDetails.CacheWriteTokens, json),
        Reasoning = Count(said.OutputDetails.ReasoningTokens, json),
        CompletionImages = Count(said.OutputDetails.ImageTokens, json),
    };

    private static long Count(in JsonValue value, ReadOnlySpan<byte> json) => value.TryGetInt64(json, out var count) && count >= 0 ? count : -1;
}

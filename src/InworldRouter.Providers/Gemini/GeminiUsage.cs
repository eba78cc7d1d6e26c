// Gemini's token counts as OpenAI counts them.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

internal static class GeminiUsage
{
    /// <summary>
    /// "usageMetadata is on every frame and is cumulative/latest – keep last"; Vertex's frames before the last have one without numbers, which says nothing.
    /// "prompt = promptTokenCount + toolUsePromptTokenCount; completion = candidatesTokenCount + thoughtsTokenCount" (providers.md C.4, D.4)
    /// </summary>
    public static void Update(ref TokenUsage usage, in GeminiUsageFields said, ReadOnlySpan<byte> json)
    {
        if (!said.Prompt.TryGetInt64(json, out var prompt))
            return;
        prompt += Math.Max(0, Count(said.ToolPrompt, json));
        var (candidates, thoughts) = (Count(said.Candidates, json), Count(said.Thoughts, json));
        usage = new TokenUsage(prompt, Math.Max(0, candidates) + Math.Max(0, thoughts))
        {
            Cached = Count(said.Cached, json),
            Reasoning = thoughts,
            PromptAudio = Of("AUDIO"u8, said.PromptDetails, json),
            CompletionAudio = Of("AUDIO"u8, said.CandidatesDetails, json),
            CompletionImages = Of("IMAGE"u8, said.CandidatesDetails, json),
        };
    }

    private static long Count(in JsonValue number, ReadOnlySpan<byte> json) => number.TryGetInt64(json, out var count) ? count : -1;

    // The kinds stand in a short list; nearly always text alone, which needs no look.
    private static long Of(ReadOnlySpan<byte> modality, in JsonValue details, ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json, details.Start);
        if (details.Kind != JsonKind.Array || details.Raw(json).IndexOf(modality) < 0 || !scanner.EnterArray())
            return -1;
        do
        {
            var tokens = default(ModalityTokensFields);
            ModalityTokensFields.Scan(ref scanner, ref tokens);
            if (tokens.Modality.StringEquals(json, modality))
                return Count(tokens.TokenCount, json);
        }
        while (scanner.NextElement());
        return -1;
    }
}

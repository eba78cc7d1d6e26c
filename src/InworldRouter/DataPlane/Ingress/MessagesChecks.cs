// What a Messages request must be for the router to act upon it; ranges are the provider's to know.
using InworldRouter.DataPlane.Egress;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Ingress;

/// <summary>Most calls go to Anthropic as they are, which words its refusals as its clients know them: only what would mislead the router is refused here.</summary>
internal static class MessagesChecks
{
    public static RouterError? Check(in ChatRequestFields f, ReadOnlySpan<byte> body) =>
        FieldChecks.Messages(f.Messages, body)
        ?? FieldChecks.Boolean(f.Stream, "stream")
        // "0 = only warm the cache" (providers.md B.1)
        ?? AtLeastZero(f.MaxTokens, body)
        ?? FieldChecks.Number(f.Temperature, "temperature", 0, FieldRanges.MaxTemperature, body)
        ?? FieldChecks.TopP(f.TopP, body)
        ?? StringOrArray(f.System, "system")
        ?? FieldChecks.Array(f.StopSequences, "stop_sequences")
        ?? FieldChecks.Array(f.Tools, "tools")
        ?? FieldChecks.Object(f.Thinking, "thinking")
        ?? FieldChecks.Object(f.Metadata, "metadata")
        ?? FieldChecks.Object(f.PromptVariables, "prompt_variables");

    private static RouterError? AtLeastZero(in JsonValue tokens, ReadOnlySpan<byte> body) =>
        !tokens.HasValue || tokens.TryGetInt64(body, out var count) && count >= 0 ? null : FieldChecks.OutOfRange("max_tokens", "an integer of at least 0", tokens, body);

    private static RouterError? StringOrArray(in JsonValue value, string name) =>
        !value.HasValue || value.Kind is JsonKind.String or JsonKind.Array
            ? null
            : RouterError.Invalid(name, $"{name} must be a string or an array of text blocks, not {Kinds.Name(value.Kind)}.", "invalid_type");
}

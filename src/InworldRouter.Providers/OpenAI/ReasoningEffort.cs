// How hard a model is to think, from either of the two ways to ask for it.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

public enum Effort : byte
{
    None,
    Minimal,
    Low,
    Medium,
    High,
    XHigh,
}

public static class ReasoningEffort
{
    // Output limit assumed when neither the request nor the catalog knows one.
    private const int AssumedOutputTokens = 8192;

    /// <summary>
    /// <c>reasoning</c> beats <c>reasoning_effort</c>; in it <c>max_tokens</c> beats <c>effort</c>; an empty one asks for medium (providers.md D.6).
    /// </summary>
    /// <returns>Null when the caller asked for nothing.</returns>
    public static Effort? Of(in JsonValue reasoning, in JsonValue effort, in UpstreamCall call)
    {
        if (reasoning.Kind != JsonKind.Object)
            return effort.Kind == JsonKind.String ? Parse(effort.Inner(call.Body)) : null;
        var fields = default(ReasoningFields);
        var scanner = new JsonScanner(call.Body, reasoning.Start);
        ReasoningFields.Scan(ref scanner, ref fields);
        if (fields.MaxTokens.TryGetInt64(call.Body, out var budget))
            return Nearest((double)budget / OutputLimit(call));
        return fields.Effort.Kind == JsonKind.String ? Parse(fields.Effort.Inner(call.Body)) ?? Effort.Medium : Effort.Medium;
    }

    public static Effort? Parse(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("none"u8) => Effort.None,
        _ when word.SequenceEqual("minimal"u8) => Effort.Minimal,
        _ when word.SequenceEqual("low"u8) => Effort.Low,
        _ when word.SequenceEqual("medium"u8) => Effort.Medium,
        _ when word.SequenceEqual("high"u8) => Effort.High,
        _ when word.SequenceEqual("xhigh"u8) || word.SequenceEqual("max"u8) => Effort.XHigh,
        _ => null,
    };

    public static string Word(Effort effort) => effort switch
    {
        Effort.None => "none",
        Effort.Minimal => "minimal",
        Effort.Low => "low",
        Effort.Medium => "medium",
        Effort.High => "high",
        Effort.XHigh => "xhigh",
        _ => throw new ArgumentOutOfRangeException(nameof(effort)),
    };

    // The midpoints between 10, 20, 50, 80 and 95 % (providers.md D.6).
    private static Effort Nearest(double share) => share switch
    {
        <= 0 => Effort.None,
        < 0.15 => Effort.Minimal,
        < 0.35 => Effort.Low,
        < 0.65 => Effort.Medium,
        < 0.875 => Effort.High,
        _ => Effort.XHigh,
    };

    private static long OutputLimit(in UpstreamCall call)
    {
        ref readonly var fields = ref call.Fields;
        if (fields.MaxCompletionTokens.TryGetInt64(call.Body, out var limit) || fields.MaxTokens.TryGetInt64(call.Body, out limit))
            return Math.Max(1, limit);
        return call.Facts?.MaxOutputTokens ?? AssumedOutputTokens;
    }
}

[JsonFields]
internal partial struct ReasoningFields
{
    [JsonField("effort")] public JsonValue Effort;
    [JsonField("max_tokens")] public JsonValue MaxTokens;
}

// How hard a model is to think: from either of the two ways to ask for it, to a level that the model has.
using InworldRouter.Providers.Catalog;
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

    /// <summary><c>xhigh</c> and <c>max</c>: api.md 10 takes both as one.</summary>
    XHigh,
}

public static class ReasoningEffort
{
    /// <summary>Every level there is.</summary>
    public const ReasoningEfforts AllLevels = ReasoningEfforts.Off | ReasoningEfforts.Minimal | ReasoningEfforts.Low | ReasoningEfforts.Medium
        | ReasoningEfforts.High | ReasoningEfforts.Xhigh | ReasoningEfforts.Max;

    public const ReasoningEfforts LowToHigh = ReasoningEfforts.Low | ReasoningEfforts.Medium | ReasoningEfforts.High;

    // Output limit assumed when neither the request nor the catalog knows one.
    private const int AssumedOutputTokens = 8192;

    /// <summary>
    /// <c>reasoning</c> beats <c>reasoning_effort</c>; in it <c>max_tokens</c> beats <c>effort</c>; an empty one asks for medium (providers.md D.6).
    /// </summary>
    /// <returns>Null when the caller asked for nothing.</returns>
    public static Effort? Of(in UpstreamCall call)
    {
        var reasoning = call.Fields.Reasoning;
        var effort = call.Fields.ReasoningEffort;
        if (reasoning.Kind != JsonKind.Object)
            return effort.Kind == JsonKind.String ? Parse(effort.Inner(call.Body)) : null;
        var fields = default(ReasoningFields);
        var scanner = new JsonScanner(call.Body, reasoning.Start);
        ReasoningFields.Scan(ref scanner, ref fields);
        if (fields.MaxTokens.TryGetInt64(call.Body, out var budget))
            return Nearest((double)budget / OutputLimit(call));
        return fields.Effort.Kind == JsonKind.String ? Parse(fields.Effort.Inner(call.Body)) ?? Effort.Medium : Effort.Medium;
    }

    /// <summary>The same of the object itself, for a body of another dialect.</summary>
    /// <param name="limit">The most tokens to answer with, if anybody said.</param>
    internal static (Effort Effort, long? Tokens) Of(in JsonValue reasoning, ReadOnlySpan<byte> body, long? limit)
    {
        var fields = default(ReasoningFields);
        var scanner = new JsonScanner(body, reasoning.Start);
        ReasoningFields.Scan(ref scanner, ref fields);
        if (fields.MaxTokens.TryGetInt64(body, out var tokens))
            return (OfBudget(tokens, limit), tokens);
        return ((fields.Effort.Kind == JsonKind.String ? Parse(fields.Effort.Inner(body)) : null) ?? Effort.Medium, null);
    }

    /// <summary><c>reasoning.max_tokens</c></summary>
    public static long? TokensOf(in UpstreamCall call)
    {
        if (call.Fields.Reasoning.Kind != JsonKind.Object)
            return null;
        var fields = default(ReasoningFields);
        var scanner = new JsonScanner(call.Body, call.Fields.Reasoning.Start);
        ReasoningFields.Scan(ref scanner, ref fields);
        return fields.MaxTokens.TryGetInt64(call.Body, out var tokens) ? tokens : null;
    }

    /// <summary>The caller does not want to see the reasoning: <c>reasoning.exclude</c>.</summary>
    public static bool IsHidden(in UpstreamCall call) =>
        call.Fields.Reasoning.Kind == JsonKind.Object && ObjectMembers.Find(call.Body, call.Fields.Reasoning.Start, "exclude"u8).IsTrue;

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

    /// <summary>The levels that the catalog says the model takes, none for one that does not reason; null when it does not tell.</summary>
    public static ReasoningEfforts? LevelsOf(in UpstreamCall call) => call switch
    {
        { Reasons: false } => ReasoningEfforts.Unknown,
        { Facts: { ReasoningEfforts: not ReasoningEfforts.Unknown } facts } => facts.ReasoningEfforts,
        _ => null,
    };

    /// <summary>
    /// The level of a model that comes nearest: the one asked for, else the next above, else the highest below ("unsupported level degrades, not
    /// 400", C51). <see cref="Effort.None"/> becomes the least there is, up to low; it is never taken for another.
    /// </summary>
    /// <returns>Null when the parameter is better left out.</returns>
    public static ReasoningEfforts? Fit(Effort asked, ReasoningEfforts levels)
    {
        if (asked == Effort.None)
            return First(levels, ReasoningEfforts.Off, ReasoningEfforts.Low);
        var wanted = asked switch
        {
            Effort.Minimal => ReasoningEfforts.Minimal,
            Effort.Low => ReasoningEfforts.Low,
            Effort.Medium => ReasoningEfforts.Medium,
            Effort.High => ReasoningEfforts.High,
            _ => ReasoningEfforts.Xhigh,
        };
        return First(levels, wanted, ReasoningEfforts.Max) ?? Last(levels, ReasoningEfforts.Minimal, wanted);
    }

    /// <summary>What was asked for, as a JSON string.</summary>
    public static ReadOnlySpan<byte> Json(Effort asked) => asked switch
    {
        Effort.None => "\"none\""u8,
        Effort.Minimal => "\"minimal\""u8,
        Effort.Low => "\"low\""u8,
        Effort.Medium => "\"medium\""u8,
        Effort.High => "\"high\""u8,
        _ => "\"xhigh\""u8,
    };

    /// <summary>The level as a JSON string.</summary>
    public static ReadOnlySpan<byte> Json(ReasoningEfforts level) => level switch
    {
        ReasoningEfforts.Off => "\"none\""u8,
        ReasoningEfforts.Minimal => "\"minimal\""u8,
        ReasoningEfforts.Low => "\"low\""u8,
        ReasoningEfforts.Medium => "\"medium\""u8,
        ReasoningEfforts.High => "\"high\""u8,
        ReasoningEfforts.Xhigh => "\"xhigh\""u8,
        ReasoningEfforts.Max => "\"max\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };

    // The levels are bits in ascending order.
    private static ReasoningEfforts? First(ReasoningEfforts levels, ReasoningEfforts from, ReasoningEfforts to)
    {
        for (var level = from; level <= to; level = (ReasoningEfforts)((int)level << 1))
        {
            if ((levels & level) != 0)
                return level;
        }
        return null;
    }

    private static ReasoningEfforts? Last(ReasoningEfforts levels, ReasoningEfforts from, ReasoningEfforts to)
    {
        for (var level = to; level >= from; level = (ReasoningEfforts)((int)level >> 1))
        {
            if ((levels & level) != 0)
                return level;
        }
        return null;
    }

    /// <summary>Of the answer's tokens, for providers that take a budget: "minimal 10, low 20, medium 50, high 80, xhigh 95 %, none = off" (api.md 7).</summary>
    public static int Percent(Effort effort) => effort switch
    {
        Effort.None => 0,
        Effort.Minimal => 10,
        Effort.Low => 20,
        Effort.Medium => 50,
        Effort.High => 80,
        _ => 95,
    };

    /// <summary>The level whose share of the answer's tokens comes nearest.</summary>
    /// <param name="limit">The most tokens to answer with, if anybody said.</param>
    internal static Effort OfBudget(long tokens, long? limit) => Nearest((double)tokens / Math.Max(1, limit ?? AssumedOutputTokens));

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
        if (fields.MaxCompletionTokens.TryGetInt64(call.Body, out var limit) || fields.MaxTokens.TryGetInt64(call.Body, out limit)
            || fields.MaxNewTokens.TryGetInt64(call.Body, out limit))
            return Math.Max(1, limit);
        return call.MaxOutputTokens ?? AssumedOutputTokens;
    }
}

[JsonFields]
internal partial struct ReasoningFields
{
    [JsonField("effort")] public JsonValue Effort;
    [JsonField("max_tokens")] public JsonValue MaxTokens;
}

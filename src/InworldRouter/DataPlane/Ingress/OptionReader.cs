// Reads the router's option objects; each refusal names the member and what it takes.
using System.Globalization;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Ingress;

internal static class OptionReader
{
    public static RouterError? Strings(in JsonValue list, string name, ReadOnlySpan<byte> body, out string[] strings)
    {
        strings = [];
        if (!list.HasValue)
            return null;
        if (list.Kind != JsonKind.Array)
            return RouterError.Invalid(name, $"{name} must be an array of strings, not {Kinds.Name(list.Kind)}.", "invalid_type");
        var found = new List<string>();
        var scanner = new JsonScanner(body, list.Start);
        if (!scanner.EnterArray())
            return null;
        do
        {
            var element = scanner.SkipValue();
            if (!element.IsNonEmptyString)
                return RouterError.Invalid($"{name}[{found.Count}]", $"{name}[{found.Count}] must be a non-empty string, not {Kinds.Name(element.Kind)}.", "invalid_type");
            found.Add(element.GetString(body));
        }
        while (scanner.NextElement());
        strings = [.. found];
        return null;
    }

    public static RouterError? Provider(in JsonValue value, ReadOnlySpan<byte> body, CallOptions options)
    {
        if (!value.HasValue)
            return null;
        if (value.Kind != JsonKind.Object)
            return NotAnObject("provider", value);
        var fields = default(ProviderOptionFields);
        var scanner = new JsonScanner(body, value.Start);
        ProviderOptionFields.Scan(ref scanner, ref fields);
        if (Strings(fields.Order, "provider.order", body, out var order) is { } wrong)
            return wrong;
        options.ProviderOrder = order;
        if (fields.AllowFallbacks.HasValue && fields.AllowFallbacks.Kind is not (JsonKind.True or JsonKind.False))
            return RouterError.Invalid("provider.allow_fallbacks", $"provider.allow_fallbacks must be true or false, not {Kinds.Name(fields.AllowFallbacks.Kind)}.", "invalid_type");
        options.AllowFallbacks = fields.AllowFallbacks.Kind != JsonKind.False;
        return null;
    }

    public static RouterError? Fallback(in JsonValue value, ReadOnlySpan<byte> body, CallOptions options)
    {
        if (!value.HasValue)
            return null;
        if (value.Kind != JsonKind.Object)
            return NotAnObject("fallback", value);
        var fields = default(FallbackOptionFields);
        var scanner = new JsonScanner(body, value.Start);
        FallbackOptionFields.Scan(ref scanner, ref fields);
        if (!fields.TtftTimeout.HasValue)
            return null;
        if (fields.TtftTimeout.Kind != JsonKind.String || !TryParseDuration(fields.TtftTimeout.GetString(body), out var timeout))
            return RouterError.Invalid("fallback.ttft_timeout", "fallback.ttft_timeout must be a duration such as \"300ms\", \"1s\" or \"1.5s\".");
        if (timeout < FieldRanges.ShortestTtft)
            return RouterError.Invalid("fallback.ttft_timeout", "fallback.ttft_timeout must be at least 300ms.");
        options.TtftTimeout = timeout;
        return null;
    }

    public static RouterError? Reasoning(in JsonValue value, ReadOnlySpan<byte> body, CallOptions options)
    {
        if (!value.HasValue)
            return null;
        if (value.Kind != JsonKind.Object)
            return NotAnObject("reasoning", value);
        var fields = default(ReasoningOptionFields);
        var scanner = new JsonScanner(body, value.Start);
        ReasoningOptionFields.Scan(ref scanner, ref fields);
        if (fields.Effort.HasValue && (fields.Effort.Kind != JsonKind.String || !FieldChecks.IsEffort(fields.Effort.Inner(body))))
            return RouterError.Invalid("reasoning.effort", $"reasoning.effort must be {FieldChecks.Efforts}.");
        if (fields.MaxTokens.HasValue && !(fields.MaxTokens.TryGetInt64(body, out var tokens) && tokens >= 0))
            return RouterError.Invalid("reasoning.max_tokens", "reasoning.max_tokens must be an integer of at least 0.");
        if (fields.Exclude.HasValue && fields.Exclude.Kind is not (JsonKind.True or JsonKind.False))
            return RouterError.Invalid("reasoning.exclude", "reasoning.exclude must be true or false.");
        options.ExcludeReasoning = fields.Exclude.IsTrue;
        if (fields.Exclude.HasValue)
            options.Given |= OptionKeys.ExcludeReasoning;
        return null;
    }

    private static RouterError NotAnObject(string name, in JsonValue value) =>
        RouterError.Invalid(name, $"{name} must be an object, not {Kinds.Name(value.Kind)}.", "invalid_type");

    // "a duration string (e.g., "300ms", "1s", "1.5s")"
    internal static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var (number, unit) = text switch
        {
            [.., 'm', 's'] => (text[..^2], 0.001),
            [.., 's'] => (text[..^1], 1.0),
            [.., 'm'] => (text[..^1], 60.0),
            [.., 'h'] => (text[..^1], 3600.0),
            _ => ("", 0.0),
        };
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            return false;
        var seconds = count * unit;
        if (seconds > TimeSpan.FromDays(1).TotalSeconds)
            return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }
}

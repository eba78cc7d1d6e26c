// The types and ranges of a request's fields (api.md 3): looked at only where the field is present.
using System.Globalization;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Ingress;

internal static class FieldChecks
{
    public const string Efforts = "one of none, minimal, low, medium, high, xhigh, max";

    public static RouterError? Check(CallerDialect dialect, in ChatRequestFields f, ReadOnlySpan<byte> body) => dialect switch
    {
        CallerDialect.Messages => MessagesChecks.Check(f, body),
        CallerDialect.Responses => ResponsesChecks.Check(f, body),
        _ => Chat(f, body),
    };

    private static RouterError? Chat(in ChatRequestFields f, ReadOnlySpan<byte> body) =>
        Messages(f.Messages, body)
        ?? Boolean(f.Stream, "stream")
        ?? StreamOptions(f.StreamOptions)
        ?? Number(f.Temperature, "temperature", 0, FieldRanges.MaxTemperature, body)
        ?? TopP(f.TopP, body)
        ?? Tokens(f.MaxTokens, "max_tokens", body)
        ?? Tokens(f.MaxCompletionTokens, "max_completion_tokens", body)
        ?? Tokens(f.MaxNewTokens, "max_new_tokens", body)
        ?? Number(f.FrequencyPenalty, "frequency_penalty", -FieldRanges.MaxPenalty, FieldRanges.MaxPenalty, body)
        ?? Number(f.PresencePenalty, "presence_penalty", -FieldRanges.MaxPenalty, FieldRanges.MaxPenalty, body)
        ?? Tokens(f.N, "n", body)
        ?? Stop(f.Stop, body)
        ?? LogitBias(f.LogitBias, body)
        ?? Effort(f.ReasoningEffort, body)
        ?? Array(f.Tools, "tools")
        ?? Array(f.Modalities, "modalities")
        ?? Object(f.Metadata, "metadata")
        ?? Object(f.PromptVariables, "prompt_variables");

    public static bool IsEffort(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("none"u8) || word.SequenceEqual("minimal"u8) || word.SequenceEqual("low"u8) || word.SequenceEqual("medium"u8)
        || word.SequenceEqual("high"u8) || word.SequenceEqual("xhigh"u8) || word.SequenceEqual("max"u8);

    internal static RouterError? Messages(in JsonValue messages, ReadOnlySpan<byte> body)
    {
        if (!messages.HasValue)
            return RouterError.Invalid("messages", "messages field is required: a non-empty array.", "missing_required_parameter");
        if (messages.Kind != JsonKind.Array)
            return RouterError.Invalid("messages", $"messages must be a non-empty array, not {Kinds.Name(messages.Kind)}.", "invalid_type");
        if (IsEmpty(messages, body))
            return RouterError.Invalid("messages", "messages must not be empty: at least one message is needed.", "empty_array");
        return null;
    }

    private static RouterError? StreamOptions(in StreamOptionsFields options)
    {
        if (options.Self.HasValue && options.Self.Kind != JsonKind.Object)
            return RouterError.Invalid("stream_options", $"stream_options must be an object, not {Kinds.Name(options.Self.Kind)}.", "invalid_type");
        return Boolean(options.IncludeUsage, "stream_options.include_usage");
    }

    internal static RouterError? Number(in JsonValue value, string name, double least, double most, ReadOnlySpan<byte> body)
    {
        if (!value.HasValue || value.TryGetDouble(body, out var number) && number >= least && number <= most)
            return null;
        return OutOfRange(name, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"), value, body);
    }

    internal static RouterError? TopP(in JsonValue value, ReadOnlySpan<byte> body)
    {
        if (!value.HasValue || value.TryGetDouble(body, out var number) && number is > 0 and <= 1)
            return null;
        return OutOfRange("top_p", "a number above 0 and at most 1", value, body);
    }

    internal static RouterError? Tokens(in JsonValue value, string name, ReadOnlySpan<byte> body)
    {
        if (!value.HasValue || value.TryGetInt64(body, out var number) && number >= 1)
            return null;
        return OutOfRange(name, "an integer of at least 1", value, body);
    }

    internal static RouterError? Boolean(in JsonValue value, string name)
    {
        if (!value.HasValue || value.Kind is JsonKind.True or JsonKind.False)
            return null;
        return RouterError.Invalid(name, $"{name} must be true or false, not {Kinds.Name(value.Kind)}.", "invalid_type");
    }

    internal static RouterError? Array(in JsonValue value, string name)
    {
        if (!value.HasValue || value.Kind == JsonKind.Array)
            return null;
        return RouterError.Invalid(name, $"{name} must be an array, not {Kinds.Name(value.Kind)}.", "invalid_type");
    }

    internal static RouterError? Object(in JsonValue value, string name)
    {
        if (!value.HasValue || value.Kind == JsonKind.Object)
            return null;
        return RouterError.Invalid(name, $"{name} must be an object, not {Kinds.Name(value.Kind)}.", "invalid_type");
    }

    private static RouterError? Stop(in JsonValue stop, ReadOnlySpan<byte> body)
    {
        const string Expected = "a string, or an array of at most 4 strings";
        if (!stop.HasValue || stop.Kind == JsonKind.String)
            return null;
        if (stop.Kind != JsonKind.Array)
            return OutOfRange("stop", Expected, stop, body);
        var scanner = new JsonScanner(body, stop.Start);
        if (!scanner.EnterArray())
            return null;
        var count = 0;
        do
        {
            if (scanner.SkipValue().Kind != JsonKind.String || ++count > FieldRanges.MaxStops)
                return RouterError.Invalid("stop", $"stop must be {Expected}.");
        }
        while (scanner.NextElement());
        return null;
    }

    // OpenAI's map of token id to bias, or the hosted router's array of {token_id, bias_value} (api.md 9).
    private static RouterError? LogitBias(in JsonValue bias, ReadOnlySpan<byte> body)
    {
        const string Expected = "logit_bias must be an object of token ids to numbers from -100 to 100, or an array of {\"token_id\", \"bias_value\"}.";
        if (!bias.HasValue)
            return null;
        if (bias.Kind is not (JsonKind.Object or JsonKind.Array))
            return RouterError.Invalid("logit_bias", Expected, "invalid_type");
        var scanner = new JsonScanner(body, bias.Start);
        var isMap = bias.Kind == JsonKind.Object;
        if (!(isMap ? scanner.EnterObject() : scanner.EnterArray()))
            return null;
        do
        {
            JsonValue value;
            if (isMap)
            {
                scanner.ReadName(out _, out _);
                value = scanner.SkipValue();
            }
            else
            {
                if (scanner.PeekKind() != JsonKind.Object)
                    return RouterError.Invalid("logit_bias", Expected);
                var entry = default(LogitBiasFields);
                LogitBiasFields.Scan(ref scanner, ref entry);
                if (!entry.TokenId.HasValue)
                    return RouterError.Invalid("logit_bias", Expected);
                value = entry.BiasValue;
            }
            if (!value.TryGetDouble(body, out var number) || number is < -FieldRanges.MaxBias or > FieldRanges.MaxBias)
                return RouterError.Invalid("logit_bias", Expected);
        }
        while (isMap ? scanner.NextMember() : scanner.NextElement());
        return null;
    }

    private static RouterError? Effort(in JsonValue effort, ReadOnlySpan<byte> body)
    {
        if (!effort.HasValue || effort.Kind == JsonKind.String && IsEffort(effort.Inner(body)))
            return null;
        return OutOfRange("reasoning_effort", Efforts, effort, body);
    }

    internal static RouterError OutOfRange(string name, string expected, in JsonValue value, ReadOnlySpan<byte> body)
    {
        var raw = value.Raw(body);
        var said = raw.Length <= 40 ? System.Text.Encoding.UTF8.GetString(raw) : Kinds.Name(value.Kind);
        return RouterError.Invalid(name, $"{name} must be {expected}, not {said}.", "invalid_value");
    }

    private static bool IsEmpty(in JsonValue array, ReadOnlySpan<byte> body) =>
        body[(array.Start + 1)..(array.End - 1)].IndexOfAnyExcept(" \r\n\t"u8) < 0;
}

// What a named router's variant brings to a request: its messages before the request's own, its parameters where the request has none.
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Plan;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Capabilities.Prompts;

/// <summary>The request is patched, not printed: all that the variant does not touch stays as the caller wrote it.</summary>
internal static class VariantMerge
{
    private static ReadOnlySpan<byte> ReasoningOpening => "\"reasoning\":{"u8;

    public static void Apply(Exchange exchange, VariantPlan variant)
    {
        if (!exchange.Options.Given.HasFlag(OptionKeys.ExcludeReasoning))
            exchange.Options.ExcludeReasoning = variant.ExcludeReasoning;
        if (variant.Parameters.Length == 0 && variant.Prompt is null)
            return;
        var body = exchange.Body.Span;
        var effective = CallReader.Effective(exchange.Fields, body);
        var edits = exchange.BodyEdits;
        foreach (var parameter in variant.Parameters)
        {
            if (IsGiven(parameter.Kind, effective, body))
                continue;
            // A reasoning object that says nothing of how hard is completed, wherever it stands.
            if (parameter.Kind == ParameterKind.Reasoning && effective.Reasoning.Kind == JsonKind.Object)
                edits.InsertFirst(effective.Reasoning.Start, body, parameter.Member.AsSpan(ReasoningOpening.Length..^1));
            else
                Set(InPlaceOf(parameter.Kind, exchange.Fields), parameter, body, edits);
        }
        if (variant.Prompt is { } prompt)
        {
            var from = edits.Scratch.Length;
            PromptWriter.Write(prompt, effective.PromptVariables, body, edits.Scratch, exchange.Warnings);
            edits.Scratch.Write((byte)','); // a request's messages are never empty
            edits.ReplaceWritten(exchange.Fields.Messages.Start + 1, 0, from);
        }
        if (!edits.IsEmpty)
        {
            exchange.Body.Rewrite(edits);
            CallFields.TryScan(exchange.Dialect, exchange.Body.Span, out exchange.Fields, out _);
        }
        edits.Clear();
    }

    // "the request's explicit value" (api.md 5), under whichever of its names; a null is no value.
    private static bool IsGiven(ParameterKind kind, in ChatRequestFields fields, ReadOnlySpan<byte> body) => kind switch
    {
        ParameterKind.MaxTokens => fields.MaxTokens.HasValue || fields.MaxCompletionTokens.HasValue || fields.MaxNewTokens.HasValue,
        ParameterKind.TopP => fields.TopP.HasValue,
        ParameterKind.Temperature => fields.Temperature.HasValue,
        ParameterKind.RepetitionPenalty => fields.RepetitionPenalty.HasValue,
        ParameterKind.FrequencyPenalty => fields.FrequencyPenalty.HasValue,
        ParameterKind.PresencePenalty => fields.PresencePenalty.HasValue,
        ParameterKind.Stop => fields.Stop.HasValue,
        ParameterKind.Seed => fields.Seed.HasValue,
        ParameterKind.LogitBias => fields.LogitBias.HasValue,
        // "extra_body.reasoning overrides reasoning_effort" (api.md 7): so would ours.
        ParameterKind.Reasoning => fields.ReasoningEffort.HasValue || SaysHowHard(fields.Reasoning, body),
        // The two exclude each other.
        ParameterKind.WebSearch or ParameterKind.WebSearchOptions => fields.WebSearch.HasValue || fields.WebSearchOptions.HasValue,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such parameter"),
    };

    private static bool SaysHowHard(in JsonValue reasoning, ReadOnlySpan<byte> body)
    {
        if (reasoning.Kind != JsonKind.Object)
            return false;
        var fields = default(ReasoningOptionFields);
        var scanner = new JsonScanner(body, reasoning.Start);
        ReasoningOptionFields.Scan(ref scanner, ref fields);
        return fields.Effort.HasValue || fields.MaxTokens.HasValue;
    }

    // A member of that name that says null, or an absent one.
    private static JsonValue InPlaceOf(ParameterKind kind, in ChatRequestFields root) => kind switch
    {
        ParameterKind.MaxTokens => root.MaxTokens,
        ParameterKind.TopP => root.TopP,
        ParameterKind.Temperature => root.Temperature,
        ParameterKind.RepetitionPenalty => root.RepetitionPenalty,
        ParameterKind.FrequencyPenalty => root.FrequencyPenalty,
        ParameterKind.PresencePenalty => root.PresencePenalty,
        ParameterKind.Stop => root.Stop,
        ParameterKind.Seed => root.Seed,
        ParameterKind.LogitBias => root.LogitBias,
        ParameterKind.Reasoning => root.Reasoning,
        ParameterKind.WebSearch => root.WebSearch,
        ParameterKind.WebSearchOptions => root.WebSearchOptions,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such parameter"),
    };

    private static void Set(in JsonValue there, ParameterPlan parameter, ReadOnlySpan<byte> body, JsonPatch edits)
    {
        if (!there.IsPresent)
        {
            edits.InsertFirst(body.IndexOf((byte)'{'), body, parameter.Member);
            return;
        }
        var from = edits.Scratch.Length;
        edits.Scratch.Write(parameter.Member);
        edits.ReplaceWritten(there.NameStart, there.End - there.NameStart, from);
    }
}

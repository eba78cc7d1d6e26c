// What a named router's variant brings to a request: its messages before the request's own, its parameters where the request has none.
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Plan;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
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
            if (IsGiven(parameter.Kind, exchange.Dialect, effective, body))
                continue;
            // A reasoning object that says nothing of how hard is completed, wherever it stands.
            if (parameter.Kind == ParameterKind.Reasoning && effective.Reasoning.Kind == JsonKind.Object)
                edits.InsertFirst(effective.Reasoning.Start, body, parameter.Member.AsSpan(ReasoningOpening.Length..^1));
            else
                Set(InPlaceOf(parameter.Kind, exchange.Dialect, exchange.Fields), parameter, exchange.Dialect, body, edits);
        }
        if (variant.Prompt is { } prompt)
            PromptPlacement.Apply(exchange, prompt, effective.PromptVariables);
        if (!edits.IsEmpty)
        {
            exchange.Body.Rewrite(edits);
            CallFields.TryScan(exchange.Dialect, exchange.Body.Span, out exchange.Fields, out _);
        }
        edits.Clear();
    }

    // "the request's explicit value" (api.md 5), under whichever of its names; a null is no value.
    private static bool IsGiven(ParameterKind kind, CallerDialect dialect, in ChatRequestFields fields, ReadOnlySpan<byte> body) => kind switch
    {
        ParameterKind.MaxTokens => fields.MaxTokens.HasValue || fields.MaxCompletionTokens.HasValue || fields.MaxNewTokens.HasValue || fields.MaxOutputTokens.HasValue,
        ParameterKind.TopP => fields.TopP.HasValue,
        ParameterKind.Temperature => fields.Temperature.HasValue,
        ParameterKind.RepetitionPenalty => fields.RepetitionPenalty.HasValue,
        ParameterKind.FrequencyPenalty => fields.FrequencyPenalty.HasValue,
        ParameterKind.PresencePenalty => fields.PresencePenalty.HasValue,
        ParameterKind.Stop => fields.Stop.HasValue || fields.StopSequences.HasValue,
        ParameterKind.Seed => fields.Seed.HasValue,
        ParameterKind.LogitBias => fields.LogitBias.HasValue,
        // "extra_body.reasoning overrides reasoning_effort" (api.md 7): so would ours.
        ParameterKind.Reasoning => fields.ReasoningEffort.HasValue || SaysHowHard(fields.Reasoning, body) || dialect == CallerDialect.Messages && fields.Thinking.HasValue,
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
    private static JsonValue InPlaceOf(ParameterKind kind, CallerDialect dialect, in ChatRequestFields root) => kind switch
    {
        ParameterKind.MaxTokens => dialect == CallerDialect.Responses ? root.MaxOutputTokens : root.MaxTokens,
        ParameterKind.TopP => root.TopP,
        ParameterKind.Temperature => root.Temperature,
        ParameterKind.RepetitionPenalty => root.RepetitionPenalty,
        ParameterKind.FrequencyPenalty => root.FrequencyPenalty,
        ParameterKind.PresencePenalty => root.PresencePenalty,
        ParameterKind.Stop => dialect == CallerDialect.Messages ? root.StopSequences : root.Stop,
        ParameterKind.Seed => root.Seed,
        ParameterKind.LogitBias => root.LogitBias,
        ParameterKind.Reasoning => root.Reasoning,
        ParameterKind.WebSearch => root.WebSearch,
        ParameterKind.WebSearchOptions => root.WebSearchOptions,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such parameter"),
    };

    private static void Set(in JsonValue there, ParameterPlan parameter, CallerDialect dialect, ReadOnlySpan<byte> body, JsonPatch edits)
    {
        var from = edits.Scratch.Length;
        WriteMember(parameter, dialect, edits.Scratch);
        if (there.IsPresent)
        {
            edits.ReplaceWritten(there.NameStart, there.End - there.NameStart, from);
            return;
        }
        // Neither is a request's object ever empty: it has a model.
        edits.Scratch.Write((byte)',');
        edits.ReplaceWritten(body.IndexOf((byte)'{') + 1, 0, from);
    }

    // Two of them have another name in another dialect. What a dialect has no name for keeps OpenAI's: it counts where the call goes to another dialect.
    private static void WriteMember(ParameterPlan parameter, CallerDialect dialect, PooledBuffer output)
    {
        switch (parameter.Kind, dialect)
        {
            case (ParameterKind.MaxTokens, CallerDialect.Responses):
                output.Write("\"max_output_tokens\""u8);
                output.Write(parameter.Member.AsSpan("\"max_tokens\"".Length));
                break;
            case (ParameterKind.Stop, CallerDialect.Messages):
                output.Write("\"stop_sequences\""u8);
                output.Write(parameter.Member.AsSpan("\"stop\"".Length));
                break;
            default:
                output.Write(parameter.Member);
                break;
        }
    }
}

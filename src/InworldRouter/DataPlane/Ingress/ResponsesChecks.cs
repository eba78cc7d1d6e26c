// What a Responses request must be for the router to act upon it.
using InworldRouter.DataPlane.Egress;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Ingress;

internal static class ResponsesChecks
{
    public static RouterError? Check(in ChatRequestFields f, ReadOnlySpan<byte> body) =>
        Input(f.Input)
        ?? FieldChecks.Boolean(f.Stream, "stream")
        ?? FieldChecks.Boolean(f.Background, "background")
        ?? FieldChecks.Boolean(f.Store, "store")
        ?? FieldChecks.Tokens(f.MaxOutputTokens, "max_output_tokens", body)
        ?? FieldChecks.Number(f.Temperature, "temperature", 0, FieldRanges.MaxTemperature, body)
        ?? FieldChecks.TopP(f.TopP, body)
        ?? FieldChecks.Array(f.Tools, "tools")
        ?? FieldChecks.Object(f.Text, "text")
        ?? FieldChecks.Object(f.Metadata, "metadata")
        ?? FieldChecks.Object(f.PromptVariables, "prompt_variables")
        ?? PreviousId(f.PreviousResponseId);

    private static RouterError? Input(in JsonValue input)
    {
        if (!input.HasValue)
            return RouterError.Invalid("input", "input field is required: a string, or a non-empty array of items.", "missing_required_parameter");
        return input.Kind is JsonKind.String or JsonKind.Array
            ? null
            : RouterError.Invalid("input", $"input must be a string or an array of items, not {Kinds.Name(input.Kind)}.", "invalid_type");
    }

    private static RouterError? PreviousId(in JsonValue id) =>
        !id.HasValue || id.IsNonEmptyString ? null : RouterError.Invalid("previous_response_id", $"previous_response_id must be the id of a response, not {Kinds.Name(id.Kind)}.", "invalid_type");
}

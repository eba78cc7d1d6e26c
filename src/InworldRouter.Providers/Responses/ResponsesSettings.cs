// The settings of a Responses request, in no dialect.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

internal static class ResponsesSettings
{
    public static void Read(in ResponsesRequestFields fields, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        settings.MaxTokens = fields.MaxOutputTokens.TryGetInt64(body, out var limit) ? limit : null;
        settings.Temperature = fields.Temperature;
        settings.TopP = fields.TopP;
        settings.Stop = fields.Stop;
        settings.Seed = fields.Seed;
        settings.LogitBias = fields.LogitBias;
        settings.FrequencyPenalty = fields.FrequencyPenalty;
        settings.PresencePenalty = fields.PresencePenalty;
        settings.User = fields.User;
        settings.SafetyIdentifier = fields.SafetyIdentifier;
        settings.Metadata = fields.Metadata;
        settings.ServiceTier = fields.ServiceTier;
        settings.Store = fields.Store;
        settings.Verbosity = fields.Text.Verbosity;
        settings.PromptCacheKey = fields.PromptCacheKey;
        settings.PromptCacheRetention = fields.PromptCacheRetention;
        settings.PromptCacheOptions = fields.PromptCacheOptions;
        settings.Modalities = fields.Modalities;
        settings.ImageConfig = fields.ImageConfig;
        settings.WebSearchOptions = fields.WebSearchOptions;
        ReadLogprobs(fields, body, ref settings);
        ReadReasoning(fields.Reasoning, body, ref settings);
        ReadForm(fields.Text.Format, body, ref settings);
    }

    // "include: message.output_text.logprobs" asks for them, and so does a number of the likeliest. There is no "true" to point to: of the value only
    // its kind is meant.
    private static void ReadLogprobs(in ResponsesRequestFields fields, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        if (fields.TopLogprobs.TryGetInt64(body, out var count) && count > 0)
            settings.TopLogprobs = fields.TopLogprobs;
        var place = Included(fields.Include, "message.output_text.logprobs"u8, body);
        if (!place.IsPresent)
            place = settings.TopLogprobs;
        if (place.IsPresent)
            settings.Logprobs = new JsonValue(place.Start, place.Length, JsonKind.True, place.NameStart);
    }

    private static JsonValue Included(in JsonValue include, ReadOnlySpan<byte> word, ReadOnlySpan<byte> body)
    {
        var scanner = new JsonScanner(body, include.Start);
        if (include.Kind != JsonKind.Array || !scanner.EnterArray())
            return default;
        do
        {
            if (scanner.SkipValue() is var element && element.StringEquals(body, word))
                return element;
        }
        while (scanner.NextElement());
        return default;
    }

    // OpenAI's effort and summary; the router's max_tokens, which beats the effort, and exclude (providers.md D.6).
    private static void ReadReasoning(in JsonValue reasoning, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        if (reasoning.Kind != JsonKind.Object)
            return;
        var fields = default(ResponsesReasoningFields);
        var scanner = new JsonScanner(body, reasoning.Start);
        ResponsesReasoningFields.Scan(ref scanner, ref fields);
        settings.ExcludeThinking = fields.Exclude.IsTrue;
        if (fields.MaxTokens.TryGetInt64(body, out var tokens))
        {
            settings.ThinkingTokens = tokens;
            settings.Effort = ReasoningEffort.OfBudget(tokens, settings.MaxTokens);
            return;
        }
        // Who asks for a summary wants the model to think; whoever says neither leaves it to the model.
        settings.Effort = fields.Effort.Kind == JsonKind.String ? ReasoningEffort.Parse(fields.Effort.Inner(body)) ?? Effort.Medium
            : fields.Summary.HasValue ? Effort.Medium
            : null;
    }

    private static void ReadForm(in ResponsesFormatFields format, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        if (format.Type.StringEquals(body, "json_object"u8))
            settings.Form = AnswerForm.JsonObject;
        if (!format.Type.StringEquals(body, "json_schema"u8))
            return;
        // Without a schema it asks for no more than JSON.
        settings.Form = format.Schema.Kind == JsonKind.Object ? AnswerForm.JsonSchema : AnswerForm.JsonObject;
        settings.Schema = format.Schema;
        settings.SchemaName = format.Name;
        settings.SchemaDescription = format.Description;
        settings.SchemaStrict = format.Strict;
    }
}

/// <summary><c>reasoning</c></summary>
[JsonFields]
internal partial struct ResponsesReasoningFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("effort")] public JsonValue Effort;
    [JsonField("summary")] public JsonValue Summary;
    [JsonField("max_tokens")] public JsonValue MaxTokens;
    [JsonField("exclude")] public JsonValue Exclude;
}

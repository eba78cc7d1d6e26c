// The settings of a chat request, in no dialect.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class ChatSettings
{
    public static void Read(in UpstreamCall call, ref CallSettings settings)
    {
        ref readonly var fields = ref call.Fields;
        settings.MaxTokens = MaxTokens(fields, call.Body);
        settings.Temperature = fields.Temperature;
        settings.TopP = fields.TopP;
        settings.TopK = fields.TopK;
        settings.Seed = fields.Seed;
        settings.FrequencyPenalty = fields.FrequencyPenalty;
        settings.PresencePenalty = fields.PresencePenalty;
        settings.LogitBias = fields.LogitBias;
        settings.Logprobs = fields.Logprobs;
        settings.TopLogprobs = fields.TopLogprobs;
        settings.N = fields.N;
        settings.Stop = fields.Stop;
        settings.Effort = ReasoningEffort.Of(call);
        settings.ThinkingTokens = ReasoningEffort.TokensOf(call);
        settings.Thinking = fields.Thinking;
        settings.ExcludeThinking = ReasoningEffort.IsHidden(call);
        settings.User = fields.User;
        settings.SafetyIdentifier = fields.SafetyIdentifier;
        settings.Metadata = fields.Metadata;
        settings.ServiceTier = fields.ServiceTier;
        settings.Store = fields.Store;
        settings.Verbosity = fields.Verbosity;
        settings.Prediction = fields.Prediction;
        settings.PromptCacheKey = fields.PromptCacheKey;
        settings.PromptCacheRetention = fields.PromptCacheRetention;
        settings.PromptCacheOptions = fields.PromptCacheOptions;
        settings.Modalities = fields.Modalities;
        settings.ImageConfig = fields.ImageConfig;
        settings.Audio = fields.Audio;
        settings.WebSearchOptions = fields.WebSearchOptions;
        ReadForm(fields.ResponseFormat, call.Body, ref settings);
    }

    // "max_completion_tokens wins over max_tokens" (C45); max_new_tokens = max_tokens (api.md 9).
    private static long? MaxTokens(in ChatRequestFields fields, ReadOnlySpan<byte> body) =>
        fields.MaxCompletionTokens.TryGetInt64(body, out var limit) || fields.MaxTokens.TryGetInt64(body, out limit) || fields.MaxNewTokens.TryGetInt64(body, out limit)
            ? limit
            : null;

    private static void ReadForm(in JsonValue format, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        if (format.Kind != JsonKind.Object)
            return;
        var fields = default(ResponseFormatFields);
        var scanner = new JsonScanner(body, format.Start);
        ResponseFormatFields.Scan(ref scanner, ref fields);
        if (fields.Type.StringEquals(body, "json_object"u8))
            settings.Form = AnswerForm.JsonObject;
        if (!fields.Type.StringEquals(body, "json_schema"u8))
            return;
        // Without a schema it asks for no more than JSON.
        settings.Form = fields.JsonSchema.Schema.Kind == JsonKind.Object ? AnswerForm.JsonSchema : AnswerForm.JsonObject;
        settings.Schema = fields.JsonSchema.Schema;
        settings.SchemaName = fields.JsonSchema.Name;
        settings.SchemaDescription = fields.JsonSchema.Description;
        settings.SchemaStrict = fields.JsonSchema.Strict;
    }
}

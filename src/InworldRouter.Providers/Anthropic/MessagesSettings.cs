// The settings of a Messages request, in no dialect.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal static class MessagesSettings
{
    public static void Read(in MessagesRequestFields fields, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        settings.MaxTokens = fields.MaxTokens.TryGetInt64(body, out var limit) ? limit : null;
        settings.Temperature = fields.Temperature;
        settings.TopP = fields.TopP;
        settings.TopK = fields.TopK;
        settings.Stop = fields.StopSequences;
        settings.User = fields.Metadata.UserId;
        settings.ServiceTier = fields.ServiceTier;
        settings.CacheControl = fields.CacheControl;
        settings.FrequencyPenalty = fields.FrequencyPenalty;
        settings.PresencePenalty = fields.PresencePenalty;
        settings.LogitBias = fields.LogitBias;
        settings.Seed = fields.Seed;
        ReadThinking(fields, body, ref settings);
        ReadForm(fields.OutputConfig.Format.Self.HasValue ? fields.OutputConfig.Format : fields.OutputFormat, body, ref settings);
    }

    // "thinking adaptive+output_config.effort, enabled+budget, disabled: §D.6 reverse; adaptive without effort = high" (providers.md D.5).
    private static void ReadThinking(in MessagesRequestFields fields, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        var thinking = fields.Thinking;
        if (!thinking.Type.HasValue && fields.Reasoning.Kind == JsonKind.Object)
        {
            // The router's own way to ask; what is excluded of the answer is its own business too.
            (settings.Effort, settings.ThinkingTokens) = ReasoningEffort.Of(fields.Reasoning, body, settings.MaxTokens);
            return;
        }
        var effort = fields.OutputConfig.Effort.Kind == JsonKind.String ? ReasoningEffort.Parse(fields.OutputConfig.Effort.Inner(body)) : null;
        var isBudget = thinking.Type.StringEquals(body, "enabled"u8);
        var isAdaptive = thinking.Type.StringEquals(body, "adaptive"u8);
        if (isBudget && thinking.BudgetTokens.TryGetInt64(body, out var budget))
        {
            settings.ThinkingTokens = budget;
            settings.Effort = effort ?? ReasoningEffort.OfBudget(budget, settings.MaxTokens);
        }
        else
        {
            settings.Effort = isAdaptive || isBudget ? effort ?? Effort.High : thinking.Type.HasValue ? Effort.None : effort;
        }
        // "With thinking asked for, translated answers carry thinking blocks … display:"omitted" = no thinking text, unknown values = summarized" (api.md 10).
        settings.ExcludeThinking = !(isAdaptive || isBudget) || thinking.Display.StringEquals(body, "omitted"u8);
    }

    private static void ReadForm(in OutputFormatFields format, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        if (!format.Type.StringEquals(body, "json_schema"u8))
            return;
        settings.Form = format.Schema.Kind == JsonKind.Object ? AnswerForm.JsonSchema : AnswerForm.JsonObject;
        settings.Schema = format.Schema;
    }
}

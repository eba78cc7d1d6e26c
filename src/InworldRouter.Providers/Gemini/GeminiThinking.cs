// How hard a Gemini model is to think: the caller's effort or budget as the model's family takes it.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>The rows of providers.md D.6 for Gemini; which of them holds for a model is data (families.json). A level and a budget never go together.</summary>
internal static class GeminiThinking
{
    // Answers so short that thinking would eat them whole: our choice, the least budget that Anthropic has.
    private const long ShortAnswer = 1024;

    // A limit assumed when nobody knows one: that of all of 2.5 (families.json).
    private const long AssumedOutput = 65_536;

    /// <summary>Writes <c>thinkingConfig</c>, a member of <c>generationConfig</c>, when there is anything to say.</summary>
    public static void Write(in UpstreamCall call, in CallSettings settings, List<string> warnings, PooledBuffer output)
    {
        var family = call.Family;
        if (!family.Has(ModelTraits.BudgetThinking) && !family.Has(ModelTraits.LevelThinking))
        {
            if (settings.Effort is not (null or Effort.None))
                warnings.Add($"reasoning is not sent: {call.UpstreamModel} does not reason");
            return;
        }
        // "with small values … set thinkingBudget 0/128" (providers.md D.4): the limit includes the thoughts.
        var asked = settings.Effort ?? (settings.MaxTokens < ShortAnswer && (family.Has(ModelTraits.ThinksByDefault) || family.Has(ModelTraits.AlwaysThinks)) ? Effort.None : null);
        if (asked is not { } effort)
            return;
        output.WriteName("thinkingConfig"u8);
        output.Write("{"u8);
        if (family.Has(ModelTraits.LevelThinking))
            WriteLevel(call, effort, output);
        else
            WriteBudget(call, settings, effort, output);
        // "includeThoughts = !exclude"
        output.Write(effort == Effort.None || settings.ExcludeThinking ? "}"u8 : ",\"includeThoughts\":true}"u8);
    }

    private static void WriteLevel(in UpstreamCall call, Effort effort, PooledBuffer output)
    {
        var levels = call.Facts is { ReasoningEfforts: not ReasoningEfforts.Unknown } facts ? facts.ReasoningEfforts : call.Family.ReasoningEfforts;
        output.Write("\"thinkingLevel\":"u8);
        output.Write(ReasoningEffort.Json(ReasoningEffort.Fit(effort, levels) ?? ReasoningEfforts.Low));
    }

    private static void WriteBudget(in UpstreamCall call, in CallSettings settings, Effort effort, PooledBuffer output)
    {
        var family = call.Family;
        var (least, most) = family.ThinkingBudget is { } range ? (range.Min, range.Max) : (1, int.MaxValue);
        var limit = settings.MaxTokens ?? call.MaxOutputTokens ?? AssumedOutput;
        // The limit includes the thoughts: the answer needs room too, and 95 % is the most that any effort asks for.
        var wanted = Math.Min(settings.ThinkingTokens ?? limit * ReasoningEffort.Percent(effort) / 100, limit * ReasoningEffort.Percent(Effort.XHigh) / 100);
        output.Write("\"thinkingBudget\":"u8);
        output.WriteNumber(effort != Effort.None ? Math.Clamp(wanted, least, most) : family.Has(ModelTraits.AlwaysThinks) ? least : 0);
    }
}

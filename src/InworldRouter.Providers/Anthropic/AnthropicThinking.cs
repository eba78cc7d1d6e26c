// How hard an Anthropic model is to think: the caller's effort or budget as the model's family takes it.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>The rows of providers.md D.6 for Anthropic; which of them holds for a model is data (families.json).</summary>
internal readonly record struct AnthropicThinking
{
    // "budget_tokens ≥1024 and < max_tokens" (providers.md B.1)
    private const int LeastBudget = 1024;

    private enum Mode : byte
    {
        Unsaid,
        Off,
        BetweenTools,
        Adaptive,
        Budget,
        Given,
    }

    private Mode Kind { get; init; }

    private long BudgetTokens { get; init; }

    private bool IsHidden { get; init; }

    private JsonValue Words { get; init; }

    public ReasoningEfforts Effort { get; private init; }

    public bool HasEffort => Effort != ReasoningEfforts.Unknown;

    /// <summary>Sampling parameters and forced tools are refused with it.</summary>
    public bool IsOn { get; private init; }

    public static AnthropicThinking Of(in UpstreamCall call, Conversation conversation, long maxTokens, List<string> warnings)
    {
        ref readonly var settings = ref conversation.Settings;
        var family = call.Family;
        // What a caller says in Anthropic's own words is not argued with.
        if (settings.Thinking.Kind == JsonKind.Object)
            return new() { Kind = Mode.Given, Words = settings.Thinking, IsOn = settings.Thinking.Raw(call.Body).IndexOf("\"disabled\""u8) < 0, Effort = settings.Effort is { } beside ? EffortOf(call, beside) : default };
        if (settings.Effort is not { } asked)
            return default;
        if (asked == OpenAI.Effort.None)
            return family.Has(ModelTraits.OffIsBetweenTools) ? new() { Kind = Mode.BetweenTools } : family.Has(ModelTraits.ThinksByDefault) ? new() { Kind = Mode.Off } : default;

        // Where both are taken a number of tokens is a budget, and a level is a level.
        var isAdaptive = family.Has(ModelTraits.AdaptiveThinking) && !(settings.ThinkingTokens is not null && family.Has(ModelTraits.BudgetThinking));
        if (isAdaptive)
            return new() { Kind = Mode.Adaptive, IsOn = true, Effort = EffortOf(call, asked), IsHidden = settings.ExcludeThinking };
        if (family.IsKnown && !family.Has(ModelTraits.BudgetThinking))
        {
            warnings.Add($"reasoning is not sent: {call.UpstreamModel} does not reason");
            return default;
        }
        // "Expected thinking …, but found tool_use": with a budget every open tool turn must begin with its signed thinking (providers.md B.5).
        if (HasOpenTurnWithoutThinking(conversation, call.Concedes(Concessions.Signatures)))
        {
            warnings.Add("reasoning is off for this call: the tool turn in progress came without its signed thinking (reasoning_details)");
            return default;
        }
        if (maxTokens <= LeastBudget)
        {
            warnings.Add($"reasoning is off for this call: it takes at least {LeastBudget} tokens, and the answer may have {maxTokens}");
            return default;
        }
        return new() { Kind = Mode.Budget, IsOn = true, BudgetTokens = BudgetOf(family, asked, settings.ThinkingTokens, maxTokens), Effort = EffortOf(call, asked) };
    }

    /// <summary>There is a <c>thinking</c> to write.</summary>
    public bool IsSaid => Kind != Mode.Unsaid;

    /// <summary>Writes its value.</summary>
    public void Write(ReadOnlySpan<byte> body, PooledBuffer output)
    {
        switch (Kind)
        {
            case Mode.Given:
                output.Write(Words.Raw(body));
                break;
            case Mode.Off:
                output.Write("{\"type\":\"disabled\"}"u8);
                break;
            case Mode.BetweenTools:
                output.Write("{\"type\":\"between_tools\"}"u8);
                break;
            case Mode.Adaptive:
                output.Write(IsHidden ? "{\"type\":\"adaptive\",\"display\":\"omitted\"}"u8 : "{\"type\":\"adaptive\",\"display\":\"summarized\"}"u8);
                break;
            case Mode.Budget:
                output.Write("{\"type\":\"enabled\",\"budget_tokens\":"u8);
                output.WriteNumber(BudgetTokens);
                output.Write((byte)'}');
                break;
        }
    }

    private static ReasoningEfforts EffortOf(in UpstreamCall call, Effort asked)
    {
        if (asked == OpenAI.Effort.None || !call.Family.Has(ModelTraits.EffortParameter))
            return ReasoningEfforts.Unknown;
        var levels = call.Facts is { ReasoningEfforts: not ReasoningEfforts.Unknown } facts ? facts.ReasoningEfforts : call.Family.ReasoningEfforts;
        return ReasoningEffort.Fit(asked, levels) ?? ReasoningEfforts.Unknown;
    }

    // The shares of api.md 7: "minimal 10, low 20, medium 50, high 80, xhigh 95 %" of the answer's tokens; a number wins over them.
    private static long BudgetOf(ModelFamily family, Effort asked, long? tokens, long maxTokens)
    {
        var wanted = tokens ?? maxTokens * ReasoningEffort.Percent(asked) / 100;
        var (least, most) = family.ThinkingBudget is { } range ? (range.Min, range.Max) : (LeastBudget, int.MaxValue);
        // Never the whole of it: the answer needs room too, and 95 % is the most that any effort asks for.
        return Math.Clamp(wanted, least, Math.Max(least, Math.Min(most, Math.Min(maxTokens - 1, maxTokens * ReasoningEffort.Percent(OpenAI.Effort.XHigh) / 100))));
    }

    // The last assistant's turn called tools and is being answered.
    private static bool HasOpenTurnWithoutThinking(Conversation conversation, bool withoutSignatures)
    {
        var messages = conversation.Messages;
        for (var i = messages.Length - 1; i >= 0; i--)
        {
            if (!messages[i].IsAssistant)
                continue;
            var calls = false;
            foreach (ref readonly var part in conversation.PartsOf(messages[i]))
            {
                calls |= part.Kind == PartKind.ToolCall;
                if (!withoutSignatures && part is { Origin: Origin.Anthropic, Kind: PartKind.Thinking or PartKind.SealedThinking })
                    return false;
            }
            return calls;
        }
        return false;
    }
}

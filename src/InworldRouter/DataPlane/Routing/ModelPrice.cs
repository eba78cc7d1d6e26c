// What tokens of a model cost, in USD.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.DataPlane.Routing;

public static class ModelPrice
{
    private const double TokensPerPrice = 1_000_000;

    /// <summary>The price that holds for a prompt of this size; null when no price is known.</summary>
    public static TokenPrice? Of(ModelFacts? facts, long promptTokens)
    {
        if (facts is null || facts.Price.Input is null || facts.Price.Output is null)
            return null;
        for (var i = facts.PriceTiers.Length - 1; i >= 0; i--)
        {
            // "the last that the prompt exceeds prices the whole request"
            if (promptTokens > facts.PriceTiers[i].AboveInputTokens)
                return facts.PriceTiers[i].Price;
        }
        return facts.Price;
    }

    /// <summary>What a call will cost, before it is made; null when no price is known.</summary>
    public static double? Estimate(ModelFacts? facts, long promptTokens, long outputTokens) =>
        Of(facts, promptTokens) is { } price ? (promptTokens * price.Input + outputTokens * price.Output) / TokensPerPrice : null;

    /// <summary>What a call has cost; null when no price is known. Cached tokens are part of the prompt and priced once (C90).</summary>
    public static double? Cost(ModelFacts? facts, in TokenUsage usage)
    {
        var prompt = Math.Max(usage.Prompt, 0);
        if (Of(facts, prompt) is not { } price)
            return null;
        var read = Math.Clamp(usage.Cached, 0, prompt);
        var written = Math.Clamp(usage.CacheWrite, 0, prompt - read);
        return ((prompt - read - written) * price.Input
            + read * (price.CacheRead ?? price.Input)
            + written * (price.CacheWrite ?? price.Input)
            + Math.Max(usage.Completion, 0) * price.Output) / TokensPerPrice;
    }
}

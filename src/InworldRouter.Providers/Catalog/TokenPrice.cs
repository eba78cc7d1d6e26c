// What a million tokens cost, in US dollars; null is not known (0 is free).
namespace InworldRouter.Providers.Catalog;

/// <summary>Prices in USD per million tokens; null where no public price is known, 0 where the provider charges nothing.</summary>
/// <param name="CacheRead">Prompt tokens that were read from the provider's cache, per million.</param>
/// <param name="CacheWrite">Prompt tokens that were written to the provider's cache, per million.</param>
public readonly record struct TokenPrice(double? Input, double? Output, double? CacheRead, double? CacheWrite);

/// <summary>The price of the whole request once its prompt is longer than <paramref name="AboveInputTokens"/>.</summary>
public readonly record struct PriceTier(int AboveInputTokens, TokenPrice Price);

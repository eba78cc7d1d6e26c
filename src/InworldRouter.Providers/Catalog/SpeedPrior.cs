// How fast a model is believed to be before it has been measured here.
namespace InworldRouter.Providers.Catalog;

/// <summary>A published measurement that stands in until the router has its own.</summary>
/// <param name="TtftMilliseconds">Milliseconds to the first visible token, hidden reasoning included.</param>
/// <param name="TokensPerSecond">Output tokens per second after the first.</param>
/// <param name="Basis">Tag of the source in SOURCES.md; null when there is no prior.</param>
public readonly record struct SpeedPrior(double? TtftMilliseconds, double? TokensPerSecond, string? Basis);

// What the catalog's writer must know of a [Provider] class.
using InworldRouter.Generators.Incremental;

namespace InworldRouter.Generators.Providers;

/// <param name="Id">The provider's id, as in <c>groq/llama-4</c>.</param>
/// <param name="Type">The fully qualified class.</param>
internal sealed record ProviderModel(string Id, string Type);

/// <summary>Either a model or the reasons why there is none; the place is kept for a clash of ids, which only all readings together show.</summary>
internal sealed record ProviderReading(ProviderModel? Model, DiagnosticInfo? Fault, DiagnosticInfo Clash);

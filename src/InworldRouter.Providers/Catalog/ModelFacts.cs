// What is known of a model before anything is measured.
namespace InworldRouter.Providers.Catalog;

[Flags]
public enum ModelCapabilities
{
    None = 0,
    Tools = 1,
    Vision = 2,
    AudioInput = 4,
    FileInput = 8,
    ImageOutput = 16,
    JsonSchema = 32,
    Reasoning = 64,
    PromptCache = 128,
    WebSearch = 256,
}

/// <summary>One model at one provider. Null = not known.</summary>
public sealed record ModelFacts
{
    /// <summary><c>provider/model</c></summary>
    public required string Id { get; init; }

    public required string ProviderId { get; init; }

    public required string UpstreamName { get; init; }

    /// <summary>Bare names that reach it on any provider.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Tokens that prompt and answer may take together.</summary>
    public int? ContextTokens { get; init; }

    public int? MaxOutputTokens { get; init; }

    /// <summary>USD per million tokens.</summary>
    public double? InputPrice { get; init; }

    public double? OutputPrice { get; init; }

    public double? CacheReadPrice { get; init; }

    public double? CacheWritePrice { get; init; }

    public ModelCapabilities Capabilities { get; init; }

    /// <summary>0 to 100; see Catalog/SOURCES.md.</summary>
    public double? Intelligence { get; init; }

    public double? Math { get; init; }

    public double? Coding { get; init; }

    /// <summary>Prior until enough has been measured: milliseconds to the first token, tokens per second.</summary>
    public double? TtftMs { get; init; }

    public double? TokensPerSecond { get; init; }

    /// <summary>Unix seconds of its release; 0 when not known.</summary>
    public long Released { get; init; }
}

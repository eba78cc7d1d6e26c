// A model that the built-in catalog lacks, or a correction to it.
namespace InworldRouter.ControlPlane.Configuration;

public sealed record ModelConfig
{
    [Setting("provider/model")]
    public string? Id { get; init; }

    [Setting("Bare names that reach it too.")]
    public IReadOnlyList<string?>? Aliases { get; init; }

    [Setting("USD per million tokens.")]
    public PriceConfig? Price { get; init; }

    [Setting("Tokens that prompt and answer may take together.", Min = 1, Max = int.MaxValue)]
    public int? Context { get; init; }

    [Setting("Tokens that an answer may take.", Min = 1, Max = int.MaxValue)]
    public int? MaxOutput { get; init; }

    [Setting("What it can do; left out = not known, so that it is tried.",
        OneOf = ["tools", "vision", "audio_input", "video_input", "file_input", "image_output", "json_schema", "reasoning", "prompt_cache", "web_search"])]
    public IReadOnlyList<string?>? Capabilities { get; init; }

    [Setting("How good it is, 0 to 100.")]
    public ScoresConfig? Scores { get; init; }
}

public sealed record PriceConfig
{
    [Setting("Prompt, USD per million tokens.", Min = 0, Max = 1_000_000)]
    public double? Input { get; init; }

    [Setting("Answer, USD per million tokens.", Min = 0, Max = 1_000_000)]
    public double? Output { get; init; }

    [Setting("Prompt read from the provider's cache, USD per million tokens.", Min = 0, Max = 1_000_000)]
    public double? CacheRead { get; init; }

    [Setting("Prompt written to the provider's cache, USD per million tokens.", Min = 0, Max = 1_000_000)]
    public double? CacheWrite { get; init; }
}

public sealed record ScoresConfig
{
    [Setting("General ability, 0 to 100.", Min = 0, Max = 100)]
    public double? Intelligence { get; init; }

    [Setting("Mathematics, 0 to 100.", Min = 0, Max = 100)]
    public double? Math { get; init; }

    [Setting("Programming, 0 to 100.", Min = 0, Max = 100)]
    public double? Coding { get; init; }
}

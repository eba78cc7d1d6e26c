// What a model can do beyond text in and text out.
namespace InworldRouter.Providers.Catalog;

/// <summary>What a model can do, as its sources say; a flag that is not set means unknown or no.</summary>
[Flags]
public enum ModelCapabilities
{
    None = 0,
    Tools = 1 << 0,
    JsonSchema = 1 << 1,
    Reasoning = 1 << 2,
    PromptCache = 1 << 3,
    WebSearch = 1 << 4,

    /// <summary>Takes images.</summary>
    Vision = 1 << 5,
    AudioInput = 1 << 6,
    VideoInput = 1 << 7,

    /// <summary>Takes documents (PDF).</summary>
    FileInput = 1 << 8,

    /// <summary>Makes images.</summary>
    ImageOutput = 1 << 9,
}

// What a vendor cannot read in the messages of a conversation, and what it must find there.
namespace InworldRouter.Providers.OpenAI;

[Flags]
public enum MessageHabits
{
    None = 0,

    /// <summary>It does not know the role <c>developer</c>, OpenAI's newer word for <c>system</c>.</summary>
    NoDeveloper = 1 << 0,

    /// <summary>It wants text as a string, not as an array of text parts.</summary>
    TextAsString = 1 << 1,

    /// <summary>It refuses a <c>name</c>, but for a tool's.</summary>
    NoNames = 1 << 2,

    /// <summary>It refuses, or has no use for, the reasoning of earlier answers.</summary>
    NoReasoning = 1 << 3,

    /// <summary>It reads earlier reasoning in <c>reasoning_content</c> alone.</summary>
    ReasoningAsContent = 1 << 4,

    /// <summary>It wants <c>reasoning_content</c> in every assistant message, an empty one where there was none.</summary>
    ReasoningAlways = 1 << 5 | ReasoningAsContent,

    /// <summary>
    /// What Anthropic and Gemini have signed means nothing to it: "Never send a signature minted by another provider/model family" (providers.md C.3).
    /// </summary>
    NoSignatures = 1 << 6,

    /// <summary>It refuses what only answers have: annotations and images.</summary>
    NoAnnotations = 1 << 7,

    /// <summary>It refuses what only OpenAI's messages have: refusal and audio.</summary>
    NoRefusal = 1 << 8,

    NoExtras = NoAnnotations | NoRefusal,

    /// <summary>It refuses Anthropic's <c>cache_control</c>.</summary>
    NoCacheMarkers = 1 << 9,

    /// <summary>It refuses pictures in a tool's message: "images are **not** legal in tool content" (providers.md A.1).</summary>
    NoResultImages = 1 << 10,

    /// <summary>
    /// "convert developer→system for all but OpenAI/Azure/Cerebras … drop refusal/annotations/reasoning*/audio/images from replayed assistant messages
    /// unless the provider wants them" (providers.md E). Reasoning is each vendor's own matter.
    /// </summary>
    Usual = NoDeveloper | NoSignatures | NoExtras | NoCacheMarkers | NoResultImages,
}

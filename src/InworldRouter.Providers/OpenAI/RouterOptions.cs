// The names of the options that are the router's own, wherever in a request they stand.
namespace InworldRouter.Providers.OpenAI;

internal static class RouterOptions
{
    public static bool IsOption(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("metadata"u8) || name.SequenceEqual("models"u8) || name.SequenceEqual("ignore"u8) || name.SequenceEqual("sort"u8)
        || name.SequenceEqual("fallback"u8) || name.SequenceEqual("reasoning"u8) || name.SequenceEqual("provider"u8)
        || name.SequenceEqual("prompt_variables"u8) || name.SequenceEqual("web_search"u8) || name.SequenceEqual("web_search_options"u8)
        || name.SequenceEqual("compression"u8) || name.SequenceEqual("image_config"u8);
}

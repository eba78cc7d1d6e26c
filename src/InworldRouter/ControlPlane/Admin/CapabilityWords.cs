// Capabilities and modalities in the words of the API.
using InworldRouter.Providers.Catalog;

namespace InworldRouter.ControlPlane.Admin;

internal static class CapabilityWords
{
    private static readonly (ModelCapabilities Flag, string Word)[] Capabilities =
    [
        (ModelCapabilities.Tools, "tools"),
        (ModelCapabilities.JsonSchema, "json_schema"),
        (ModelCapabilities.Reasoning, "reasoning"),
        (ModelCapabilities.PromptCache, "prompt_cache"),
        (ModelCapabilities.WebSearch, "web_search"),
        (ModelCapabilities.Vision, "vision"),
        (ModelCapabilities.AudioInput, "audio_input"),
        (ModelCapabilities.VideoInput, "video_input"),
        (ModelCapabilities.FileInput, "file_input"),
        (ModelCapabilities.ImageOutput, "image_output"),
    ];

    private static readonly (ModelModalities Flag, string Word)[] Modalities =
    [
        (ModelModalities.Text, "text"),
        (ModelModalities.Image, "image"),
        (ModelModalities.Audio, "audio"),
        (ModelModalities.Video, "video"),
        (ModelModalities.File, "file"),
    ];

    public static IEnumerable<string> Of(ModelCapabilities capabilities) => Capabilities.Where(c => capabilities.HasFlag(c.Flag)).Select(c => c.Word);

    public static IEnumerable<string> Of(ModelModalities modalities) => Modalities.Where(m => modalities.HasFlag(m.Flag)).Select(m => m.Word);

    /// <summary>Request fields that are carried to such a model.</summary>
    public static IEnumerable<string> Parameters(ModelCapabilities capabilities)
    {
        IEnumerable<string> all = ["max_tokens", "temperature", "top_p", "stop", "stream"];
        if (capabilities.HasFlag(ModelCapabilities.Tools))
            all = all.Concat(["tools", "tool_choice"]);
        if (capabilities.HasFlag(ModelCapabilities.JsonSchema))
            all = all.Append("response_format");
        return capabilities.HasFlag(ModelCapabilities.Reasoning) ? all.Append("reasoning_effort") : all;
    }
}

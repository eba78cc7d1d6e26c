// The words of the catalog's files for the members of the enums.
namespace InworldRouter.Generators.Models;

internal static class FlagWords
{
    public static readonly Dictionary<string, string> Modalities = new(StringComparer.Ordinal)
    {
        ["text"] = "Text", ["image"] = "Image", ["audio"] = "Audio", ["video"] = "Video", ["pdf"] = "File",
    };

    public static readonly Dictionary<string, string> Abilities = new(StringComparer.Ordinal)
    {
        ["tools"] = "Tools", ["json_schema"] = "JsonSchema", ["reasoning"] = "Reasoning", ["prompt_cache"] = "PromptCache", ["web_search"] = "WebSearch",
    };

    public static readonly Dictionary<string, string> Efforts = new(StringComparer.Ordinal)
    {
        ["none"] = "Off", ["minimal"] = "Minimal", ["low"] = "Low", ["medium"] = "Medium", ["high"] = "High", ["xhigh"] = "Xhigh", ["max"] = "Max",
    };

    public static readonly Dictionary<string, string> Traits = new[]
    {
        "AdaptiveThinking", "BudgetThinking", "EffortParameter", "LevelThinking", "ThinksByDefault", "AlwaysThinks", "ReasonsOnRequest",
        "OffUpToHighEffort", "OffIsBetweenTools", "NoSampling", "OneSampling", "NoPenalties", "NoForcedTools", "StructuredOutput", "NoPrefill",
        "MidConversationSystem", "NoSystem", "JsonSchema", "MixedTools", "SignaturesRequired", "ImageOutput", "ImagesEndpoint", "ResponsesForTools",
        "ResponsesOnly", "WebSearchOptions", "AnyImageSize",
    }.ToDictionary(SnakeCase, StringComparer.Ordinal);

    private static string SnakeCase(string member) =>
        string.Concat(member.Select((c, at) => char.IsUpper(c) ? (at == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}

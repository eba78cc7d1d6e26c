// The official suite's cases as JSON; they are not part of this repository, so the test skips where they are not at hand.
using System.Text.Json;

namespace InworldRouter.Cel.Tests.Conformance;

internal static class ConformanceData
{
    public static readonly Dictionary<string, JsonElement> Cases = Load();

    /// <summary>Where the cases are: INWORLD_SHARED, or a folder 'shared' beside the checkout.</summary>
    private static Dictionary<string, JsonElement> Load()
    {
        var file = Find() is { } shared ? Path.Combine(shared, "data", "cel", "conformance.json") : "";
        if (!File.Exists(file))
            return [];
        return JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("INWORLD_SHARED") is { Length: > 0 } given)
            return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "InworldRouter.sln")))
                return folder.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
        }
        return null;
    }
}

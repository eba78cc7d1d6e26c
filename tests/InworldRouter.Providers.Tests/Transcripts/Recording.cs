// Recorded traffic of real providers; it is not part of this repository, so its tests skip where it is not at hand.

namespace InworldRouter.Providers.Tests.Transcripts;

internal static class Recording
{
    private static readonly string? Folder = Find();

    public static byte[] Read(string name)
    {
        if (Folder is null)
            Assert.Skip("no recorded transcripts: neither INWORLD_SHARED nor a folder 'shared' beside the checkout");
        return File.ReadAllBytes(Path.Combine(Folder, name));
    }

    /// <summary>All recordings whose names begin so.</summary>
    public static IEnumerable<string> Names(string provider, string prefix) => Folder is null ? [] : Directory.EnumerateFiles(Path.Combine(Folder, provider), $"{prefix}*")
        .Where(f => !f.EndsWith(".meta.json", StringComparison.Ordinal))
        .Select(f => $"{provider}/{Path.GetFileName(f)}");

    /// <summary>All recordings of a provider that are of this dialect.</summary>
    public static IEnumerable<string> Names(string provider) => Names(provider, "")
        .Where(n => !n.StartsWith("openai/responses-", StringComparison.Ordinal) && !n.StartsWith("openai/images-", StringComparison.Ordinal) && !n.StartsWith("openai/moderations-", StringComparison.Ordinal));

    public static Provider ProviderOf(string name) => name[..name.IndexOf('/', StringComparison.Ordinal)] switch
    {
        "ollama" or "zai" => Vendors.Of("openai-compatible"),
        var id => Vendors.Of(id),
    };

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("INWORLD_SHARED") is { Length: > 0 } given)
            return Existing(given);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "InworldRouter.sln")))
                return folder.Parent is { } parent ? Existing(Path.Combine(parent.FullName, "shared")) : null;
        }
        return null;
    }

    private static string? Existing(string shared)
    {
        var transcripts = Path.Combine(shared, "data", "transcripts");
        return Directory.Exists(transcripts) ? transcripts : null;
    }
}

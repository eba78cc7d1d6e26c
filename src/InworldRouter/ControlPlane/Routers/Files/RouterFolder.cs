// "routers": read-only files, one router each, in the API's own shape (configuration.md).
using System.Globalization;
using System.Text;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.ControlPlane.Routers.Validation;

namespace InworldRouter.ControlPlane.Routers.Files;

public static class RouterFolder
{
    /// <param name="folder">Absolute; null when the setting is not there.</param>
    /// <param name="problems">A file's are under <c>routers/file.json: path</c>.</param>
    /// <param name="warnings">Fields that mean nothing, likewise.</param>
    public static IReadOnlyList<RouterFile> Read(string? folder, ConfigProblems problems, List<string> warnings)
    {
        if (folder is null)
            return [];
        var files = new List<RouterFile>();
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Paths(folder, problems))
        {
            if (Read(path, folder, problems, warnings) is not { } file)
                continue;
            if (byName.TryAdd(file.Name, file.Place))
                files.Add(file);
            else
                problems.Add($"{file.Place}: name", $"{byName[file.Name]} holds the router \"{file.Name}\" too", "keep one of them");
        }
        return files;
    }

    /// <summary>Another text when a file has come, gone or been written since. Links are followed: Kubernetes swaps the folder behind them.</summary>
    public static string Fingerprint(string? folder)
    {
        var print = new StringBuilder();
        foreach (var path in folder is null ? [] : Paths(folder, []))
        {
            try
            {
                using var file = File.OpenHandle(path);
                print.Append(CultureInfo.InvariantCulture, $"{path} {RandomAccess.GetLength(file)} {File.GetLastWriteTimeUtc(file).Ticks}\n");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone since it was listed, or not to be read: reading it will say so.
                print.Append(path).Append('\n');
            }
        }
        return print.ToString();
    }

    private static RouterFile? Read(string path, string folder, ConfigProblems problems, List<string> warnings)
    {
        var place = $"{Path.GetFileName(folder.TrimEnd('/'))}/{Path.GetFileName(path)}";
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(place, $"the file cannot be read: {e.Message}", "make it readable, or remove it");
            return null;
        }
        var reading = RouterReader.Read(bytes);
        warnings.AddRange(reading.Warnings.Select(warning => $"{place}: {warning}"));
        var router = reading.Document is { } document
            ? CheckedRouter.Of(document with { Name = document.Name ?? document.Id ?? Path.GetFileNameWithoutExtension(path) }, null, reading.Problems)
            : null;
        foreach (var problem in reading.Problems)
            problems.Add($"{place}: {problem.Path}", problem.What, problem.Remedy);
        return router is null ? null : new RouterFile(router.Name, place, router.Json);
    }

    // Hidden ones are not the operator's: "..data" of a Kubernetes mount, an editor's swap file.
    private static IEnumerable<string> Paths(string folder, ConfigProblems problems)
    {
        try
        {
            return Directory.GetFiles(folder, "*.json").Where(path => Path.GetFileName(path)[0] != '.').Order(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add("routers", $"the folder {folder} cannot be read: {e.Message}", "create it, correct the path, or remove the setting");
            return [];
        }
    }
}

// The README's table of the journey names folders and types that are there.
using System.Text.RegularExpressions;
using InworldRouter.DataPlane;

namespace InworldRouter.Tests.Architecture;

public sealed partial class ReadmeTests
{
    [Fact]
    public void TheJourneyTable_NamesWhatThereIs()
    {
        var rows = File.ReadLines(Readme()).Where(line => JourneyRow().IsMatch(line)).ToArray();
        var types = typeof(CallJourney).Assembly.GetTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var missing = rows.SelectMany(row => Quoted().Matches(row)).Select(match => match.Groups[1].Value).Where(name => !types.Contains(name) && !IsFolder(name));

        Assert.InRange(rows.Length, 8, 12);
        Assert.Empty(missing);
    }

    [Fact]
    public void EveryPathIntoTheSources_IsThere()
    {
        var root = Checkout.Root;
        var missing = Path().Matches(File.ReadAllText(Readme())).Select(match => match.Groups[1].Value).Where(path => !File.Exists(System.IO.Path.Combine(root, path)) && !Directory.Exists(System.IO.Path.Combine(root, path)));

        Assert.Empty(missing);
    }

    private static bool IsFolder(string name) =>
        Directory.Exists(System.IO.Path.Combine(Checkout.Root, "src/InworldRouter", name)) || Directory.Exists(System.IO.Path.Combine(Checkout.Root, "src", name));

    private static string Readme()
    {
        var path = System.IO.Path.Combine(Checkout.Root, "README.md");
        Assert.SkipUnless(File.Exists(path), "there is no README.md yet");
        return path;
    }

    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex JourneyRow();

    [GeneratedRegex("`([A-Za-z./]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[`(]((?:src|tests|bench|generators)/[\w./-]+)[`)]")]
    private static partial Regex Path();
}

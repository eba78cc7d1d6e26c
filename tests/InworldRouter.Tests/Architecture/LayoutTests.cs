// Where things stand: namespace = folder, and a sentence at the head of every file.
using System.Text.RegularExpressions;

namespace InworldRouter.Tests.Architecture;

public sealed partial class LayoutTests
{
    public static readonly TheoryData<string, string> Projects = new()
    {
        { "src/InworldRouter", "InworldRouter" },
        { "src/InworldRouter.Providers", "InworldRouter.Providers" },
        { "src/InworldRouter.Cel", "InworldRouter.Cel" },
        { "src/InworldRouter.Wire", "InworldRouter.Wire" },
        { "generators/InworldRouter.Generators", "InworldRouter.Generators" },
        { "tests/InworldRouter.Tests", "InworldRouter.Tests" },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void ANamespace_IsItsFolder(string folder, string root)
    {
        var wrong = new List<string>();
        foreach (var path in Checkout.Sources(folder))
        {
            var expected = string.Join('.', [root, .. Path.GetDirectoryName(path)!.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
            var found = Namespace().Match(File.ReadAllText(Path.Combine(Checkout.Root, folder, path)));
            // Top-level statements have none; neither has what only satisfies an older framework's compiler.
            if (found.Success && found.Groups[1].Value != expected && !found.Groups[1].Value.StartsWith("System.", StringComparison.Ordinal))
                wrong.Add($"{path}: {found.Groups[1].Value}, expected {expected}");
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void EveryFile_BeginsWithASentenceOnWhatItIsFor(string folder, string root)
    {
        Assert.StartsWith("InworldRouter", root, StringComparison.Ordinal);
        Assert.All(Checkout.Sources(folder), path => Assert.StartsWith("// ", File.ReadLines(Path.Combine(Checkout.Root, folder, path)).First(), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^namespace ([\w.]+)[;\s{]", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}

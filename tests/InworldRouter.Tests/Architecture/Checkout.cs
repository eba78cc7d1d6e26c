// The working copy that these tests were built from.
namespace InworldRouter.Tests.Architecture;

internal static class Checkout
{
    /// <summary>Its root; the test is skipped where it is not at hand.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "InworldRouter.sln")))
                folder = folder.Parent;
            Assert.SkipWhen(folder is null, "the sources are not beside the tests");
            return folder!.FullName;
        }
    }

    /// <summary>The C# files below a folder of the checkout, without what the build made, as paths from that folder.</summary>
    public static IEnumerable<string> Sources(string folder)
    {
        var root = Path.Combine(Root, folder);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Where(path => !path.StartsWith("obj", StringComparison.Ordinal));
    }
}

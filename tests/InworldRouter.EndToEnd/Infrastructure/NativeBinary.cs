// Where the published program is.
namespace InworldRouter.EndToEnd.Infrastructure;

internal static class NativeBinary
{
    private const string Variable = "INWORLD_ROUTER_BINARY";

    /// <summary>The binary's path; the test is skipped when nobody has published it.</summary>
    public static string Path
    {
        get
        {
            var path = Environment.GetEnvironmentVariable(Variable) ?? InRepository();
            if (path is null || !File.Exists(path))
                Assert.Skip($"no native binary: set {Variable}, or publish to artifacts/native");
            return path;
        }
    }

    private static string? InRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "InworldRouter.sln")))
                return System.IO.Path.Combine(folder.FullName, "artifacts", "native", "inworld-router");
        }
        return null;
    }
}

// Reads configurations written in a test, with an environment of the test's own.
using System.Text;
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.Tests.ControlPlane.Configuration;

internal static class Settings
{
    public static RouterConfig? Read(string text, ConfigProblems problems, params (string Name, string Value)[] environment) =>
        new ConfigReader(name => environment.FirstOrDefault(e => e.Name == name).Value)
            .Read(Encoding.UTF8.GetBytes(text), Path.GetTempPath(), "test.json", problems);

    /// <summary>Reads what is expected to be without a problem.</summary>
    public static RouterConfig Read(string text, params (string Name, string Value)[] environment)
    {
        var problems = new ConfigProblems();
        var config = Read(text, problems, environment);
        Assert.Empty(problems);
        return config!;
    }

    public static string[] Problems(string text, params (string Name, string Value)[] environment)
    {
        var problems = new ConfigProblems();
        Read(text, problems, environment);
        return [.. problems.Select(p => p.ToString())];
    }
}

// The scripts in this folder, with the clients that the lock file names, run by Node.js.
using System.Diagnostics;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Npm;

internal static class NodeProject
{
    // A registry far away, two loaded cores.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly Lazy<Task> Installed = new(InstallAsync);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Npm");

    /// <summary>Runs the tests of one script; what it says is the failure.</summary>
    public static async Task TestAsync(string script, params (string Name, string Value)[] environment)
    {
        foreach (var program in (string[])["node", "npm"])
            Assert.SkipUnless(IsThere(program), $"no {program} here; apt-get install nodejs npm");
        await Installed.Value;
        await RunAsync("node", ["--test", "--test-reporter=spec", script], environment);
    }

    // The clients' "engines" are what they are tested with, not what they need.
    private static Task InstallAsync() => RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--engine-strict=false", "--loglevel=error"]);

    private static async Task RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().In(Patience);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}{await errors}");
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}

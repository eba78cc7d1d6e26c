// inworld-router check: says everything that is wrong with a configuration, or prints its JSON schema.
using InworldRouter.ControlPlane;
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Plan;

namespace InworldRouter.Commands;

public static class CheckCommand
{
    private const int Fine = 0;

    // configuration.md: "Exit codes: 0 fine, 64 usage or configuration error".
    private const int Wrong = 64;

    /// <param name="args">What follows the word <c>check</c>.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        string? file = null;
        string? urls = null;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--schema":
                    output.WriteLine(ConfigSchema.Write());
                    return Fine;
                case "--config" when i + 1 < args.Length:
                    file = args[++i];
                    break;
                case "--urls" when i + 1 < args.Length:
                    urls = args[++i];
                    break;
                default:
                    error.WriteLine($"{args[i]}: not understood; usage: inworld-router check [--config FILE] [--urls URL] | --schema");
                    return Wrong;
            }
        }
        var problems = new ConfigProblems();
        var source = PlanSource.Of(file, urls, Environment.GetEnvironmentVariable, Catalog.BuiltIn, new LiveState(TimeProvider.System));
        if (source.Load(problems) is { } loaded)
        {
            foreach (var warning in loaded.Warnings)
                error.WriteLine(warning);
            var routers = loaded.Config.Routers is null ? "" : $", routers: {loaded.Routers.Count}";
            output.WriteLine($"{source.File ?? "environment"}: fine; providers: {loaded.Plan.Providers.Count}, models: {loaded.Plan.Models.All.Length}, keys: {loaded.Config.Auth?.Keys?.Count ?? 0}{routers}");
            return Fine;
        }
        foreach (var problem in problems)
            error.WriteLine(problem);
        return Wrong;
    }
}

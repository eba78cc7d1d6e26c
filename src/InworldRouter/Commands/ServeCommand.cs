// inworld-router serve: runs the router.
using InworldRouter.ControlPlane;
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Hosting;
using InworldRouter.Plan;

namespace InworldRouter.Commands;

public static class ServeCommand
{
    /// <param name="args">What follows the word <c>serve</c>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        string? file = null;
        string? urls = null;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--config" when i + 1 < args.Length:
                    file = args[++i];
                    break;
                case "--urls" when i + 1 < args.Length:
                    urls = args[++i];
                    break;
            }
        }
        var state = new LiveState(TimeProvider.System);
        var source = PlanSource.Of(file, urls, Environment.GetEnvironmentVariable, Catalog.BuiltIn, state);
        var problems = new ConfigProblems();
        if (source.Load(problems) is not { } loaded)
        {
            foreach (var problem in problems)
                Console.Error.WriteLine(problem);
            return 64;
        }
        var services = new RouterServices(loaded.Plan, state);
        await using var app = RouterServer.Build(loaded.Listen, services);
        await app.RunAsync();
        return 0;
    }
}

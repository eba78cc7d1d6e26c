// inworld-router simulate: a stand-in for the providers, for load tests of one's own and for demonstrations.
using System.Net;
using InworldRouter.Simulation;

namespace InworldRouter.Commands;

internal static class SimulateCommand
{
    private const string Usage = "usage: inworld-router simulate [--urls URL] [--scenario FILE]";

    private static readonly Uri DefaultUrl = new("http://127.0.0.1:8090");

    /// <summary>Runs until SIGTERM or SIGINT.</summary>
    /// <param name="args">What follows the command's name.</param>
    /// <returns>0, or 64 for a wrong option, URL or scenario.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var url = DefaultUrl;
        var scenario = Scenario.Plain;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--help" or "-h")
            {
                WriteHelp();
                return 0;
            }
            if (args[i] is not ("--urls" or "--scenario"))
                return Refuse($"unknown option {args[i]}", Usage);
            if (i + 1 == args.Length)
                return Refuse($"{args[i]} needs a value", Usage);
            if (args[i] == "--urls" && !TryParseUrl(args[i + 1], out url))
                return Refuse($"--urls {args[i + 1]}: must be one URL such as http://127.0.0.1:8090, its host an address, localhost or *");
            if (args[i] == "--scenario" && !TryReadScenario(args[i + 1], out scenario))
                return ExitCode.Usage;
            i++;
        }

        try
        {
            using var signals = new StopSignals();
            await using var simulator = await Simulator.StartAsync(url, scenario, TimeProvider.System, CancellationToken.None);
            Console.WriteLine($"simulator listening on {simulator.Address.GetLeftPart(UriPartial.Authority)}");
            await signals.First;
            return ExitCode.Fine;
        }
        catch (IOException e)
        {
            return Refuse(e.Message);
        }
    }

    private static bool TryParseUrl(string text, out Uri url)
    {
        // Uri has no name for every address.
        var parsed = Uri.TryCreate(text.Replace("//*", "//0.0.0.0").Replace("//+", "//0.0.0.0"), UriKind.Absolute, out var found);
        url = found ?? DefaultUrl;
        return parsed && url.Scheme == "http" && (url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out _));
    }

    private static bool TryReadScenario(string file, out Scenario scenario)
    {
        scenario = Scenario.Plain;
        try
        {
            var (read, problems) = ScenarioReader.Read(File.ReadAllBytes(file));
            foreach (var problem in problems)
                Console.Error.WriteLine($"{file}: {problem}");
            scenario = read ?? scenario;
            return read is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"--scenario {file}: {e.Message}");
            return false;
        }
    }

    private static int Refuse(params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
            Console.Error.WriteLine(line);
        return ExitCode.Usage;
    }

    private static void WriteHelp()
    {
        Console.WriteLine(Usage);
        Console.WriteLine("""

            A scenario file: the first rule that matches a call decides, and begins with the defaults.
              {
                "seed": 42,
                "defaults": { "ttft": "200ms..400ms", "tokensPerSecond": 60 },
                "rules": [
                  { "model": "gpt-4o*", "share": 0.02, "status": 503, "retryAfter": "2s" },
                  { "model": "slow-*", "stallAfter": 10, "stallFor": "30s" }
                ]
              }

            What defaults and rules may set, and the header that sets it for one call (the router passes no headers on: send them here directly):
            """);
        foreach (var setting in BehaviorSettings.All)
            Console.WriteLine($"  {setting.Name,-18} {setting.Header,-27} {setting.Meaning}: {setting.Form}");
    }
}

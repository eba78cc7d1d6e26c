// The command line, read and refused.
using System.Globalization;

namespace InworldRouter.LoadTest;

internal sealed record LoadOptions
{
    public bool Soak { get; private init; }

    public IReadOnlyList<string> Scenarios { get; private init; } = ["json", "sse"];

    /// <summary>Empty: each scenario's usual ones.</summary>
    public IReadOnlyList<double> Rates { get; private init; } = [];

    public TimeSpan Slice { get; private init; } = TimeSpan.FromSeconds(4);

    public int Slices { get; private init; } = 6;

    public double Minutes { get; private init; } = 10;

    public string Binary { get; private init; } = Environment.GetEnvironmentVariable("INWORLD_ROUTER_BINARY") ?? "artifacts/native/inworld-router";

    public bool Pinned { get; private init; } = Environment.ProcessorCount >= 2 && OperatingSystem.IsLinux();

    public Uri? Direct { get; private init; }

    public Uri? Router { get; private init; }

    public string? Key { get; private init; }

    public string ModelPrefix { get; private init; } = "openai/";

    /// <exception cref="FormatException">What is wrong with which argument.</exception>
    public static LoadOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new LoadOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            if (name == "soak")
            {
                options = options with { Soak = true };
                continue;
            }
            if (name == "--no-pin")
            {
                options = options with { Pinned = false };
                continue;
            }
            if (!name.StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
                throw new FormatException($"{name}: not an option, or one without its value");
            options = options.With(name, args[++i]);
        }
        return (options.Direct is null) == (options.Router is null) ? options : throw new FormatException("--direct and --router belong together");
    }

    private LoadOptions With(string name, string value) => name switch
    {
        "--scenario" => this with { Scenarios = value.Split(',') },
        "--rate" => this with { Rates = [.. value.Split(',').Select(r => Number(name, r))] },
        "--slice" => this with { Slice = TimeSpan.FromSeconds(Number(name, value)) },
        "--slices" => this with { Slices = (int)Number(name, value) },
        "--minutes" => this with { Minutes = Number(name, value) },
        "--binary" => this with { Binary = value },
        "--direct" => this with { Direct = Url(name, value) },
        "--router" => this with { Router = Url(name, value) },
        "--key" => this with { Key = value },
        "--model-prefix" => this with { ModelPrefix = value },
        _ => throw new FormatException($"{name}: no such option; --help lists them"),
    };

    private static double Number(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : throw new FormatException($"{name} {value}: must be a number above 0");

    private static Uri Url(string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == "http"
            ? url : throw new FormatException($"{name} {value}: must be a URL such as http://127.0.0.1:8080/v1");
}

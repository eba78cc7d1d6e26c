// The options of the serve command.
using System.Diagnostics.CodeAnalysis;

namespace InworldRouter.Commands;

/// <param name="File"><c>--config</c></param>
/// <param name="Urls"><c>--urls</c></param>
/// <param name="Demo"><c>--demo</c>: a simulator stands in for every provider.</param>
internal sealed record ServeOptions(string? File, string? Urls, bool Demo)
{
    public static bool TryParse(string[] args, [NotNullWhen(true)] out ServeOptions? options, [NotNullWhen(false)] out string? complaint)
    {
        options = null;
        complaint = null;
        var parsed = new ServeOptions(null, null, false);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--demo":
                    parsed = parsed with { Demo = true };
                    break;
                case "--config" or "--urls" when i + 1 == args.Length:
                    complaint = $"{args[i]} needs a value; inworld-router --help shows the options";
                    return false;
                case "--config":
                    parsed = parsed with { File = args[++i] };
                    break;
                case "--urls":
                    parsed = parsed with { Urls = args[++i] };
                    break;
                default:
                    complaint = $"{args[i]}: no such command or option; inworld-router --help shows them";
                    return false;
            }
        }
        if (parsed is { Demo: true, File: not null })
        {
            complaint = "--demo and --config exclude each other: the demo brings its own configuration";
            return false;
        }
        options = parsed;
        return true;
    }
}

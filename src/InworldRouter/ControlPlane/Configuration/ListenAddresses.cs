// Where the router listens: the command line, else ASPNETCORE_URLS, else the file, else the loopback.
using System.Net;

namespace InworldRouter.ControlPlane.Configuration;

/// <param name="Source">The setting or option that they come from, for problems.</param>
public sealed record ListenAddresses(string Source, IReadOnlyList<string> Urls)
{
    public const string Default = "http://127.0.0.1:8080";

    /// <param name="option">The value of <c>--urls</c>: addresses separated by <c>;</c>.</param>
    public static ListenAddresses Of(RouterConfig config, string? option, Func<string, string?> environment)
    {
        if (!string.IsNullOrWhiteSpace(option))
            return new ListenAddresses("--urls", Split(option));
        if (environment("ASPNETCORE_URLS") is { } variable && !string.IsNullOrWhiteSpace(variable))
            return new ListenAddresses("ASPNETCORE_URLS", Split(variable));
        return config.Listen is { Count: > 0 } listed
            ? new ListenAddresses("listen", [.. listed.Select(url => url ?? "")])
            : new ListenAddresses("listen", [Default]);
    }

    /// <summary>Where the problem with one of them is to be corrected.</summary>
    public string Path(int index) => Source == "listen" ? SettingPath.Element("listen", index) : Source;

    /// <summary>Null when it is no address to listen on.</summary>
    public static BindingAddress? Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme is "http" or "https" && address.PathBase.Length == 0 && address.Port is >= 0 and <= 65535 ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Nobody but this machine reaches it.</summary>
    public static bool IsLocal(BindingAddress address) =>
        address.IsUnixPipe
        || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    private static string[] Split(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

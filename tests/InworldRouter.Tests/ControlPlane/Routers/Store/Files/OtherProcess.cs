// A process of its own that changes a folder of routers, and may be killed while it does.
using System.Diagnostics;
using System.Globalization;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.ControlPlane.Routers.Store.Files;

namespace InworldRouter.Tests.ControlPlane.Routers.Store.Files;

internal static class OtherProcess
{
    /// <summary>The first argument of this program when it is such a process.</summary>
    public const string Command = "change-routers";

    /// <summary>Bytes in every router that is saved endlessly: so many that their writing takes its time, and half of them could be seen.</summary>
    public const int Padding = 1_000_000;

    /// <summary>Saves counting routers without end; each finished save is a line of its output: name, space, count.</summary>
    public static Process Endlessly(string path) => Start(path, "0");

    /// <summary>Adds that many times one to router <c>a</c>, which others change too.</summary>
    public static Process Increment(string path, int times) => Start(path, times.ToString(CultureInfo.InvariantCulture));

    public static async Task RunAsync(string[] arguments)
    {
        await using var view = await new StoreView(new FileRouterStore(arguments[0], Console.Error.WriteLine, TimeProvider.System)).LoadedAsync();
        var times = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        for (var i = 0; i < times; i++)
            await view.IncrementAsync("a");
        while (times == 0)
        {
            foreach (var name in (string[])["a", "b", "c"])
            {
                var count = (view[name]?.Count() ?? 0) + 1;
                var router = Routers.Of(name, $",\"count\":{count},\"padding\":\"{new string((char)('a' + (count % 26)), Padding)}\"");
                if (await view.SaveAsync(router, view[name]?.Version) == SaveOutcome.Saved)
                    Console.WriteLine($"{name} {count}");
            }
        }
    }

    private static Process Start(string path, string times)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(OtherProcess).Assembly.Location, Command, path, times]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }
}

// The simulator as a server: of its own for the command, or inside the router for a demonstration.
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace InworldRouter.Simulation;

/// <summary>A running simulator. Disposing it stops it without waiting for answers.</summary>
internal sealed class Simulator : IAsyncDisposable
{
    // Conversations with images in them; the router's own limit is what is to be tested, not this one.
    private const long MaxBodyBytes = 256 * 1024 * 1024;

    private readonly WebApplication _app;

    private Simulator(WebApplication app) => _app = app;

    /// <summary>Where it listens, without a path: <c>http://127.0.0.1:40123/</c>. Any base path may be put after it.</summary>
    public required Uri Address { get; init; }

    /// <param name="url">http, a host that is an address, <c>localhost</c> or <c>*</c>, and a port; port 0 takes a free one.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<Simulator> StartAsync(Uri url, Scenario scenario, TimeProvider time, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(AddressOf(url), url.Port);
        });
        var app = builder.Build();
        app.Run(new SimulatedProvider(scenario, time).HandleAsync);
        await app.StartAsync(cancel);
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(app) { Address = new(bound) };
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static IPAddress AddressOf(Uri url) => url.Host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" or "+" => IPAddress.Any,
        var host => IPAddress.Parse(host.Trim('[', ']')),
    };
}

// The web server around the router: Kestrel with the limits of a proxy, and nothing else of ASP.NET.
using System.Net;
using System.Security.Cryptography.X509Certificates;
using InworldRouter.ControlPlane.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace InworldRouter.Hosting;

public static class RouterServer
{
    /// <param name="certificate">For https addresses; null when there are none.</param>
    public static WebApplication Build(ListenAddresses listen, X509Certificate2? certificate, RouterServices services)
    {
        // Empty, not slim: no settings files are looked for, no folder is watched, nothing is logged by the framework.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Our own limit answers in the caller's dialect (C96).
            kestrel.Limits.MaxRequestBodySize = null;
            foreach (var url in listen.Urls)
                Listen(kestrel, ListenAddresses.Parse(url)!, certificate);
        });
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            // The whole call runs where its bytes arrive: no hop to another thread between socket, relay and socket.
            sockets.UnsafePreferInlineScheduling = true;
#if !NET10_0_OR_GREATER
            SetMemoryPoolFactory(sockets, static () => new LargeBlockPool());
#endif
        });
#if NET10_0_OR_GREATER
        builder.Services.AddSingleton<Microsoft.AspNetCore.Connections.IMemoryPoolFactory<byte>, LargeBlockPool.Factory>();
#endif
        var app = builder.Build();
        app.Run(services.Endpoints.DispatchAsync);
        return app;
    }

#if !NET10_0_OR_GREATER
    // A service since .NET 10; until then an internal property of the transport's options.
    [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Method, Name = "set_MemoryPoolFactory")]
    private static extern void SetMemoryPoolFactory(SocketTransportOptions options, Func<System.Buffers.MemoryPool<byte>> factory);
#endif

    private static void Listen(KestrelServerOptions kestrel, BindingAddress address, X509Certificate2? certificate)
    {
        if (address.IsUnixPipe)
            kestrel.ListenUnixSocket(address.UnixPipePath, Configure);
        else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
            kestrel.Listen(ip, address.Port, Configure);
        else if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) && address.Port != 0)
            kestrel.ListenLocalhost(address.Port, Configure);
        else if (ListenAddresses.IsLocal(address))
            kestrel.Listen(IPAddress.Loopback, address.Port, Configure); // any free port, which must be the same for both loopbacks otherwise
        else
            kestrel.ListenAnyIP(address.Port, Configure);

        void Configure(ListenOptions options)
        {
            if (address.Scheme == Uri.UriSchemeHttps)
                options.UseHttps(certificate!);
            else
                options.Protocols = HttpProtocols.Http1;
        }
    }
}

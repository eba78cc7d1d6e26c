// The web server around the router: Kestrel with the limits of a proxy, and nothing else of ASP.NET.
using System.Net;
using InworldRouter.ControlPlane.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace InworldRouter.Hosting;

public static class RouterServer
{
    public static WebApplication Build(ListenAddresses listen, RouterServices services)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Our own limit answers in the caller's dialect (C96).
            kestrel.Limits.MaxRequestBodySize = null;
            foreach (var url in listen.Urls)
                Listen(kestrel, ListenAddresses.Parse(url)!);
        });
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        var app = builder.Build();
        app.Run(services.Endpoints.DispatchAsync);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, BindingAddress address)
    {
        if (IPAddress.TryParse(address.Host, out var ip))
            kestrel.Listen(ip, address.Port, Http1);
        else if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            kestrel.ListenLocalhost(address.Port, Http1);
        else
            kestrel.ListenAnyIP(address.Port, Http1);
    }

    private static void Http1(ListenOptions options) => options.Protocols = HttpProtocols.Http1;
}

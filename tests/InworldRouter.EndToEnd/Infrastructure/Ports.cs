// Free loopback ports for servers that cannot choose their own and say which.
using System.Net;
using System.Net.Sockets;

namespace InworldRouter.EndToEnd.Infrastructure;

internal static class Ports
{
    // Below the range from which Linux takes the ports of outgoing connections (32768 on), each handed out once by this process, and
    // begun anywhere, so that two runs at a time are unlikely to meet.
    private static int Last = 12_000 + Random.Shared.Next(18_000);

    public static int TakeFree()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref Last);
            if (port >= 32_000)
                Interlocked.CompareExchange(ref Last, 12_000, port);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }
}

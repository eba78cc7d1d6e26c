// A provider whose every byte the test writes itself, over a real socket on this machine.
using System.Net;
using System.Net.Sockets;

namespace InworldRouter.Tests.DataPlane;

internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<LoopbackPeer> _peers = [];

    public LoopbackServer() => _listener.Start();

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    /// <summary>Somebody is connecting, or has connected, and has not been accepted.</summary>
    public bool HasPending => _listener.Pending();

    /// <summary>The next connection, when it comes.</summary>
    public async Task<LoopbackPeer> AcceptAsync()
    {
        var socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).Soon();
        socket.NoDelay = true;
        var peer = new LoopbackPeer(socket);
        _peers.Add(peer);
        return peer;
    }

    /// <summary>The next connection and the first request on it.</summary>
    public async Task<LoopbackPeer> CalledAsync()
    {
        var peer = await AcceptAsync();
        await peer.ReadRequestAsync();
        return peer;
    }

    /// <summary>Answers every request that comes in one piece with these bytes, without allocating, until the server is disposed of.</summary>
    public async Task ServeAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                _ = Task.Factory.StartNew(() => Serve(socket, answer), TaskCreationOptions.LongRunning);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // Disposed of.
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var peer in _peers)
            peer.Dispose();
    }

    private static void Serve(Socket socket, byte[] answer)
    {
        using (socket)
        {
            var request = new byte[64 * 1024];
            while (socket.Receive(request, SocketFlags.None, out var error) > 0 && error == SocketError.Success)
                socket.Send(answer, SocketFlags.None, out _);
        }
    }
}

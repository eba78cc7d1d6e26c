// One upstream host: how to reach it, and its idle connections, the most recently used first.
using System.Net;
using System.Net.Security;

namespace InworldRouter.DataPlane.Upstream;

/// <summary>
/// A pool of HTTP/1.1 connections to one authority. The last one returned is the next one taken, so that the pool shrinks by itself
/// when the load does.
/// </summary>
public sealed class UpstreamEndpoint
{
    // Below the idle time-outs of the front ends in use (ALB 60 s, nginx 75 s, Cloudflare 100 s and more); servers that say
    // "Keep-Alive: timeout=…" are believed instead (C79).
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromSeconds(30);

    // A connection that rested longer than this is asked whether it is still there, which costs a system call.
    private static readonly TimeSpan TrustedRest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Stack<UpstreamConnection> _idle = new();
    private readonly SslClientAuthenticationOptions? _tls;
    private readonly IPEndPoint? _address; // the host is an address already
    private readonly TimeProvider _time;

    public UpstreamEndpoint(Uri baseUrl, TimeProvider time)
    {
        _time = time;
        Host = baseUrl.IdnHost;
        Port = baseUrl.Port;
        _address = IPAddress.TryParse(Host.Trim('[', ']'), out var ip) ? new IPEndPoint(ip, Port) : null;
        var named = baseUrl.HostNameType == UriHostNameType.IPv6 ? baseUrl.Host : Host;
        Authority = baseUrl.IsDefaultPort ? named : $"{named}:{Port}";
        if (baseUrl.Scheme == Uri.UriSchemeHttps)
            _tls = new SslClientAuthenticationOptions { TargetHost = Host, ApplicationProtocols = [SslApplicationProtocol.Http11] };
    }

    public string Host { get; }

    public int Port { get; }

    /// <summary>For the Host header.</summary>
    public string Authority { get; }

    /// <summary>An idle connection that looks alive, or null: then <see cref="Open"/>.</summary>
    public UpstreamConnection? TakeIdle()
    {
        while (true)
        {
            UpstreamConnection? connection;
            lock (_gate)
            {
                if (!_idle.TryPop(out connection))
                    return null;
            }
            var rest = _time.GetElapsedTime(connection.IdleSince);
            if (rest < (connection.KeepAlive ?? IdleLifetime) && (rest < TrustedRest || connection.IsStillOpen()))
                return connection;
            connection.Dispose();
        }
    }

    public void Return(UpstreamConnection connection)
    {
        connection.Rest(_time.GetTimestamp());
        lock (_gate)
            _idle.Push(connection);
    }

    /// <summary>A connection that has still to be made: <see cref="ConnectAsync"/>.</summary>
    public static UpstreamConnection Open() => new();

    /// <param name="address">The one of the host's addresses to connect to; null: the host's name is resolved now.</param>
    public ValueTask ConnectAsync(UpstreamConnection connection, IPAddress? address = null) =>
        connection.ConnectAsync(Host, Port, address is null ? _address : new IPEndPoint(address, Port), _tls);

    /// <summary>Closes the connections that have rested too long. Called now and then, so that a burst's connections do not stay.</summary>
    public void CloseStale()
    {
        List<UpstreamConnection>? stale = null;
        lock (_gate)
        {
            if (_idle.Count == 0)
                return;
            var kept = new Stack<UpstreamConnection>(_idle.Count);
            foreach (var connection in _idle.Reverse())
            {
                if (_time.GetElapsedTime(connection.IdleSince) < (connection.KeepAlive ?? IdleLifetime))
                    kept.Push(connection);
                else
                    (stale ??= []).Add(connection);
            }
            if (stale is null)
                return;
            _idle.Clear();
            foreach (var connection in kept.Reverse())
                _idle.Push(connection);
        }
        foreach (var connection in stale)
            connection.Dispose();
    }
}

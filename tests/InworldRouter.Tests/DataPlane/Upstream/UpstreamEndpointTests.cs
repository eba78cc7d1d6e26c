// The connections to one host that rest: the last one first, none that is likely to be dead, none for ever.
using InworldRouter.DataPlane.Upstream;

namespace InworldRouter.Tests.DataPlane.Upstream;

public sealed class UpstreamEndpointTests : IDisposable
{
    private readonly LoopbackServer _server = new();
    private readonly ManualTime _time = new();
    private readonly UpstreamEndpoint _endpoint;

    public UpstreamEndpointTests() => _endpoint = new UpstreamEndpoint(_server.Url, _time);

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("https://api.openai.com/v1", "api.openai.com", 443, "api.openai.com")]
    [InlineData("http://127.0.0.1:11434/v1", "127.0.0.1", 11434, "127.0.0.1:11434")]
    [InlineData("http://[::1]:8000/v1", "::1", 8000, "[::1]:8000")]
    [InlineData("https://bücher.example/v1", "xn--bcher-kva.example", 443, "xn--bcher-kva.example")]
    public void AnAddress_IsThatOfTheBaseUrl(string url, string host, int port, string authority)
    {
        var endpoint = new UpstreamEndpoint(new Uri(url), _time);

        Assert.Equal((host, port, authority), (endpoint.Host.Trim('[', ']'), endpoint.Port, endpoint.Authority));
    }

    [Fact]
    public async Task TheLastReturned_IsTheFirstTaken()
    {
        var (first, second) = (await AnsweredAsync(), await AnsweredAsync());
        _endpoint.Return(first.Connection);
        _endpoint.Return(second.Connection);

        Assert.Same(second.Connection, _endpoint.TakeIdle());
        Assert.Same(first.Connection, _endpoint.TakeIdle());
        Assert.Null(_endpoint.TakeIdle());
        Assert.True(first.Connection.IsReused);
    }

    [Fact]
    public async Task C79_AConnectionThatRestedLong_IsNotTrusted()
    {
        var (connection, peer) = await AnsweredAsync();
        _endpoint.Return(connection);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Same(connection, _endpoint.TakeIdle());
        _endpoint.Return(connection);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Null(_endpoint.TakeIdle());
        await peer.GoneAsync();
    }

    [Theory]
    [InlineData(5, 3.9, true)]
    [InlineData(5, 4, false)]
    [InlineData(75, 73, true)]
    [InlineData(1, 0, false)]
    public async Task C79_AServersOwnKeepAlive_IsBelieved_LessASecond(int timeout, double rest, bool expected)
    {
        var (connection, _) = await AnsweredAsync($"Keep-Alive: timeout={timeout}\r\n");
        _endpoint.Return(connection);
        _time.Advance(TimeSpan.FromSeconds(rest));

        Assert.Equal(expected, _endpoint.TakeIdle() is not null);
    }

    [Fact]
    public async Task C79_AConnectionThatTheServerClosed_OrSpokeOnUnasked_IsNotTaken()
    {
        var closed = await AnsweredAsync();
        var spoken = await AnsweredAsync();
        var good = await AnsweredAsync();
        _endpoint.Return(good.Connection);
        _endpoint.Return(closed.Connection);
        _endpoint.Return(spoken.Connection);
        closed.Peer.Finish();
        await spoken.Peer.SendAsync("HTTP/1.1 408 Request Timeout\r\n\r\n");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Same(good.Connection, _endpoint.TakeIdle());
    }

    [Fact]
    public async Task CloseStale_ClosesThoseThatRestedTooLong_AndKeepsTheOrderOfTheOthers()
    {
        var old = await AnsweredAsync();
        _endpoint.Return(old.Connection);
        _time.Advance(TimeSpan.FromSeconds(20));
        var brief = await AnsweredAsync("Keep-Alive: timeout=3\r\n");
        var (second, third) = (await AnsweredAsync(), await AnsweredAsync());
        _endpoint.Return(second.Connection);
        _endpoint.Return(brief.Connection);
        _endpoint.Return(third.Connection);
        _endpoint.CloseStale();
        _time.Advance(TimeSpan.FromSeconds(10));

        _endpoint.CloseStale();

        await old.Peer.GoneAsync();
        await brief.Peer.GoneAsync();
        Assert.Same(third.Connection, _endpoint.TakeIdle());
        Assert.Same(second.Connection, _endpoint.TakeIdle());
        Assert.Null(_endpoint.TakeIdle());
    }

    [Fact]
    public async Task ManyAtOnce_NeverShareAConnection()
    {
        var connections = new HashSet<UpstreamConnection>();
        for (var i = 0; i < 8; i++)
            connections.Add((await AnsweredAsync()).Connection);
        foreach (var connection in connections)
            _endpoint.Return(connection);
        var inUse = new System.Collections.Concurrent.ConcurrentDictionary<UpstreamConnection, bool>();

        Parallel.For(0, 10_000, _ =>
        {
            if (_endpoint.TakeIdle() is not { } taken)
                return;
            Assert.True(inUse.TryAdd(taken, true));
            Assert.True(inUse.TryRemove(taken, out var _));
            _endpoint.Return(taken);
        });

        for (var i = 0; i < 8; i++)
            Assert.True(connections.Remove(_endpoint.TakeIdle()!));
    }

    private async Task<(UpstreamConnection Connection, LoopbackPeer Peer)> AnsweredAsync(string headers = "")
    {
        var connection = UpstreamEndpoint.Open();
        await _endpoint.ConnectAsync(connection).Soon();
        var peer = await _server.AcceptAsync();
        await peer.SendAsync($"HTTP/1.1 200 OK\r\n{headers}Content-Length: 0\r\n\r\n");
        await connection.ReadHeadAsync(new ResponseHead()).Soon();
        return (connection, peer);
    }
}

// What an upstream call costs on our own connections, against the framework's client: the reason for having our own.
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using InworldRouter.DataPlane.Upstream;

namespace InworldRouter.Benchmarks.DataPlane.Upstream;

/// <summary>A call of 1 KB and its 1 KB answer over the loopback; the other end is a blocking socket that answers with fixed bytes.</summary>
public class UpstreamBenchmarks : IDisposable
{
    private readonly byte[] _body = new byte[1024];
    private readonly byte[] _request;
    private readonly byte[] _into = new byte[4096];
    private readonly ResponseHead _head = new();
    private readonly FixedServer _server = new();
    private readonly UpstreamEndpoint _endpoint;
    private readonly HttpMessageInvoker _framework;

    public UpstreamBenchmarks()
    {
        _request = [.. "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\nContent-Type: application/json\r\nContent-Length: 1024\r\n\r\n"u8, .. _body];
        _endpoint = new UpstreamEndpoint(_server.Url, TimeProvider.System);
        _framework = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
    }

    [Benchmark(Baseline = true)]
    public async Task<int> SocketsHttpHandler()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _server.Url) { Content = new ByteArrayContent(_body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "k");
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _framework.SendAsync(request, default);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var total = 0;
        while (await stream.ReadAsync(_into) is > 0 and var read)
            total += read;
        return total;
    }

    [Benchmark]
    public async Task<int> UpstreamConnection()
    {
        var connection = _endpoint.TakeIdle();
        if (connection is null)
        {
            connection = UpstreamEndpoint.Open();
            await _endpoint.ConnectAsync(connection);
        }
        await connection.SendAsync(_request);
        await connection.ReadHeadAsync(_head);
        var total = 0;
        while (await connection.ReadBodyAsync(_into) is > 0 and var read)
            total += read;
        _endpoint.Return(connection);
        return total;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _framework.Dispose();
        _server.Dispose();
        GC.SuppressFinalize(this);
    }

    // Reads a request of known length, answers with known bytes: as little of its own as possible in what is measured.
    private sealed class FixedServer : IDisposable
    {
        private static readonly byte[] Answer = [.. "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1024\r\n\r\n"u8, .. new byte[1024]];

        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public FixedServer()
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/v1/chat/completions");
            new Thread(Accept) { IsBackground = true }.Start();
        }

        public Uri Url { get; }

        public void Dispose() => _listener.Dispose();

        private void Accept()
        {
            try
            {
                while (true)
                {
                    var socket = _listener.Accept();
                    new Thread(() => Serve(socket)) { IsBackground = true }.Start();
                }
            }
            catch (SocketException)
            {
                // Disposed.
            }
        }

        private static void Serve(Socket socket)
        {
            var bytes = new byte[64 * 1024];
            var have = 0;
            socket.NoDelay = true;
            while (socket.Receive(bytes.AsSpan(have), SocketFlags.None, out var error) is > 0 and var read && error == SocketError.Success)
            {
                have += read;
                var head = bytes.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
                if (head < 0 || have < head + 4 + 1024)
                    continue;
                have = 0;
                socket.Send(Answer);
            }
        }
    }
}

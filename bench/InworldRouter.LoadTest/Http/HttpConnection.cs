// One plain connection that sends prepared request bytes and reads one answer at a time.
using System.Net;
using System.Net.Sockets;

namespace InworldRouter.LoadTest.Http;

internal sealed class HttpConnection : IDisposable
{
    // An answer of a few kilobytes in one receive; a long one in several.
    private const int ReceiveBytes = 16 * 1024;

    private readonly Socket _socket;
    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(ReceiveBytes, pinned: true);
    private readonly ResponseParser _parser = new();

    private HttpConnection(Socket socket) => _socket = socket;

    public static async ValueTask<HttpConnection> OpenAsync(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server).ConfigureAwait(false);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>False after an answer that was the connection's last.</summary>
    public bool IsReusable => _parser is { IsDone: true, MustClose: false };

    /// <returns>The answer's status.</returns>
    /// <exception cref="IOException">The connection ended before the answer did.</exception>
    /// <exception cref="OperationCanceledException">The caller left; the connection is of no more use.</exception>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request, AnswerReader answer, CancellationToken leave = default)
    {
        _parser.Reset();
        for (var sent = 0; sent < request.Length;)
            sent += await _socket.SendAsync(request[sent..], leave).ConfigureAwait(false);
        while (!_parser.IsDone)
        {
            var received = await _socket.ReceiveAsync(_received.AsMemory(), leave).ConfigureAwait(false);
            if (received == 0)
            {
                if (_parser.EndsWithConnection)
                    break;
                throw new IOException("the connection ended before the answer did");
            }
            _parser.Feed(_received.AsSpan(0, received), answer);
        }
        return _parser.Status;
    }

    public void Dispose() => _socket.Dispose();
}

// The provider's end of one connection.
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace InworldRouter.Tests.DataPlane;

internal sealed class LoopbackPeer(Socket socket) : IDisposable
{
    private const string JsonHead = "HTTP/1.1 {0} X\r\nContent-Type: application/json\r\n{2}Content-Length: {1}\r\n\r\n";

    private readonly byte[] _received = new byte[64 * 1024];

    /// <summary>Head and body of the last request.</summary>
    public string Request { get; private set; } = "";

    /// <summary>The body of the last request.</summary>
    public string RequestBody => Request[(Request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public async Task<string> ReadRequestAsync()
    {
        var text = new StringBuilder();
        while (!IsWhole(text.ToString()))
        {
            var read = await socket.ReceiveAsync(_received.AsMemory(), TestContext.Current.CancellationToken).Soon();
            if (read == 0)
                throw new IOException($"the router closed the connection after: {text}");
            text.Append(Encoding.Latin1.GetString(_received, 0, read));
        }
        return Request = text.ToString();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, TestContext.Current.CancellationToken).Soon()..];
    }

    /// <summary>Sends on this thread, without allocating.</summary>
    public void Send(byte[] bytes) => socket.Send(bytes);

    /// <summary>A whole answer in JSON.</summary>
    public Task AnswerAsync(string json, int status = 200, string headers = "") =>
        SendAsync(string.Format(CultureInfo.InvariantCulture, JsonHead, status, Encoding.UTF8.GetByteCount(json), headers) + json);

    /// <summary>The head of a stream that ends with the connection.</summary>
    public Task BeginStreamAsync() => SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");

    public Task EventAsync(string data) => SendAsync($"data: {data}\n\n");

    /// <summary>Says that nothing more will come.</summary>
    public void Finish() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes as a process that has died does.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    /// <summary>Completes when the router has closed its end.</summary>
    public async Task GoneAsync()
    {
        try
        {
            while (await socket.ReceiveAsync(_received.AsMemory(), TestContext.Current.CancellationToken).Soon() > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset: gone all the same.
        }
    }

    public void Dispose() => socket.Dispose();

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        const string Field = "\r\nContent-Length: ";
        var at = text.IndexOf(Field, StringComparison.OrdinalIgnoreCase);
        var length = at < 0 || at > end ? 0 : int.Parse(text.AsSpan(at + Field.Length, text.IndexOf('\r', at + 2) - at - Field.Length), CultureInfo.InvariantCulture);
        return text.Length >= end + 4 + length;
    }
}

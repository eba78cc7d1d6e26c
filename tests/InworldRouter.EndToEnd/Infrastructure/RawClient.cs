// An HTTP/1.1 client that shows the exact bytes: sends what it is given, reads line by line and chunk by chunk.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InworldRouter.EndToEnd.Infrastructure;

internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start, _end;
    private long _left;       // of the chunk or the body being read; -1: until the connection ends
    private bool _chunked, _ended;

    private RawClient(Socket socket) => _socket = socket;

    public int Status { get; private set; }

    public string Head { get; private set; } = "";

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Comment lines that <see cref="ReadEventAsync"/> has passed.</summary>
    public List<string> Comments { get; } = [];

    public static async Task<RawClient> ConnectAsync(IPEndPoint server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server).In();
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes).AsTask().In()..];
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Says that no more will be sent, and goes on reading.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Leaves without a word: the server sees a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Status line and headers of the next answer.</summary>
    public async Task ReadHeadAsync(TimeSpan? limit = null)
    {
        Headers.Clear();
        (_chunked, _ended, _left) = (false, false, -1);
        var head = new StringBuilder();
        var line = await ReadLineOfBytesAsync(limit) ?? throw new IOException("the connection ended before an answer");
        Status = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        for (; line is { Length: > 0 }; line = await ReadLineOfBytesAsync(limit))
        {
            head.Append(line).Append("\r\n");
            if (line.IndexOf(':') is > 0 and var colon && head.Length > line.Length + 2)
                Headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        Head = head.Append("\r\n").ToString();
        _chunked = Headers.TryGetValue("transfer-encoding", out var encoding) && encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase);
        if (_chunked)
            _left = 0;
        else if (Headers.TryGetValue("content-length", out var length))
            _left = long.Parse(length, CultureInfo.InvariantCulture);
        else if (Status is 204 or 304)
            _left = 0;
        _ended = !_chunked && _left == 0;
    }

    /// <summary>The body from here to its end.</summary>
    /// <exception cref="IOException">The connection ended before the body did.</exception>
    public async Task<byte[]> ReadBodyAsync()
    {
        var body = new MemoryStream();
        while (await ReadByteRangeAsync() is { Length: > 0 } bytes)
            body.Write(bytes.Span);
        return body.ToArray();
    }

    /// <summary>The next line of the body, without its line feed; null at the body's end.</summary>
    public async Task<string?> ReadLineAsync(TimeSpan? limit = null)
    {
        var line = new MemoryStream();
        while (await FillAsync(limit))
        {
            var there = _buffer.AsSpan(_start, _left < 0 ? _end - _start : (int)Math.Min(_left, _end - _start));
            var end = there.IndexOf((byte)'\n');
            var taken = end < 0 ? there.Length : end + 1;
            line.Write(there[..(end < 0 ? taken : end)]);
            _start += taken;
            if (_left > 0)
                _left -= taken;
            if (end >= 0)
                return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
        }
        return line.Length == 0 ? null : throw new IOException($"the body ended within a line: {Encoding.UTF8.GetString(line.ToArray())}");
    }

    /// <summary>The next event's lines, joined by line feeds, its blank line taken off; null at the end. Comments between events are collected.</summary>
    public async Task<string?> ReadEventAsync(TimeSpan? limit = null)
    {
        var lines = new List<string>();
        while (await ReadLineAsync(limit) is { } line)
        {
            if (line.StartsWith(':'))
            {
                Assert.True(lines.Count == 0, $"a comment within an event: {line}");
                Comments.Add(line);
            }
            else if (line.Length > 0)
            {
                lines.Add(line);
            }
            else if (lines.Count > 0)
            {
                return string.Join('\n', lines);
            }
        }
        Assert.True(lines.Count == 0, $"an event without its blank line: {string.Join('\n', lines)}");
        return null;
    }

    /// <summary>The next event's data.</summary>
    public async Task<string?> ReadDataAsync(TimeSpan? limit = null)
    {
        var found = await ReadEventAsync(limit);
        if (found is not null)
            Assert.StartsWith("data: ", found);
        return found?[6..];
    }

    /// <summary>All data to the stream's end.</summary>
    public async Task<List<string>> ReadAllDataAsync()
    {
        var all = new List<string>();
        // A stream that only ever pings does not end: the whole is bounded, not just each wait.
        await ReadThemAsync().In(3 * Soon.Limit);
        return all;

        async Task ReadThemAsync()
        {
            while (await ReadDataAsync() is { } data)
                all.Add(data);
        }
    }

    /// <summary>True when the server has closed the connection and nothing more came.</summary>
    public async Task<bool> IsClosedByServerAsync(TimeSpan? limit = null)
    {
        try
        {
            return _start == _end && await _socket.ReceiveAsync(_buffer.AsMemory()).AsTask().In(limit) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadByteRangeAsync()
    {
        if (!await FillAsync(null))
            return default;
        var length = _left < 0 ? _end - _start : (int)Math.Min(_left, _end - _start);
        var bytes = _buffer.AsSpan(_start, length).ToArray();
        _start += length;
        if (_left > 0)
            _left -= length;
        return bytes;
    }

    // True when at least one byte of the body is in the buffer.
    private async Task<bool> FillAsync(TimeSpan? limit)
    {
        if (_ended)
            return false;
        if (_left == 0 && _chunked && !await NextChunkAsync(limit))
            return false;
        if (_left == 0)
            return false;
        if (_start < _end)
            return true;
        if (await ReceiveAsync(limit))
            return true;
        _ended = true;
        return _left < 0 ? false : throw new IOException("the connection ended before the body did");
    }

    private async Task<bool> NextChunkAsync(TimeSpan? limit)
    {
        var line = await ReadLineOfBytesAsync(limit) ?? throw new IOException("the connection ended between chunks");
        if (line.Length == 0) // the line end that belongs to the last chunk
            line = await ReadLineOfBytesAsync(limit) ?? throw new IOException("the connection ended between chunks");
        _left = long.Parse(line, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (_left > 0)
            return true;
        await ReadLineOfBytesAsync(limit);
        _ended = true;
        return false;
    }

    private async Task<string?> ReadLineOfBytesAsync(TimeSpan? limit)
    {
        var line = new StringBuilder();
        while (_start < _end || await ReceiveAsync(limit))
        {
            var b = _buffer[_start++];
            if (b == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)b);
        }
        return null;
    }

    private async Task<bool> ReceiveAsync(TimeSpan? limit)
    {
        try
        {
            (_start, _end) = (0, await _socket.ReceiveAsync(_buffer.AsMemory()).AsTask().In(limit));
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
        return _end > 0;
    }
}

// A provider that does what the test says, byte by byte: its own little HTTP/1.1 server, so that it can also do it wrong.
using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace InworldRouter.EndToEnd.Infrastructure;

internal sealed class FakeUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<Func<UpstreamCall, Task>> _queue;
    private readonly Func<UpstreamCall, Task> _otherwise;
    private readonly Channel<UpstreamCall> _received = Channel.CreateUnbounded<UpstreamCall>();
    private readonly ConcurrentQueue<UpstreamCall> _calls = [];
    private readonly ConcurrentQueue<Exception> _failures = [];
    private readonly ConcurrentBag<Socket> _sockets = [];
    private int _connections;

    private FakeUpstream(IEnumerable<Func<UpstreamCall, Task>> queue, Func<UpstreamCall, Task> otherwise)
    {
        _queue = new(queue);
        _otherwise = otherwise;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    /// <summary>Every call so far, in order.</summary>
    public IReadOnlyList<UpstreamCall> Calls => [.. _calls];

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Answers every call in the same way.</summary>
    public static FakeUpstream Always(Func<UpstreamCall, Task> script) => new([], script);

    /// <summary>Answers the first call with the first script, and so on; a call too many fails the test.</summary>
    public static FakeUpstream InOrder(params Func<UpstreamCall, Task>[] scripts) =>
        new(scripts, call => throw new InvalidOperationException($"a call that the test did not expect:\n{call.Head}{call.Text}"));

    /// <summary>A provider that must not be called.</summary>
    public static FakeUpstream Never() => InOrder();

    /// <summary>The next call that this method has not yet given, when it comes.</summary>
    public async Task<UpstreamCall> CallAsync() => await _received.Reader.ReadAsync().AsTask().In();

    public ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var socket in _sockets)
            socket.Dispose();
        return _failures.TryDequeue(out var failure) ? ValueTask.FromException(failure) : ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                _sockets.Add(socket);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var pipe = new Pipe();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = PumpAsync(socket, pipe.Writer, gone);
        try
        {
            while (await ReadRequestAsync(pipe.Reader) is var (head, body))
            {
                var call = new UpstreamCall(socket, head, body, gone.Task);
                _calls.Enqueue(call);
                _received.Writer.TryWrite(call);
                await (_queue.TryDequeue(out var script) ? script : _otherwise)(call);
                if (call.IsClosed)
                    return;
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The router left while the script was speaking: its right.
        }
        catch (Exception e)
        {
            _failures.Enqueue(e);
            socket.Dispose();
        }
    }

    // Reads all the time, so that a connection's end is seen while an answer is being written.
    private static async Task PumpAsync(Socket socket, PipeWriter writer, TaskCompletionSource gone)
    {
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(writer.GetMemory(4096));
                if (received == 0)
                    break;
                writer.Advance(received);
                await writer.FlushAsync();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Reset: gone all the same.
        }
        gone.TrySetResult();
        await writer.CompleteAsync();
    }

    private static async Task<(string Head, byte[] Body)?> ReadRequestAsync(PipeReader reader)
    {
        var head = new StringBuilder();
        while (true)
        {
            var line = await ReadLineAsync(reader);
            if (line is null)
                return null;
            if (line.Length == 0)
                break;
            head.Append(line).Append("\r\n");
        }
        var text = head.Append("\r\n").ToString();
        var body = new MemoryStream();
        if (HeaderOf(text, "transfer-encoding") is not null)
        {
            while (int.Parse(await ReadLineAsync(reader) ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
            {
                body.Write(await ReadBytesAsync(reader, length));
                await ReadLineAsync(reader);
            }
            await ReadLineAsync(reader);
        }
        else if (HeaderOf(text, "content-length") is { } length)
        {
            body.Write(await ReadBytesAsync(reader, int.Parse(length, CultureInfo.InvariantCulture)));
        }
        return (text, body.ToArray());
    }

    private static string? HeaderOf(string head, string name) =>
        head.Split("\r\n").FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    private static async Task<string?> ReadLineAsync(PipeReader reader)
    {
        while (true)
        {
            var read = await reader.ReadAsync();
            var end = PositionOfLineFeed(read.Buffer);
            if (end is { } at)
            {
                var line = Encoding.Latin1.GetString(read.Buffer.Slice(0, at).ToArray());
                reader.AdvanceTo(read.Buffer.GetPosition(1, at));
                return line.TrimEnd('\r');
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }

    private static SequencePosition? PositionOfLineFeed(ReadOnlySequence<byte> bytes) =>
        bytes.PositionOf((byte)'\n');

    private static async Task<byte[]> ReadBytesAsync(PipeReader reader, int length)
    {
        var bytes = new byte[length];
        var filled = 0;
        while (filled < length)
        {
            var read = await reader.ReadAsync();
            var part = read.Buffer.Slice(0, Math.Min(length - filled, read.Buffer.Length));
            part.CopyTo(bytes.AsSpan(filled));
            filled += (int)part.Length;
            reader.AdvanceTo(part.End);
            if (read.IsCompleted && filled < length)
                throw new IOException("the request ended before its body did");
        }
        return bytes;
    }
}

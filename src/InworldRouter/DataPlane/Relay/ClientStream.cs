// The caller's side of a stream: headers once, bytes in order, and a comment now and then while nothing flows.
using System.Buffers;
using System.IO.Pipelines;

namespace InworldRouter.DataPlane.Relay;

/// <summary>
/// One writer at a time: the call, except while it waits for the upstream; then the keep-alive timer may write. The lock guards
/// only the change between the two and is practically never contended.
/// </summary>
public sealed class ClientStream : IDisposable
{
    /// <summary>
    /// "Headers are held until the first content or 15 s" (api.md 10), and a comment each 15 s of silence (C05): under the 20 to 60 s after
    /// which load balancers and clients give up.
    /// </summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    // As nginx's send_timeout.
    private static readonly TimeSpan LongestPing = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private HttpResponse? _response;
    private Exchange? _exchange;
    private ValueTask<FlushResult> _ping;
    private bool _pinging;
    private bool _waiting;
    private bool _isArmed;
    private long _quietSince;

    public ClientStream(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static state => ((ClientStream)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Headers have gone out: what fails now is an event (api.md 10).</summary>
    public bool HasStarted { get; private set; }

    /// <summary>From now on the caller is kept from despair, as long as <see cref="BeginWait"/> has been said.</summary>
    public void Open(Exchange exchange)
    {
        lock (_gate)
        {
            _exchange = exchange;
            _response = exchange.Http.Response;
            _quietSince = _time.GetTimestamp();
            if (_isArmed)
                return;
            _isArmed = true;
            _timer.Change(Silence, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The call waits for the upstream and writes nothing meanwhile.</summary>
    public void BeginWait()
    {
        lock (_gate)
            _waiting = true;
    }

    /// <summary>The call goes on; a keep-alive that is still being written is waited for.</summary>
    public ValueTask EndWaitAsync()
    {
        lock (_gate)
        {
            _waiting = false;
            if (!_pinging)
                return ValueTask.CompletedTask;
        }
        return AwaitPing();
    }

    /// <summary>Sends bytes at once. False when the caller has gone.</summary>
    public ValueTask<FlushResult> WriteAsync(ReadOnlySpan<byte> bytes, long now)
    {
        _quietSince = now;
        EnsureHeaders();
        var writer = _response!.BodyWriter;
        writer.Write(bytes);
        return writer.FlushAsync();
    }

    /// <summary>The last bytes; they go out together with the end of the answer.</summary>
    public void WriteLast(ReadOnlySpan<byte> bytes)
    {
        EnsureHeaders();
        _response!.BodyWriter.Write(bytes);
    }

    /// <summary>No more keep-alives.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _response = null;
            _waiting = false;
        }
    }

    public void Reset()
    {
        Close();
        _exchange = null;
        _ping = default;
        _pinging = false;
        HasStarted = false;
    }

    public void Dispose() => _timer.Dispose();

    private void EnsureHeaders()
    {
        if (HasStarted)
            return;
        HasStarted = true;
        ResponseHeaders.WriteStream(_exchange!, _response!);
    }

    // A caller that does not even take a comment is cut, and the write that follows finds it gone (C86).
    private async ValueTask AwaitPing()
    {
        await SlowReader.WaitAsync(_exchange!, _ping, LongestPing);
        _pinging = false;
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_response is null)
            {
                _isArmed = false;
                return;
            }
            var quiet = _time.GetElapsedTime(_quietSince);
            if (quiet >= Silence && _waiting && (!_pinging || _ping.IsCompleted))
            {
                EnsureHeaders();
                // One line end: with two, some clients take what stands before for an event (C05).
                _response.BodyWriter.Write(": ping\n"u8);
                _ping = _response.BodyWriter.FlushAsync();
                _pinging = true;
                _quietSince = _time.GetTimestamp();
                quiet = TimeSpan.Zero;
            }
            var next = Silence - quiet;
            _timer.Change(next > TimeSpan.Zero ? next : Silence, Timeout.InfiniteTimeSpan);
        }
    }
}

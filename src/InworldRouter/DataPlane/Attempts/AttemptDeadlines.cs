// Ends an attempt from outside: when a time has run out, when the caller has left, when the router stops. One timer serves a call.
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Providers;

namespace InworldRouter.DataPlane.Attempts;

/// <summary>
/// Which source fired is remembered, so "the caller left" and "we timed out" are never confused. The timer is armed lazily: a deadline
/// that moves away (an event came in time) costs a store, not a timer operation; the callback finds out and sleeps on.
/// </summary>
public sealed class AttemptDeadlines : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private UpstreamConnection? _connection;
    private CancellationTokenSource? _waiting;
    private FailureKind? _fired; // what ended this attempt
    private FailureKind? _ended; // what ended the whole call
    private bool _active;
    private long _totalDue;
    private long _phaseDue;
    private FailureKind _phase;
    private long _armedFor; // timestamp at which the timer will fire; 0 = it sleeps

    public AttemptDeadlines(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static state => ((AttemptDeadlines)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why the attempt was ended from outside; null while it was not.</summary>
    public FailureKind? Fired
    {
        get
        {
            lock (_gate)
                return _fired;
        }
    }

    /// <summary>What the time is running out for.</summary>
    public FailureKind Phase
    {
        get
        {
            lock (_gate)
                return _phase;
        }
    }

    /// <summary>A new call: nothing has fired, nobody has left.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _fired = _ended = null;
            _active = false;
            _connection = null;
            _waiting = null;
        }
    }

    /// <summary>An attempt begins: its total time and the time to connect run from now.</summary>
    public void BeginAttempt(TimeSpan total, TimeSpan connect, long now)
    {
        lock (_gate)
        {
            _fired = _ended;
            _active = true;
            _totalDue = After(now, total);
            _phase = FailureKind.ConnectTimeout;
            _phaseDue = After(now, connect);
            Arm(now);
        }
    }

    /// <summary>The next phase has another limit.</summary>
    public void BeginPhase(FailureKind phase, TimeSpan limit, long now)
    {
        lock (_gate)
        {
            _phase = phase;
            _phaseDue = After(now, limit);
            Arm(now);
        }
    }

    /// <summary>A sign of life: the idle time starts again. It only ever moves away: for a nearer time begin a phase.</summary>
    public void Touch(TimeSpan limit, long now) => Volatile.Write(ref _phaseDue, After(now, limit));

    /// <summary>This connection is what is to be cut. False when the attempt has been ended already.</summary>
    public bool Watch(UpstreamConnection connection)
    {
        lock (_gate)
        {
            if (_fired is not null)
                return false;
            _connection = connection;
            return true;
        }
    }

    /// <summary>A token for the one wait that is not on a connection: backing off.</summary>
    public CancellationToken WaitToken()
    {
        lock (_gate)
        {
            _waiting ??= new CancellationTokenSource();
            if (_fired is not null || _ended is not null)
                _waiting.Cancel();
            return _waiting.Token;
        }
    }

    /// <summary>The attempt is over. True when nothing cut its connection: it may be used again.</summary>
    public bool EndAttempt()
    {
        lock (_gate)
        {
            _active = false;
            _connection = null;
            _waiting?.Dispose();
            _waiting = null;
            return _fired is null;
        }
    }

    /// <summary>Ends this attempt and all that would follow: the caller left, or the router stops.</summary>
    public void EndCall(FailureKind why)
    {
        UpstreamConnection? cut;
        CancellationTokenSource? waiting;
        lock (_gate)
        {
            if (_ended is not null)
                return;
            _ended = why;
            _fired ??= why;
            (cut, waiting) = (_connection, _waiting);
        }
        cut?.Abort();
        Cancel(waiting);
    }

    public void Dispose() => _timer.Dispose();

    private static void Cancel(CancellationTokenSource? source)
    {
        try
        {
            source?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended in the same moment.
        }
    }

    private void OnTimer()
    {
        UpstreamConnection? cut;
        CancellationTokenSource? waiting;
        lock (_gate)
        {
            _armedFor = 0;
            if (!_active || _fired is not null)
                return;
            var now = _time.GetTimestamp();
            if (now < _totalDue && now < Volatile.Read(ref _phaseDue))
            {
                Arm(now);
                return;
            }
            _fired = now >= _totalDue ? FailureKind.TotalTimeout : _phase;
            (cut, waiting) = (_connection, _waiting);
        }
        cut?.Abort();
        Cancel(waiting);
    }

    private long After(long now, TimeSpan span) => now + (long)(span.TotalSeconds * _time.TimestampFrequency);

    // An earlier alarm is left standing: it will look again.
    private void Arm(long now)
    {
        var due = Math.Min(_totalDue, Volatile.Read(ref _phaseDue));
        if (_armedFor != 0 && _armedFor <= due)
            return;
        _armedFor = due;
        var left = _time.GetElapsedTime(now, due);
        // A timer counts whole milliseconds and may come early by one.
        _timer.Change(left > TimeSpan.Zero ? left + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}

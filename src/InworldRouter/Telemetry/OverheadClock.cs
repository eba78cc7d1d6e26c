// Whose time it was: the call's total, the upstream's part of it, and what is left, which is ours.
namespace InworldRouter.Telemetry;

/// <summary>
/// Overhead = total minus the union of the times in which an upstream had the call. The time spent waiting for a slow reader of the
/// answer counts as the upstream's: it is not work of the router.
/// </summary>
public sealed class OverheadClock(TimeProvider time)
{
    private long _upstreamSince;
    private long _upstream;
    private long _last;

    /// <summary>Timestamp of the call's first byte in our hands.</summary>
    public long Began { get; private set; }

    public TimeSpan Total => time.GetElapsedTime(Began);

    public TimeSpan Upstream => time.GetElapsedTime(0, _upstream + (_upstreamSince == 0 ? 0 : time.GetTimestamp() - _upstreamSince));

    /// <summary>"from sending the last attempt to its last byte" (api.md 10), or until now.</summary>
    public TimeSpan LastUpstream => time.GetElapsedTime(0, _upstreamSince == 0 ? _last : time.GetTimestamp() - _upstreamSince);

    public TimeSpan Overhead
    {
        get
        {
            var overhead = Total - Upstream;
            return overhead > TimeSpan.Zero ? overhead : TimeSpan.Zero;
        }
    }

    public void Start()
    {
        Began = time.GetTimestamp();
        _upstreamSince = _upstream = _last = 0;
    }

    public void UpstreamBegins() => _upstreamSince = time.GetTimestamp();

    public void UpstreamEnds()
    {
        if (_upstreamSince == 0)
            return;
        _last = time.GetTimestamp() - _upstreamSince;
        _upstream += _last;
        _upstreamSince = 0;
    }
}

// Whose time it was.
using InworldRouter.Telemetry;

namespace InworldRouter.Tests.Telemetry;

public sealed class OverheadClockTests
{
    private readonly ManualTime _time = new();
    private readonly OverheadClock _clock;

    public OverheadClockTests()
    {
        _clock = new OverheadClock(_time);
        _clock.Start();
    }

    [Fact]
    public void WithoutAnUpstream_AllIsOurs()
    {
        Pass(3);

        Assert.Equal((3, 3, 0, 0), Read());
    }

    [Fact]
    public void OursIsTheTotal_LessAllAttempts_AndTheLastOneIsToldApart()
    {
        Pass(1);
        _clock.UpstreamBegins();
        Pass(100);
        _clock.UpstreamEnds();
        Pass(2);
        _clock.UpstreamBegins();
        Pass(40);
        Assert.Equal((143, 3, 140, 40), Read());
        _clock.UpstreamEnds();
        _clock.UpstreamEnds();
        Pass(5);

        Assert.Equal((148, 8, 140, 40), Read());
    }

    [Fact]
    public void ANewCall_BeginsAtNought()
    {
        _clock.UpstreamBegins();
        Pass(100);
        _clock.Start();
        Pass(1);

        Assert.Equal((1, 1, 0, 0), Read());
    }

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private (double Total, double Overhead, double Upstream, double Last) Read() =>
        (_clock.Total.TotalMilliseconds, _clock.Overhead.TotalMilliseconds, _clock.Upstream.TotalMilliseconds, _clock.LastUpstream.TotalMilliseconds);
}

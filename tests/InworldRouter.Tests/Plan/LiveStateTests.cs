// What outlives plans is found again by its name.
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Plan;
using InworldRouter.Tests.DataPlane;

namespace InworldRouter.Tests.Plan;

public sealed class LiveStateTests
{
    private readonly ManualTime _time = new();
    private readonly LiveState _state;

    public LiveStateTests() => _state = new LiveState(_time);

    [Fact]
    public void TheSameName_IsTheSameThing()
    {
        Assert.Same(_state.Statistics("a/m"), _state.Statistics("a/m"));
        Assert.Same(_state.Cooldown("a/m"), _state.Cooldown("a/m"));
        Assert.Same(_state.Gauge("a"), _state.Gauge("a"));
        Assert.Same(_state.Limits("dev"), _state.Limits("dev"));
        Assert.NotSame(_state.Cooldown("a/m"), _state.Cooldown("b/m"));
    }

    [Theory]
    [InlineData("http://host:8000/v1", "http://host:8000/other/path", true)]
    [InlineData("https://host/v1", "https://HOST:443/v1", true)]
    [InlineData("https://host/v1", "http://host/v1", false)]
    [InlineData("http://host:8000/v1", "http://host:8001/v1", false)]
    public void Connections_AreSharedByAuthority(string one, string other, bool expected) =>
        Assert.Equal(expected, ReferenceEquals(_state.Endpoint(new Uri(one)), _state.Endpoint(new Uri(other))));

    [Fact]
    public async Task Upkeep_ClosesWhatHasRestedTooLong()
    {
        using var server = new LoopbackServer();
        var time = new PeriodicTime();
        var state = new LiveState(time);
        var endpoint = state.Endpoint(server.Url);
        var connection = UpstreamEndpoint.Open();
        await endpoint.ConnectAsync(connection).Soon();
        var peer = await server.AcceptAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await connection.ReadHeadAsync(new ResponseHead()).Soon();
        endpoint.Return(connection);
        using var upkeep = state.StartUpkeep();

        time.Now += TimeSpan.FromSeconds(31);
        time.Tick();

        await peer.GoneAsync();
        Assert.Equal(TimeSpan.FromSeconds(10), time.Period);
    }

    // A clock with one timer that comes again and again.
    private sealed class PeriodicTime : TimeProvider
    {
        private Action _tick = () => { };

        public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

        public TimeSpan Period { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public void Tick() => _tick();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Period = period;
            _tick = () => callback(state);
            return new ManualTime().CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}

// What ends an attempt from outside: which source fired, once, and never one attempt's for another.
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Providers;

namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class AttemptDeadlinesTests : IDisposable
{
    private static readonly TimeSpan Total = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Connect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // A timer counts whole milliseconds and is set one beyond.
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();
    private readonly AttemptDeadlines _deadlines;

    public AttemptDeadlinesTests() => _deadlines = new AttemptDeadlines(_time);

    public void Dispose() => _deadlines.Dispose();

    [Theory]
    [InlineData(FailureKind.TtftTimeout)]
    [InlineData(FailureKind.FirstTokenTimeout)]
    [InlineData(FailureKind.IdleTimeout)]
    public void APhase_EndsWithItsOwnKind(FailureKind kind)
    {
        using var connection = Begin();
        _deadlines.BeginPhase(kind, Second, Now);

        _time.Advance(Second - Grain);
        Assert.Null(_deadlines.Fired);
        _time.Advance(Grain * 2);

        Assert.Equal(kind, _deadlines.Fired);
        Assert.True(IsCut(connection));
        Assert.False(_deadlines.EndAttempt());
    }

    [Fact]
    public void Connecting_HasItsOwnTime()
    {
        using var connection = Begin();
        _time.Advance(Connect + Grain);

        Assert.Equal(FailureKind.ConnectTimeout, _deadlines.Fired);
        Assert.True(IsCut(connection));
    }

    [Fact]
    public void TheTotal_HoldsForAllPhases()
    {
        using var connection = Begin();
        for (var i = 0; i < 60; i++)
        {
            _deadlines.BeginPhase(FailureKind.IdleTimeout, TimeSpan.FromMinutes(1), Now);
            Assert.Null(_deadlines.Fired);
            _time.Advance(TimeSpan.FromSeconds(30));
        }
        _time.Advance(Grain);

        Assert.Equal(FailureKind.TotalTimeout, _deadlines.Fired);
    }

    [Fact]
    public void ASignOfLife_CostsNoTimerOperation()
    {
        using var connection = Begin();
        _deadlines.BeginPhase(FailureKind.IdleTimeout, TimeSpan.FromMinutes(2), Now);
        var changes = _time.Changes;
        for (var i = 0; i < 1000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            _deadlines.Touch(TimeSpan.FromMinutes(2), Now);
        }

        Assert.Equal(changes, _time.Changes);
        _time.Advance(TimeSpan.FromMinutes(2) - Grain);
        Assert.Null(_deadlines.Fired);
        _time.Advance(Grain * 2);
        Assert.Equal(FailureKind.IdleTimeout, _deadlines.Fired);
    }

    [Fact]
    public void ALaterCall_LeavesTheAlarmOfAnEarlierOneStanding_AndIsNotEndedByIt()
    {
        using (Begin())
            Assert.True(_deadlines.EndAttempt());
        var changes = _time.Changes;
        _deadlines.Reset();
        _time.Advance(Second);

        using var connection = Begin();

        Assert.Equal(changes, _time.Changes);
        _time.Advance(Connect - Second + Grain);
        Assert.Null(_deadlines.Fired);
        _time.Advance(Second);
        Assert.Equal(FailureKind.ConnectTimeout, _deadlines.Fired);
    }

    [Fact]
    public void BetweenAttempts_NoTimeRuns()
    {
        using var connection = Begin();
        Assert.True(_deadlines.EndAttempt());

        _time.Advance(Total * 2);

        Assert.Null(_deadlines.Fired);
        Assert.False(IsCut(connection));
        Assert.Equal(0, _time.Armed);
    }

    [Fact]
    public void AShorterPhase_IsNotKeptWaitingByALongerAlarm()
    {
        using var connection = Begin();
        _deadlines.BeginPhase(FailureKind.FirstTokenTimeout, TimeSpan.FromMinutes(2), Now);
        _time.Advance(TimeSpan.FromSeconds(10));
        _deadlines.BeginPhase(FailureKind.IdleTimeout, Second, Now);

        _time.Advance(Second + Grain);

        Assert.Equal(FailureKind.IdleTimeout, _deadlines.Fired);
    }

    [Fact]
    public void AfterAFire_TheNextAttemptIsFree()
    {
        using (Begin())
        {
            _time.Advance(Connect + Grain);
            Assert.False(_deadlines.EndAttempt());
        }
        using var second = Begin();

        Assert.Null(_deadlines.Fired);
        Assert.False(IsCut(second));
        Assert.True(_deadlines.EndAttempt());
    }

    [Theory]
    [InlineData(FailureKind.ClientLeft)]
    [InlineData(FailureKind.ShuttingDown)]
    public void C78_TheEndOfTheCall_IsTheEndOfAllItsAttempts(FailureKind why)
    {
        using var first = Begin();
        _deadlines.EndCall(why);
        _deadlines.EndCall(FailureKind.ShuttingDown);

        Assert.Equal(why, _deadlines.Fired);
        Assert.True(IsCut(first));
        Assert.False(_deadlines.EndAttempt());
        _deadlines.BeginAttempt(Total, Connect, Now);
        Assert.Equal(why, _deadlines.Fired);
        using var second = new UpstreamConnection();
        Assert.False(_deadlines.Watch(second));
        Assert.True(_deadlines.WaitToken().IsCancellationRequested);
    }

    [Fact]
    public void C78_WhoLeftAfterATimeout_DoesNotChangeWhatHappened()
    {
        using var connection = Begin();
        _time.Advance(Connect + Grain);
        _deadlines.EndCall(FailureKind.ClientLeft);
        Assert.Equal(FailureKind.ConnectTimeout, _deadlines.Fired);

        _deadlines.EndAttempt();
        _deadlines.BeginAttempt(Total, Connect, Now);
        Assert.Equal(FailureKind.ClientLeft, _deadlines.Fired);
    }

    [Fact]
    public void AWaitBetweenAttempts_EndsWhenTheCallDoes()
    {
        using var connection = Begin();
        _deadlines.EndAttempt();
        var waiting = _deadlines.WaitToken();
        Assert.False(waiting.IsCancellationRequested);

        _deadlines.EndCall(FailureKind.ClientLeft);

        Assert.True(waiting.IsCancellationRequested);
    }

    [Fact]
    public void ANewCall_KnowsNothingOfTheLast()
    {
        using (Begin())
        {
            _deadlines.EndCall(FailureKind.ClientLeft);
            _deadlines.EndAttempt();
        }
        _deadlines.Reset();
        using var connection = Begin();

        Assert.Null(_deadlines.Fired);
        Assert.False(_deadlines.WaitToken().IsCancellationRequested);
    }

    [Fact]
    public async Task FireAndEnd_AtTheSameMoment_AgreeOnWhoWasFirst()
    {
        for (var round = 0; round < 2000; round++)
        {
            _deadlines.Reset();
            using var connection = Begin();
            _deadlines.BeginPhase(FailureKind.IdleTimeout, Second, Now);
            using var start = new Barrier(2);
            var firing = Task.Run(
                () =>
                {
                    start.SignalAndWait();
                    _time.Advance(Second + Grain);
                },
                TestContext.Current.CancellationToken);
            start.SignalAndWait(TestContext.Current.CancellationToken);
            var mayBeUsedAgain = _deadlines.EndAttempt();
            await firing;

            // Never both: cut, and yet given back to the pool.
            Assert.Equal(!mayBeUsedAgain, IsCut(connection));
        }
    }

    private long Now => _time.GetTimestamp();

    private UpstreamConnection Begin()
    {
        _deadlines.BeginAttempt(Total, Connect, Now);
        var connection = new UpstreamConnection();
        Assert.True(_deadlines.Watch(connection));
        return connection;
    }

    // Only a connection that has not been cut can be asked whether it is open.
    private static bool IsCut(UpstreamConnection connection)
    {
        try
        {
            connection.IsStillOpen();
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}

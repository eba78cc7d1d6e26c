// How long a candidate is left alone: as long as it asks, or longer each time, within reason.
using InworldRouter.DataPlane.Attempts;

namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class CooldownTests
{
    private readonly ManualTime _time = new();
    private readonly Cooldown _cooldown;

    public CooldownTests() => _cooldown = new Cooldown(_time);

    [Fact]
    public void AtFirst_ThereIsNone()
    {
        Assert.False(_cooldown.IsActive);
        Assert.Equal(TimeSpan.Zero, _cooldown.Left);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.002, 1)]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(60, 60)]
    [InlineData(599, 599)]
    [InlineData(601, 600)]
    [InlineData(864000, 600)]
    public void C75_ATimeThatWasAsked_IsKept_WithAFloorAndACap(double asked, double expected)
    {
        _cooldown.Pause(TimeSpan.FromSeconds(asked));

        Assert.Equal(expected, _cooldown.Left.TotalSeconds);
        _time.Advance(TimeSpan.FromSeconds(expected) - TimeSpan.FromTicks(1));
        Assert.True(_cooldown.IsActive);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(_cooldown.IsActive);
    }

    [Fact]
    public void C75_WithoutATime_ThePauseDoubles_UpToHalfAMinute()
    {
        double[] pauses = [.. Enumerable.Range(0, 8).Select(_ => AfterAnother(_cooldown.Back))];

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], pauses);
    }

    [Fact]
    public void C75_TinyTimesAskedAgainAndAgain_GrowAllTheSame()
    {
        double[] pauses = [.. Enumerable.Range(0, 4).Select(_ => AfterAnother(() => _cooldown.Pause(TimeSpan.FromMilliseconds(1))))];

        Assert.Equal([1, 2, 4, 8], pauses);
        Assert.Equal(20, AfterAnother(() => _cooldown.Pause(TimeSpan.FromSeconds(20))));
    }

    [Fact]
    public void C77_AHundredFailuresAtOnce_AreOne()
    {
        for (var i = 0; i < 100; i++)
            _cooldown.Back();
        Assert.Equal(1, _cooldown.Left.TotalSeconds);
        Assert.Equal(2, AfterAnother(_cooldown.Back));
    }

    [Fact]
    public void AShorterPause_DoesNotShortenALonger()
    {
        _cooldown.Pause(TimeSpan.FromSeconds(60));
        _cooldown.Pause(TimeSpan.FromSeconds(5));
        _cooldown.Back();
        Assert.Equal(60, _cooldown.Left.TotalSeconds);
        _cooldown.Pause(TimeSpan.FromSeconds(90));
        Assert.Equal(90, _cooldown.Left.TotalSeconds);
    }

    [Fact]
    public void C77_ASuccess_EndsThePause_AndItsGrowth()
    {
        AfterAnother(_cooldown.Back);
        AfterAnother(_cooldown.Back);
        _cooldown.Back();

        _cooldown.Reset();

        Assert.False(_cooldown.IsActive);
        Assert.Equal(1, AfterAnother(_cooldown.Back));
    }

    // One more failure, when the pause before it is over.
    private double AfterAnother(Action fail)
    {
        _time.Advance(_cooldown.Left);
        fail();
        return _cooldown.Left.TotalSeconds;
    }
}

// The calls in progress, in a list threaded through themselves.
using InworldRouter.DataPlane;
using InworldRouter.Providers;

namespace InworldRouter.Tests.DataPlane;

public sealed class ActiveCallsTests
{
    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    public void CallsLeaveInAnyOrder(params int[] order)
    {
        var active = new ActiveCalls();
        var time = new ManualTime();
        Exchange[] calls = [new(time), new(time), new(time)];
        foreach (var call in calls)
            active.Join(call);
        for (var left = 3; left > 0; left--)
        {
            Assert.Equal(left, active.Count);
            active.Leave(calls[order[3 - left]]);
        }
        Assert.Equal(0, active.Count);
        Assert.All(calls, call => Assert.True(call.Next is null && call.Previous is null));
    }

    [Fact]
    public void C87_EndAll_EndsThoseInside_AndNoOther()
    {
        var active = new ActiveCalls();
        var time = new ManualTime();
        Exchange[] calls = [new(time), new(time), new(time)];
        foreach (var call in calls)
            active.Join(call);
        active.Leave(calls[1]);

        active.EndAll();

        Assert.Equal([FailureKind.ShuttingDown, null, FailureKind.ShuttingDown], calls.Select(call => call.Deadlines.Fired));
    }

    [Fact]
    public void ManyAtOnce_AreCountedRight()
    {
        var active = new ActiveCalls();
        var time = new ManualTime();

        Parallel.For(0, 2000, _ =>
        {
            using var call = new Exchange(time);
            active.Join(call);
            active.Leave(call);
        });

        Assert.Equal(0, active.Count);
    }
}

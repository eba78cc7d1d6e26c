// Limits of a key: never more than allowed, however many ask at once; given back when not used; refilled with time.
using InworldRouter.DataPlane.Auth;

namespace InworldRouter.Tests.DataPlane.Auth;

public sealed class CallerLimitsTests
{
    private readonly ManualTime _time = new();
    private readonly CallerLimits _limits;

    public CallerLimitsTests() => _limits = new CallerLimits(_time);

    [Fact]
    public async Task C80_AskedAllAtOnce_NoLimitIsOvershot()
    {
        // Requests, tokens (10 a call) and money (a cent a call) run out at 500, 400 and 300 calls.
        foreach (var (allowed, expected) in new[]
        {
            (new CallerAllowance(500, 0, -1, BudgetPeriod.Month), 500),
            (new CallerAllowance(500, 4000, -1, BudgetPeriod.Month), 400),
            (new CallerAllowance(500, 4000, 3, BudgetPeriod.Month), 300),
        })
        {
            var limits = new CallerLimits(_time);
            using var start = new Barrier(8);
            var granted = 0;
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    for (var i = 0; i < 200; i++)
                    {
                        if (limits.TryReserve(allowed, 10, 0.01, out var _, out var _) == LimitKind.None)
                            Interlocked.Increment(ref granted);
                    }
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Equal(expected, granted);
        }
    }

    [Fact]
    public void C80_WhatWasReservedAndNotUsed_ComesBack()
    {
        var allowed = new CallerAllowance(0, 1000, 1, BudgetPeriod.Day);

        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 900, 0.9, out var first, out _));
        Assert.Equal(LimitKind.Tokens, _limits.TryReserve(allowed, 900, 0, out _, out _));
        Assert.Equal(LimitKind.Budget, _limits.TryReserve(allowed, 10, 0.9, out _, out _));
        _limits.Settle(first, 100, 0.1);

        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 900, 0.9, out _, out _));
        Assert.Equal(LimitKind.Tokens, _limits.TryReserve(allowed, 1, 0, out _, out _));
    }

    [Fact]
    public void WhatWasUsedBeyondTheEstimate_IsOwed()
    {
        var allowed = new CallerAllowance(0, 600, -1, BudgetPeriod.Day);

        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 100, 0, out var reservation, out _));
        _limits.Settle(reservation, 1200, 0);

        // 600 owed and 10 asked: 610 of 600 a minute.
        Assert.Equal(LimitKind.Tokens, _limits.TryReserve(allowed, 10, 0, out _, out var wait));
        Assert.Equal(61, wait.TotalSeconds, 3);
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 10, 0, out _, out _));
    }

    [Fact]
    public void Requests_FlowBackOverTheMinute_AndRetryAfterSaysWhen()
    {
        var allowed = new CallerAllowance(6, 0, -1, BudgetPeriod.Day);
        for (var i = 0; i < 6; i++)
            Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 0, 0, out _, out _));

        Assert.Equal(LimitKind.Requests, _limits.TryReserve(allowed, 0, 0, out _, out var wait));
        Assert.Equal(10, wait.TotalSeconds, 3);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(LimitKind.Requests, _limits.TryReserve(allowed, 0, 0, out _, out wait));
        Assert.Equal(1, wait.TotalSeconds, 3);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 0, 0, out _, out _));
        Assert.Equal(LimitKind.Requests, _limits.TryReserve(allowed, 0, 0, out _, out _));
    }

    [Fact]
    public void ARefusedCall_HasUsedNothing()
    {
        var allowed = new CallerAllowance(2, 100, 1, BudgetPeriod.Day);

        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 60, 0, out _, out _));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(LimitKind.Tokens, _limits.TryReserve(allowed, 60, 0, out _, out _));
            Assert.Equal(LimitKind.Budget, _limits.TryReserve(allowed, 40, 2, out _, out _));
        }

        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 40, 1, out _, out _));
    }

    [Fact]
    public void ACallLargerThanTheBucket_GoesWhenTheBucketIsFull()
    {
        var allowed = new CallerAllowance(0, 100, -1, BudgetPeriod.Day);

        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 250, 0, out _, out _));
        Assert.Equal(LimitKind.Tokens, _limits.TryReserve(allowed, 250, 0, out _, out var wait));
        Assert.Equal(150, wait.TotalSeconds, 3);
    }

    [Theory]
    [InlineData(BudgetPeriod.Hour, "2026-12-31T23:59:30Z", 30)]
    [InlineData(BudgetPeriod.Day, "2026-11-20T23:00:00Z", 3600)]
    [InlineData(BudgetPeriod.Week, "2026-11-22T23:59:00Z", 60)] // a Sunday
    [InlineData(BudgetPeriod.Week, "2026-11-23T00:00:00Z", 7 * 86400)] // a Monday
    [InlineData(BudgetPeriod.Month, "2028-02-29T23:59:59Z", 1)]
    public void ABudget_BeginsAnewWithItsPeriod(BudgetPeriod period, string now, int seconds)
    {
        var time = new ManualTime(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        var limits = new CallerLimits(time);
        var allowed = new CallerAllowance(0, 0, 0.3, period);

        for (var i = 0; i < 3; i++)
            Assert.Equal(LimitKind.None, limits.TryReserve(allowed, 0, 0.1, out _, out _));
        Assert.Equal(LimitKind.Budget, limits.TryReserve(allowed, 0, 0.1, out _, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(seconds), wait);
        time.Advance(wait);
        Assert.Equal(LimitKind.None, limits.TryReserve(allowed, 0, 0.1, out _, out _));
    }

    [Fact]
    public void ACallThatEndsInTheNextPeriod_IsPaidFromItsOwn()
    {
        var allowed = new CallerAllowance(0, 0, 1, BudgetPeriod.Day);

        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 0, 0.5, out var late, out _));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 0, 0.9, out _, out _));
        _limits.Settle(late, 0, 0.7);

        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 0, 0.1, out _, out _));
        Assert.Equal(LimitKind.Budget, _limits.TryReserve(allowed, 0, 0.01, out _, out _));
    }

    [Fact]
    public void ACallOfUnknownPrice_IsRefused_WhenNothingIsLeft()
    {
        var allowed = new CallerAllowance(0, 0, 1, BudgetPeriod.Day);

        Assert.Equal(LimitKind.None, _limits.TryReserve(allowed, 0, 0, out var first, out _));
        _limits.Settle(first, 0, 1.5);

        Assert.Equal(LimitKind.Budget, _limits.TryReserve(allowed, 0, 0, out _, out _));
    }

    [Fact]
    public void NewNumbers_HoldAtOnce_AndWhatWasSpentStays()
    {
        var small = new CallerAllowance(2, 0, 1, BudgetPeriod.Day);
        var large = new CallerAllowance(4, 0, 2, BudgetPeriod.Day);

        Assert.Equal(LimitKind.None, _limits.TryReserve(small, 0, 0.9, out _, out _));
        Assert.Equal(LimitKind.None, _limits.TryReserve(small, 0, 0, out _, out _));
        Assert.Equal(LimitKind.Requests, _limits.TryReserve(small, 0, 0, out _, out _));
        Assert.Equal(LimitKind.None, _limits.TryReserve(large, 0, 1, out _, out _));
        Assert.Equal(LimitKind.Budget, _limits.TryReserve(large, 0, 0.2, out _, out _));
    }

    [Fact]
    public void Unlimited_IsUnlimited()
    {
        for (var i = 0; i < 10_000; i++)
            Assert.Equal(LimitKind.None, _limits.TryReserve(CallerAllowance.Unlimited, 1_000_000, 1000, out _, out _));
    }

    [Fact]
    public void Reserving_AllocatesNothing()
    {
        var allowed = new CallerAllowance(1000, 1_000_000, 1000, BudgetPeriod.Month);
        _limits.TryReserve(allowed, 1, 0.001, out _, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _limits.TryReserve(allowed, 1, 0.001, out var reservation, out _);
            _limits.Settle(reservation, 2, 0.002);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

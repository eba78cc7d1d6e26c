// Places, a queue for them, and a quick no (C81).
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;

namespace InworldRouter.Tests.DataPlane;

public sealed class AdmissionTests
{
    private static readonly CancellationToken Stays = CancellationToken.None;

    private readonly Admission _admission = new();

    [Fact]
    public async Task C81_BeyondPlacesAndQueue_TheAnswerIsAtOnceNo_WithATime()
    {
        var limits = Limits(places: 2, queue: 1);
        Assert.Null(await _admission.EnterAsync(limits, Stays));
        Assert.Null(await _admission.EnterAsync(limits, Stays));
        var queued = _admission.EnterAsync(limits, Stays);
        Assert.False(queued.IsCompleted);

        var refused = _admission.EnterAsync(limits, Stays);

        Assert.True(refused.IsCompletedSuccessfully);
        var error = await refused;
        Assert.Equal((503, "overloaded", TimeSpan.FromSeconds(1)), (error!.Status, error.Code, error.RetryAfter));
        Assert.Contains("limits.maxConcurrentRequests", error.Message, StringComparison.Ordinal);
        _admission.Leave();
        Assert.Null(await queued.Soon());
    }

    [Fact]
    public async Task C81_APlaceIsHandedOn_InOrder()
    {
        var limits = Limits(places: 1, queue: 3);
        await _admission.EnterAsync(limits, Stays);
        Task<RouterError?>[] queue = [.. Enumerable.Range(0, 3).Select(_ => _admission.EnterAsync(limits, Stays).AsTask())];
        for (var i = 0; i < 3; i++)
        {
            Assert.All(queue[i..], waiting => Assert.False(waiting.IsCompleted));
            _admission.Leave();
            Assert.Null(await queue[i].Soon());
        }
        _admission.Leave();

        Assert.True(_admission.EnterAsync(limits, Stays).IsCompletedSuccessfully);
        Assert.False(_admission.EnterAsync(limits, Stays).IsCompleted);
    }

    [Fact]
    public async Task C81_WhoLeavesTheQueue_TakesNoPlace()
    {
        var limits = Limits(places: 1, queue: 2);
        await _admission.EnterAsync(limits, Stays);
        using var leaving = new CancellationTokenSource();
        var first = _admission.EnterAsync(limits, leaving.Token);
        var second = _admission.EnterAsync(limits, Stays);
        await leaving.CancelAsync();

        Assert.Equal(499, (await first.Soon())!.Status);
        Assert.False(second.IsCompleted);
        _admission.Leave();
        Assert.Null(await second.Soon());
    }

    [Fact]
    public async Task C81_WhoHasLeftTheQueue_IsNotCountedInIt()
    {
        var limits = Limits(places: 1, queue: 1);
        await _admission.EnterAsync(limits, Stays);
        for (var i = 0; i < 3; i++)
        {
            using var leaving = new CancellationTokenSource();
            var waiting = _admission.EnterAsync(limits, leaving.Token);
            Assert.False(waiting.IsCompleted);
            await leaving.CancelAsync();
            Assert.Equal(499, (await waiting.Soon())!.Status);
        }
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        Assert.Equal(499, (await _admission.EnterAsync(limits, gone.Token).Soon())!.Status);
        _admission.Leave();

        Assert.True(_admission.EnterAsync(limits, Stays).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task C81_NoQueue_MeansNone()
    {
        await _admission.EnterAsync(Limits(places: 1, queue: 0), Stays);

        Assert.NotNull(await _admission.EnterAsync(Limits(places: 1, queue: 0), Stays).Soon());
    }

    [Fact]
    public async Task C81_ManyAtOnce_NeverMoreThanThePlaces_AndNobodyIsForgotten()
    {
        var limits = Limits(places: 4, queue: 1000);
        var (inside, most, served, left) = (0, 0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(
            async () =>
            {
                using var leaving = new CancellationTokenSource();
                var entering = _admission.EnterAsync(limits, leaving.Token);
                if (i % 3 == 0)
                    await leaving.CancelAsync();
                if (await entering is { } refused)
                {
                    Assert.Equal(499, refused.Status);
                    Interlocked.Increment(ref left);
                    return;
                }
                var now = Interlocked.Increment(ref inside);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                Interlocked.Increment(ref served);
                _admission.Leave();
            },
            TestContext.Current.CancellationToken))).Soon();

        Assert.Equal(500, served + left);
        Assert.InRange(most, 1, 4);
        // All four places are there again, and not one more.
        for (var i = 0; i < 4; i++)
            Assert.True(_admission.EnterAsync(limits, Stays).IsCompletedSuccessfully);
        Assert.False(_admission.EnterAsync(limits, Stays).IsCompleted);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        var known = Volatile.Read(ref most);
        while (value > known && Interlocked.CompareExchange(ref most, value, known) is var seen && seen != known)
            known = seen;
    }

    private static LimitsPlan Limits(int places, int queue) => new(1 << 20, places, queue);
}

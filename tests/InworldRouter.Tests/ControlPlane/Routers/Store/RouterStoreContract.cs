// What every router store does; run against each of them.
using InworldRouter.ControlPlane.Routers.Store;

namespace InworldRouter.Tests.ControlPlane.Routers.Store;

public abstract class RouterStoreContract
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnEmptyStore_LoadsNothing_AndRefusesNothing()
    {
        await using var view = await ViewAsync();

        Assert.Equal((0, 0), (view.Count, view.Refused.Count));
    }

    [Fact]
    public async Task WhatIsSaved_ComesBack_ByteForByte()
    {
        var router = Routers.Raw("a-1", "{ \"b\":1e3,\r\n\t\"name\" : \"a-\\u0031\", \"b\":[ ], \"ü\": \"\\u00fc € 𝄞\" }\n");
        await using (var view = await ViewAsync())
            Assert.Equal(SaveOutcome.Saved, await view.SaveAsync(router, null));

        await using var later = await ViewAsync();

        Assert.Empty(later.Refused);
        Assert.Equal(router.Text(), later["a-1"]!.Text());
        Assert.Equal(router.Version, later["a-1"]!.Version);
    }

    [Fact]
    public async Task ANameThatIsTaken_IsNotCreatedAgain()
    {
        await using var view = await ViewAsync();
        await view.SaveAsync(Routers.Counting("a", 1), null);

        Assert.Equal(SaveOutcome.Conflict, await view.SaveAsync(Routers.Counting("a", 2), null));
        // Not even with what is there already.
        Assert.Equal(SaveOutcome.Conflict, await view.SaveAsync(Routers.Counting("a", 1), null));
        Assert.Equal(1, await StoredAsync("a"));
    }

    [Fact]
    public async Task ARouter_IsReplaced_ByWhoKnowsItsVersion()
    {
        await using var view = await ViewAsync();
        var first = Routers.Counting("a", 1);
        await view.SaveAsync(first, null);

        Assert.Equal(SaveOutcome.Saved, await view.SaveAsync(Routers.Counting("a", 2), first.Version));
        Assert.Equal(SaveOutcome.Conflict, await view.SaveAsync(Routers.Counting("a", 3), first.Version));
        Assert.Equal(SaveOutcome.Missing, await view.SaveAsync(Routers.Counting("b", 1), first.Version));
        Assert.Equal(2, await StoredAsync("a"));
        Assert.Null(await StoredAsync("b"));
    }

    [Fact]
    public async Task ARouter_IsDeleted_ByWhoKnowsItsVersion_AndItsNameIsFreeAgain()
    {
        await using var view = await ViewAsync();
        var (first, second) = (Routers.Counting("a", 1), Routers.Counting("a", 2));
        await view.SaveAsync(first, null);

        Assert.Equal(SaveOutcome.Conflict, await view.DeleteAsync("a", second.Version));
        Assert.Equal(SaveOutcome.Saved, await view.DeleteAsync("a", first.Version));
        Assert.Equal(SaveOutcome.Missing, await view.DeleteAsync("a", first.Version));
        Assert.Null(await StoredAsync("a"));
        Assert.Equal(SaveOutcome.Saved, await view.SaveAsync(second, null));
        Assert.Equal(2, await StoredAsync("a"));
    }

    [Fact]
    public async Task AThousandRouters_ComeBack()
    {
        await using (var view = await ViewAsync())
        {
            for (var i = 0; i < 1000; i++)
                await view.SaveAsync(Routers.Counting($"r{i}", i), null);
        }

        await using var later = await ViewAsync();

        Assert.Equal(1000, later.Count);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(i, later[$"r{i}"]!.Count()));
    }

    [Fact]
    public async Task ANameThatIsAPath_IsNone()
    {
        await using var view = await ViewAsync();

        foreach (var name in (string[])["", "..", "../a", "a/b", "/etc/passwd", "-a", "A", "a.json", "a\0", "ä", "a b", "a'"])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => view.Store.SaveAsync(Routers.Of(name), null, Stop));
            await Assert.ThrowsAsync<ArgumentException>(() => view.Store.DeleteAsync(name, "0", Stop));
        }
    }

    [Fact]
    public async Task WhatOneDoes_AnotherIsTold_AndItselfIsNot()
    {
        await using var one = await ViewAsync();
        await using var other = await ViewAsync();
        var (first, second) = (Routers.Counting("a", 1), Routers.Counting("a", 2));

        await one.SaveAsync(first, null);
        Assert.Equal(first.Text(), (await other.ToldAsync()).Router!.Text());
        await one.SaveAsync(second, first.Version);
        Assert.Equal(second.Version, (await other.ToldAsync()).Router!.Version);
        // The other knows the version by now, and may delete it.
        Assert.Equal(SaveOutcome.Saved, await other.DeleteAsync("a", second.Version));

        Assert.Equal(("a", null), await one.ToldAsync());
        Assert.Equal((0, 0), (one.Untaken, other.Untaken));
    }

    [Fact]
    public async Task WhoSavesOverAChangeItWasNotToldOf_IsRefused_AndThenTold()
    {
        await using var one = await ViewAsync();
        await using var other = await ViewAsync();
        await one.SaveAsync(Routers.Counting("a", 1), null);

        Assert.Equal(SaveOutcome.Conflict, await other.SaveAsync(Routers.Counting("a", 2), null));

        Assert.Equal(1, (await other.ToldAsync()).Router!.Count());
    }

    [Fact]
    public async Task ManyWritersAtOnce_LoseNothing()
    {
        const int writers = 4;
        const int times = 25;
        await using var one = await ViewAsync();
        await one.SaveAsync(Routers.Counting("a", 0), null);
        await using var other = await ViewAsync();

        await Task.WhenAll(Enumerable.Range(0, writers).Select(i => Task.Run(
            async () =>
            {
                for (var n = 0; n < times; n++)
                    await (i % 2 == 0 ? one : other).IncrementAsync("a");
            },
            Stop)));

        Assert.Equal(writers * times, await StoredAsync("a"));
    }

    [Fact]
    public async Task AnExceptionOfWhoIsTold_DoesNotEndTheTelling()
    {
        await using var one = await ViewAsync();
        await using var other = new StoreView(Open());
        var fail = true;
        other.Store.Changed += (_, _) =>
        {
            if (fail)
                throw new InvalidOperationException("made up");
        };
        await other.LoadedAsync();

        await one.SaveAsync(Routers.Of("a"), null);
        await other.ToldAsync();
        await Patience.UntilAsync(() => Reported.Contains("the change of router a was not taken up: an internal error: made up", StringComparison.Ordinal));
        fail = false;
        await one.SaveAsync(Routers.Of("b"), null);

        Assert.Equal("b", (await other.ToldAsync()).Name);
    }

    /// <summary>All lines for the operator.</summary>
    protected abstract string Reported { get; }

    /// <summary>Another instance on the same place.</summary>
    protected abstract IRouterStore Open();

    private protected Task<StoreView> ViewAsync() => new StoreView(Open()).LoadedAsync();

    // As whoever comes next finds it.
    private async Task<int?> StoredAsync(string name)
    {
        await using var view = await ViewAsync();
        return view[name]?.Count();
    }
}

// Providers that say "later": one retry, other keys, cooldowns that sort and never shut out.
using System.Globalization;
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Fallback;

public sealed class RateLimitTests
{
    [Fact]
    public async Task C75_AShortRetryAfter_IsWaitedForOnce()
    {
        await using var upstream = FakeUpstream.InOrder(Wire.Fails(429, "busy", "retry-after-ms: 50"), Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("alpha/m"));
        Assert.Equal("Hello", answer.TextOf());
        // "Both tries are in attempts."
        Assert.Equal("alpha/m:false alpha/m:true", Wire.Attempts(answer.Json["metadata"]!));
    }

    [Fact]
    public async Task C75_ASecondRefusal_IsNotRetried()
    {
        await using var upstream = FakeUpstream.InOrder(Wire.Fails(429, "busy", "retry-after-ms: 50"), Wire.Fails(429, "busy", "retry-after-ms: 50"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", upstream)));
        Assert.Equal(429, (await router.ChatAsync(Wire.Chat("alpha/m"))).Status);
        Assert.Equal(2, upstream.Calls.Count);
    }

    [Theory]
    [InlineData("seconds")]
    [InlineData("date")]
    [InlineData("milliseconds")]
    public async Task C75_ALongRetryAfter_GoesToTheCallerAtOnce(string form)
    {
        var header = form switch
        {
            "seconds" => "Retry-After: 60",
            "date" => $"Retry-After: {DateTimeOffset.UtcNow.AddSeconds(60).ToString("R", CultureInfo.InvariantCulture)}",
            _ => "retry-after-ms: 60000",
        };
        await using var upstream = FakeUpstream.InOrder(Wire.Fails(429, "busy", header));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("alpha/m"));
        Assert.Equal(429, answer.Status);
        Assert.InRange(int.Parse(answer.Header("retry-after")!, CultureInfo.InvariantCulture), 50, 61);
    }

    [Theory]
    [InlineData("Retry-After: soon")]
    [InlineData("Retry-After: -5")]
    [InlineData("Retry-After: 99999999999999999999")]
    [InlineData("retry-after-ms: NaN")]
    public async Task C75_AnAbsurdRetryAfter_DoesNoHarm(string header)
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(429, "busy", header));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        Assert.Equal("from beta", (await router.ChatAsync(Wire.Chat("alpha/m", more: ",\"models\":[\"beta/m\"]"))).TextOf());
        var answer = await router.ChatAsync(Wire.Chat("alpha/m"));
        Assert.Equal(429, answer.Status);
        Assert.InRange(int.Parse(answer.Header("retry-after")!, CultureInfo.InvariantCulture), 1, int.MaxValue);
    }

    [Fact]
    public async Task C75_ACandidateOnCooldown_GoesToTheEndOfTheList()
    {
        await using var alpha = FakeUpstream.InOrder(Wire.Fails(429, "busy", "Retry-After: 600"));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var body = Wire.Chat("alpha/m", more: ",\"models\":[\"beta/m\"]");
        Assert.Equal("alpha/m:false beta/m:true", Wire.Attempts((await router.ChatAsync(body)).Json["metadata"]!));
        Assert.Equal("beta/m:true", Wire.Attempts((await router.ChatAsync(body)).Json["metadata"]!));
    }

    [Fact]
    public async Task C76_A429OfOneKey_TurnsToTheNext()
    {
        await using var upstream = FakeUpstream.Always(call =>
            call.Header("authorization") == "Bearer key-a" ? call.ErrorAsync(429, "busy", headers: "Retry-After: 600") : Wire.Says("Hello")(call));
        var config = RouterConfig.For(("alpha", upstream));
        config["providers"]!["alpha"]!.AsObject().Remove("apiKey");
        config["providers"]!["alpha"]!["apiKeys"] = new JsonArray("key-a", "key-b");
        await using var router = await NativeRouter.StartAsync(config);
        for (var i = 0; i < 6; i++)
            Assert.Equal("Hello", (await router.ChatAsync(Wire.Chat("alpha/m"))).TextOf());
        // The tired key was asked once and is then left alone.
        Assert.Single(upstream.Calls, c => c.Header("authorization") == "Bearer key-a");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    public async Task C76_ADeadKey_IsLeftAlone(int status)
    {
        await using var upstream = FakeUpstream.Always(call =>
            call.Header("authorization") == "Bearer key-a" ? call.ErrorAsync(status, "no") : Wire.Says("Hello")(call));
        var config = RouterConfig.For(("alpha", upstream));
        config["providers"]!["alpha"]!.AsObject().Remove("apiKey");
        config["providers"]!["alpha"]!["apiKeys"] = new JsonArray("key-a", "key-b", "key-c");
        await using var router = await NativeRouter.StartAsync(config);
        for (var i = 0; i < 9; i++)
            Assert.Equal("Hello", (await router.ChatAsync(Wire.Chat("alpha/m"))).TextOf());
        Assert.Single(upstream.Calls, c => c.Header("authorization") == "Bearer key-a");
    }

    [Fact]
    public async Task C77_AllOnCooldown_AreTriedAnyway()
    {
        await using var alpha = FakeUpstream.InOrder(Wire.Fails(429, "busy", "Retry-After: 600"), Wire.Says("recovered"));
        await using var beta = FakeUpstream.Always(Wire.Fails(429, "busy", "Retry-After: 600"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var body = Wire.Chat("alpha/m", more: ",\"models\":[\"beta/m\"]");
        Assert.Equal(429, (await router.ChatAsync(body)).Status);
        // Not answered out of memory: asked again, and well.
        Assert.Equal("recovered", (await router.ChatAsync(body)).TextOf());
    }

    [Fact]
    public async Task C77_ASuccess_EndsTheCooldown()
    {
        await using var alpha = FakeUpstream.InOrder(Wire.Fails(500), Wire.Fails(500), Wire.Says("recovered"), Wire.Says("again"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha)));
        Assert.Equal(502, (await router.ChatAsync(Wire.Chat("alpha/m"))).Status);
        Assert.Equal(502, (await router.ChatAsync(Wire.Chat("alpha/m"))).Status);
        Assert.Equal("recovered", (await router.ChatAsync(Wire.Chat("alpha/m"))).TextOf());
        Assert.Equal("again", (await router.ChatAsync(Wire.Chat("alpha/m"))).TextOf());
    }

    [Fact]
    public async Task C80_AKeysLimit_LetsExactlySoManyThrough()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        var config = RouterConfig.For(("alpha", upstream));
        config["auth"]!["keys"]![0]!["limits"] = new JsonObject { ["requestsPerMinute"] = 5 };
        await using var router = await NativeRouter.StartAsync(config);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => router.ChatAsync(Wire.Chat("alpha/m"))));
        Assert.Equal(5, answers.Count(a => a.Status == 200));
        Assert.All(answers.Where(a => a.Status != 200), a =>
        {
            Assert.Equal(429, a.Status);
            Assert.InRange(int.Parse(a.Header("retry-after")!, CultureInfo.InvariantCulture), 1, 60);
        });
        Assert.Equal(5, upstream.Calls.Count);
    }

    [Fact]
    public async Task C81_Overload_IsShedAtOnce_HealthAndModelsAreNot()
    {
        var release = new TaskCompletionSource();
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await release.Task.In();
            await Wire.Says("Hello")(call);
        });
        var config = RouterConfig.For(("alpha", upstream)).Set("limits.maxConcurrentRequests", 1).Set("limits.maxQueue", 0);
        await using var router = await NativeRouter.StartAsync(config);
        using var first = await router.OpenChatAsync(Wire.Chat("alpha/m"));
        await upstream.CallAsync();
        var second = await router.ChatAsync(Wire.Chat("alpha/m"));
        Assert.Equal(503, second.Status);
        Assert.NotNull(second.Header("retry-after"));
        Assert.NotEmpty(second.ErrorMessage);
        foreach (var path in new[] { "/healthz", "/readyz", "/metrics", "/v1/models" })
            Assert.Equal(200, (await router.GetAsync(path)).Status);
        release.SetResult();
        await first.ReadHeadAsync();
        Assert.Equal(200, first.Status);
        await first.ReadBodyAsync();
        Assert.Equal(200, (await router.ChatAsync(Wire.Chat("alpha/m"))).Status);
    }

    [Fact]
    public async Task C81_AQueuedCall_WaitsForItsPlace()
    {
        var release = new TaskCompletionSource();
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await release.Task.In();
            await Wire.Says("Hello")(call);
        });
        var config = RouterConfig.For(("alpha", upstream)).Set("limits.maxConcurrentRequests", 1).Set("limits.maxQueue", 1);
        await using var router = await NativeRouter.StartAsync(config);
        using var first = await router.OpenChatAsync(Wire.Chat("alpha/m"));
        await upstream.CallAsync();
        var queued = router.ChatAsync(Wire.Chat("alpha/m"));
        var shed = router.ChatAsync(Wire.Chat("alpha/m"));
        // One of the two has the only place in the queue; the other is told at once.
        var told = await Task.WhenAny(queued, shed).In();
        Assert.Equal(503, (await told).Status);
        release.SetResult();
        Assert.Equal("Hello", (await (told == queued ? shed : queued)).TextOf());
    }
}

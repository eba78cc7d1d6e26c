// Callers that leave, callers that do not read, and a router that is told to stop.
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Timeouts;

public sealed class CancellationTests
{
    [Fact]
    public async Task C84_ACallerThatLeavesItsStream_CancelsTheUpstream()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            await call.EventAsync(Wire.Content("Hello"));
            await call.Gone;
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        await client.ReadDataAsync();
        client.Reset();
        await (await upstream.CallAsync()).Gone.In();
    }

    [Fact]
    public async Task C84_ACallerThatClosesItsStream_CancelsTheUpstream()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            await call.EventAsync(Wire.Content("Hello"));
            await call.Gone;
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using (var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true)))
        {
            await client.ReadDataAsync();
            await client.ReadDataAsync();
        }
        await (await upstream.CallAsync()).Gone.In();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C84_ACallerThatLeavesBeforeAnyAnswer_CancelsTheUpstream(bool stream)
    {
        await using var upstream = FakeUpstream.Always(call => call.Gone);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var client = await router.OpenChatAsync(Wire.Chat("openai/gpt-4o", stream));
        var call = await upstream.CallAsync();
        client.Reset();
        await call.Gone.In();
    }

    [Fact]
    public async Task C78_ACallerThatLeaves_IsNoFailureOfTheProvider()
    {
        await using var alpha = FakeUpstream.InOrder(call => call.Gone, Wire.Says("from alpha"));
        await using var beta = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var body = Wire.Chat("alpha/m", more: ",\"models\":[\"beta/m\"]");
        var client = await router.OpenChatAsync(body);
        var call = await alpha.CallAsync();
        client.Reset();
        await call.Gone.In();
        // No retry, no fallback, no cooldown: alpha is asked first again.
        Assert.Equal("from alpha", (await router.ChatAsync(body)).TextOf());
        Assert.Equal(2, alpha.Calls.Count);
    }

    [Fact]
    public async Task C85_APartialAnswer_IsAccountedFor()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            for (var i = 0; i < 50; i++)
                await call.EventAsync(Wire.Content("word "));
            await call.Gone;
        });
        var config = RouterConfig.For(("openai", upstream)).Set("telemetry.requestLog", "stdout");
        await using var router = await NativeRouter.StartAsync(config);
        using var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        for (var i = 0; i < 51; i++)
            await client.ReadDataAsync();
        client.Reset();
        var line = JsonNode.Parse(await router.LineAsync("openai/gpt-4o"))!.AsObject();
        Assert.Contains("499", line.ToJsonString(), StringComparison.Ordinal);
        // "estimate if no usage block": some tokens, whatever the member is called.
        Assert.Contains(Numbers(line), n => n.Name.Contains("token", StringComparison.OrdinalIgnoreCase) && n.Value > 0);
    }

    [Fact]
    public async Task C86_ACallerThatDoesNotRead_StopsTheUpstreamNotTheRouter()
    {
        // More than socket buffers on the way can hold.
        const int Events = 1500;
        var text = new string('x', 32 * 1024);
        var sent = 0;
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            for (; sent < Events; sent++)
                await call.EventAsync(Wire.Content(text));
            await call.EventAsync(Wire.Finish());
            await call.EventAsync("[DONE]");
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true));

        // Blocked when nothing has been sent for five looks.
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var (same, last) = (0, -1); same < 5 && await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken); (same, last) = (sent == last ? same + 1 : 0, sent))
        {
        }
        Assert.True(sent < Events, "the whole stream of 48 MB was taken in for a caller that reads nothing");
        Assert.InRange(Resident(router), 1, 150_000_000);

        var length = 0L;
        while (await client.ReadDataAsync() is { } data && data != "[DONE]")
            length += data.Length;
        Assert.True(length > (long)Events * text.Length);
    }

    [Fact]
    public async Task C86_ACallerThatNeverReads_IsLeftInTheEnd()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            while (!call.Gone.IsCompleted)
                await call.EventAsync(Wire.Content(new string('x', 32 * 1024)));
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("timeouts.idle", "1s").Set("timeouts.total", "4s"));
        var handles = Handles(router);
        using var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        // "bounded buffer, write timeout, then abort"
        await (await upstream.CallAsync()).Gone.In();
        // Its connection is given up too, with all that was kept for it.
        using var patience = new CancellationTokenSource(Soon.Limit);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Handles(router) > handles && await tick.WaitForNextTickAsync(patience.Token))
        {
        }
    }

    [Fact]
    public async Task C87_SigTerm_LetsAStreamEndAndThenLeavesWith0()
    {
        var release = new TaskCompletionSource();
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            await call.EventAsync(Wire.Content("Hello"));
            await release.Task.In();
            await call.EventAsync(Wire.Finish());
            await call.EventAsync("[DONE]");
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var waiting = await RawClient.ConnectAsync(router.Address);
        using var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        await client.ReadDataAsync();
        router.Terminate();
        // Readiness flips for those who are connected still; new connections find nobody.
        await NotReadyAsync(router, waiting);
        release.SetResult();
        var rest = await client.ReadAllDataAsync();
        Assert.Equal("Hello", rest.TextOf());
        Assert.Equal("[DONE]", rest[^1]);
        Assert.Equal(0, await router.ExitAsync());
    }

    [Fact]
    public async Task C87_AStreamBeyondTheShutdownTimeout_EndsWithAnErrorEvent()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            await call.EventAsync(Wire.Content("Hello"));
            await call.Gone;
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("timeouts.shutdown", "300ms"));
        using var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        await client.ReadDataAsync();
        await client.ReadDataAsync();
        router.Terminate();
        var last = Assert.Single(await client.ReadAllDataAsync());
        Assert.StartsWith("{\"error\":{", last);
        // "After a forced end of a drain the exit code is 0"
        Assert.Equal(0, await router.ExitAsync());
    }

    [Fact]
    public async Task C87_ASecondSigTerm_StopsAtOnce()
    {
        await using var upstream = FakeUpstream.Always(call => call.Gone);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await router.OpenChatAsync(Wire.Chat("openai/gpt-4o"));
        using var waiting = await RawClient.ConnectAsync(router.Address);
        await upstream.CallAsync();
        router.Terminate();
        await NotReadyAsync(router, waiting);
        router.Terminate();
        await router.ExitAsync();
    }

    private static async Task NotReadyAsync(NativeRouter router, RawClient connected)
    {
        try
        {
            while (true)
            {
                await connected.SendAsync(RouterCalls.Request("GET", "/readyz", []));
                await connected.ReadHeadAsync();
                await connected.ReadBodyAsync();
                if (connected.Status == 503)
                    return;
            }
        }
        catch (IOException)
        {
            // The idle connection was closed: as good a sign.
            return;
        }
    }

    private static int Handles(NativeRouter router) => Directory.EnumerateFileSystemEntries($"/proc/{router.ProcessId}/fd").Count();

    private static long Resident(NativeRouter router) =>
        long.Parse(File.ReadLines($"/proc/{router.ProcessId}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null) * 1024;

    private static IEnumerable<(string Name, double Value)> Numbers(JsonObject line)
    {
        foreach (var (name, value) in line)
        {
            if (value is JsonObject inner)
            {
                foreach (var found in Numbers(inner))
                    yield return ($"{name}.{found.Name}", found.Value);
            }
            else if (value is JsonValue number && number.TryGetValue<double>(out var n))
            {
                yield return (name, n);
            }
        }
    }
}

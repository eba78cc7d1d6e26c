// Health, metrics, reload, commands: what operators see.
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Operations;

public sealed class OperationsTests
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    public async Task Operations_NeedNoKey(string path)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.GetAsync(path, "Authorization: Bearer wrong");
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("text/plain", answer.Header("content-type"));
    }

    [Fact]
    public async Task Metrics_ArePrometheusText()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        var text = (await router.GetAsync("/metrics")).Text;
        var types = new Dictionary<string, string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                types.Add(line.Split(' ')[2], line.Split(' ')[3]);
            else if (!line.StartsWith('#'))
                Assert.Matches(@"^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*=""([^""\\\n]|\\[""\\n])*"",?)*\})? (NaN|[+-]?Inf|-?[0-9.]+(e[+-]?[0-9]+)?)$", line);
        }
        Assert.Contains(types, t => t.Value == "histogram");
        Assert.Contains(types, t => t.Value == "counter");
    }

    [Fact]
    public async Task C98_NamesFromCallers_MakeNoMetrics()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        async Task<int> LinesAfterAsync(int round)
        {
            for (var i = 0; i < 100; i++)
            {
                await router.ChatAsync(Wire.Chat($"openai/invented-{round}-{i}"));
                await router.ChatAsync(Wire.Chat($"invented-{round}-{i}"));
                await router.ChatAsync(Wire.Chat($"provider-{round}-{i}/m"));
            }
            return (await router.GetAsync("/metrics")).Text.Split('\n').Length;
        }
        var first = await LinesAfterAsync(1);
        var second = await LinesAfterAsync(2);
        Assert.InRange(second - first, 0, 20);
    }

    [Fact]
    public async Task C93_AValidReload_IsTakenOver_AnInvalidOneIsNot()
    {
        await using var alpha = FakeUpstream.Always(Wire.Says("from alpha"));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        var config = RouterConfig.For(("local", alpha));
        await using var router = await NativeRouter.StartAsync(config);
        Assert.Equal("from alpha", (await router.ChatAsync(Wire.Chat("local/m"))).TextOf());

        await File.WriteAllTextAsync(router.ConfigFile, "{ \"providers\": { \"local\": { \"dialct\": 7 } } }", TestContext.Current.CancellationToken);
        router.Reload();
        await router.LineAsync("dialct");
        Assert.Equal("from alpha", (await router.ChatAsync(Wire.Chat("local/m"))).TextOf());

        config["providers"]!["local"]!["baseUrl"] = beta.BaseUrl;
        await File.WriteAllTextAsync(router.ConfigFile, config.ToJsonString(), TestContext.Current.CancellationToken);
        router.Reload();
        using var patience = new CancellationTokenSource(Soon.Limit);
        string text;
        do
            text = (await router.ChatAsync(Wire.Chat("local/m"))).TextOf();
        while (text != "from beta" && !patience.IsCancellationRequested);
        Assert.Equal("from beta", text);
    }

    [Fact]
    public async Task C93_ACallInFlight_KeepsItsPlan()
    {
        var reloaded = new TaskCompletionSource();
        await using var alpha = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            await call.EventAsync(Wire.Content("from "));
            await reloaded.Task.In();
            await call.EventAsync(Wire.Content("alpha"));
            await call.EventAsync(Wire.Finish());
            await call.EventAsync("[DONE]");
            await call.EndAsync();
        });
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        var config = RouterConfig.For(("local", alpha));
        await using var router = await NativeRouter.StartAsync(config);
        using var client = await router.OpenStreamAsync(Wire.Chat("local/m", stream: true));
        await client.ReadDataAsync();

        config["providers"]!["local"]!["baseUrl"] = beta.BaseUrl;
        config["auth"]!["keys"]![0]!["key"] = "another-key";
        await File.WriteAllTextAsync(router.ConfigFile, config.ToJsonString(), TestContext.Current.CancellationToken);
        router.Reload();
        using var patience = new CancellationTokenSource(Soon.Limit);
        while ((await router.ChatAsync(Wire.Chat("local/m"), "Authorization: Bearer another-key")).Status != 200)
            Assert.False(patience.IsCancellationRequested, "the new plan did not come");
        reloaded.SetResult();
        Assert.Equal("from alpha", (await client.ReadAllDataAsync()).TextOf());
    }

    [Fact]
    public async Task RequestLog_IsOneJsonLineACall()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("telemetry.requestLog", "stdout"));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        var line = JsonNode.Parse(await router.LineAsync(answer.Header("x-request-id")!))!.ToJsonString();
        Assert.Contains("openai/gpt-4o", line, StringComparison.Ordinal);
        Assert.Contains("200", line, StringComparison.Ordinal);
        Assert.Contains("\"test\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain(RouterConfig.Key, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    [InlineData("/v1/models")]
    public async Task Head_TellsTheLengthAndNothingElse(string path)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await RawClient.ConnectAsync(router.Address);
        await client.SendAsync(RouterCalls.Request("HEAD", path, []));
        await client.SendAsync(RouterCalls.Request("GET", "/readyz", []));
        await client.ReadHeadAsync();
        Assert.Equal(200, client.Status);
        Assert.True(int.Parse(client.Headers["content-length"], null) > 0);
        // The next bytes are the next answer's.
        await client.ReadHeadAsync();
        Assert.Equal("ready\n", System.Text.Encoding.UTF8.GetString(await client.ReadBodyAsync()));
    }
}

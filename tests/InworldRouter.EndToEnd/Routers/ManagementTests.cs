// Named routers over HTTP, against the native binary: both facades, what survives a restart, what several writers leave behind.
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Routers;

public sealed class ManagementTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("inworld-e2e-store-").FullName;
    private readonly FakeUpstream _upstream = FakeUpstream.Never();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task TheOfficialFacade_CreatesReadsChangesListsAndDeletes()
    {
        await using var router = await StartAsync();

        var created = await router.ManageAsync("POST", ManagementCalls.Official, """
            {"displayName":"My Router","default_route":{"variants":[{"variant":{"modelId":"openai/gpt-4o"}}]},
             "routes":[{"route":{"variants":[{"variant":{"model_id":"auto","modelSelection":{"models":["openai"],"sort":["price"]}}}]},"condition":{"celExpression":"tier == \"gold\""}}]}
            """);
        Assert.Equal((200, true), (created.Status, created.Json["done"]!.GetValue<bool>()));
        var got = await router.GetAsync(ManagementCalls.Official + "/my-router");
        Assert.Equal(
            """{"name":"my-router","displayName":"My Router","routes":[{"route":{"route_id":"route-1","variants":[{"variant":{"variant_id":"variant-1","model_id":"auto","model_selection":{"models":["openai"],"sort":[{"metric":"SORT_METRIC_PRICE"}]}},"weight":100}]},"condition":{"cel_expression":"tier == \"gold\""}}],"defaultRoute":{"route_id":"default","variants":[{"variant":{"variant_id":"variant-1","model_id":"openai/gpt-4o"},"weight":100}]}}""",
            got.Text);
        Assert.Equal(created.Text, (await router.GetAsync("/lro/v1alpha/" + created.Json["name"]!.GetValue<string>())).Text);

        var patched = await router.ManageAsync("PATCH", ManagementCalls.Official + "/my-router?update_mask=display_name,routes", """{"displayName":"Other"}""", $"If-Match: {got.Header("ETag")}");
        Assert.Equal((200, "Other", true), (patched.Status, patched.Json["response"]!["displayName"]!.GetValue<string>(), patched.Json["response"]!["routes"] is null));
        Assert.Equal(412, (await router.ManageAsync("DELETE", ManagementCalls.Official + "/my-router", null, $"If-Match: {got.Header("ETag")}")).Status);
        Assert.Equal(["my-router"], await NamesAsync(router));
        Assert.Contains("inworld/my-router", (await router.GetAsync("/v1/models")).Text, StringComparison.Ordinal);

        Assert.Equal(200, (await router.ManageAsync("DELETE", ManagementCalls.Official + "/my-router")).Status);
        Assert.Empty(await NamesAsync(router));
        var gone = await router.GetAsync(ManagementCalls.Official + "/my-router");
        Assert.Equal((404, 5), (gone.Status, gone.Json["code"]!.GetValue<int>()));
    }

    [Fact]
    public async Task ThePlainFacade_AnswersPlainObjects()
    {
        await using var router = await StartAsync();

        var created = await router.ManageAsync("POST", ManagementCalls.Plain, """{"name":"plain","description":"d","defaultModel":"openai/gpt-4o","cache":{"enabled":true,"ttlSeconds":60}}""");
        var patched = await router.ManageAsync("PATCH", ManagementCalls.Plain + "/plain", """{"rules":[{"condition":"true","model":"openai/gpt-4o-mini"}]}""");
        var deleted = await router.ManageAsync("DELETE", ManagementCalls.Plain + "/plain");

        Assert.Equal((200, "plain", "openai/gpt-4o"), (created.Status, created.Json["id"]!.GetValue<string>(), created.Json["defaultModel"]!.GetValue<string>()));
        Assert.Equal("openai/gpt-4o-mini", patched.Json["routes"]![0]!["route"]!["variants"]![0]!["variant"]!["model_id"]!.GetValue<string>());
        Assert.Equal((204, 0), (deleted.Status, deleted.Body.Length));
    }

    [Fact]
    public async Task WhatIsWrong_IsListedAtOnce()
    {
        await using var router = await StartAsync();

        var answer = await router.ManageAsync("POST", ManagementCalls.Official, """{"name":"X","routes":[{"condition":"true","route":{"variants":[{"variant":{"model_id":"inworld/y","fallback":{"ttft_timeout":"1ms"}},"weight":99}]}}]}""");

        Assert.Equal((400, 3), (answer.Status, answer.Json["code"]!.GetValue<int>()));
        Assert.Equal(
            ["name", "routes[0].route.variants", "routes[0].route.variants[0].variant.fallback.ttft_timeout", "routes[0].route.variants[0].variant.model_id"],
            answer.Json["details"]![0]!["fieldViolations"]!.AsArray().Select(v => v!["field"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Empty(await NamesAsync(router));
    }

    [Fact]
    public async Task ACompressedBody_IsRead()
    {
        await using var router = await StartAsync();
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(ManagementCalls.Simple("zipped")));

        var answer = await router.SendAsync(RouterCalls.Request("POST", ManagementCalls.Plain, bytes.ToArray(), "Content-Encoding: gzip"));

        Assert.Equal((200, "zipped"), (answer.Status, answer.Json["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Routers_OutliveTheProcess()
    {
        await using (var first = await StartAsync())
        {
            await first.ManageAsync("POST", ManagementCalls.Official, ManagementCalls.Simple("kept"));
            await first.ManageAsync("POST", ManagementCalls.Official, ManagementCalls.Simple("dropped"));
            await first.ManageAsync("DELETE", ManagementCalls.Official + "/dropped");
        }
        await File.WriteAllTextAsync(Path.Combine(_data, "routers", "broken.json"), "{", TestContext.Current.CancellationToken);

        await using var second = await StartAsync();

        Assert.Equal(["kept"], await NamesAsync(second));
        Assert.Contains("broken", await second.LineAsync("store: "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoInstances_OnOneStore_LoseNoChange()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await one.ManageAsync("POST", ManagementCalls.Official, ManagementCalls.Simple("shared"));

        await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            var router = i % 2 == 0 ? one : two;
            while (true)
            {
                var got = await router.GetAsync(ManagementCalls.Official + "/shared");
                if (got.Status != 200)
                    continue; // The other instance has not heard of it yet.
                var count = int.Parse(got.Json["description"]?.GetValue<string>() ?? "0", System.Globalization.CultureInfo.InvariantCulture);
                var answer = await router.ManageAsync("PATCH", ManagementCalls.Official + "/shared", $$"""{"description":"{{count + 1}}"}""", $"If-Match: {got.Header("ETag")}");
                if (answer.Status == 200)
                    return;
                Assert.True(answer.Status is 412 or 409, answer.Text);
            }
        })).In();

        Assert.Equal("12", (await Newest(one, two))["description"]!.GetValue<string>());
    }

    private static async Task<JsonNode> Newest(NativeRouter one, NativeRouter two)
    {
        var both = new[] { (await one.GetAsync(ManagementCalls.Official + "/shared")).Json, (await two.GetAsync(ManagementCalls.Official + "/shared")).Json };
        return both.MaxBy(r => r["description"]!.GetValue<string>().PadLeft(3))!;
    }

    private static async Task<string[]> NamesAsync(NativeRouter router) =>
        [.. (await router.GetAsync(ManagementCalls.Official)).Json["routers"]!.AsArray().Select(r => r!["name"]!.GetValue<string>())];

    private Task<NativeRouter> StartAsync() => NativeRouter.StartAsync(RouterConfig.For(("openai", _upstream)).Set("store.path", _data));
}

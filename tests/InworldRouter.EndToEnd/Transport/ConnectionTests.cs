// Connections to providers: kept, found stale, and replaced without anybody's notice.
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Transport;

public sealed class ConnectionTests
{
    [Fact]
    public async Task C79_ConnectionsAreKept()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("Hello", (await router.ChatAsync(Wire.Chat("openai/gpt-4o"))).TextOf());
            await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        }
        Assert.Equal(1, upstream.Connections);
    }

    [Fact]
    public async Task C79_AKeptConnectionThatTheProviderClosed_IsReplaced()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await Wire.Says("Hello")(call);
            call.Close();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        for (var i = 0; i < 10; i++)
        {
            var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
            Assert.Equal("Hello", answer.TextOf());
            Assert.Equal("1", answer.Header("x-inworld-attempts"));
        }
    }

    [Fact]
    public async Task C79_AKeptConnectionThatEndsWithoutAByte_IsTriedOnceMore()
    {
        // As a server does whose idle timeout ends while the request is on its way.
        await using var upstream = FakeUpstream.InOrder(
            Wire.Says("first"),
            call =>
            {
                call.Reset();
                return Task.CompletedTask;
            },
            Wire.Says("second"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal("first", (await router.ChatAsync(Wire.Chat("openai/gpt-4o"))).TextOf());
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.Equal("second", answer.TextOf());
        Assert.Equal("1", answer.Header("x-inworld-attempts"));
    }

    [Fact]
    public async Task AnswersWithoutALength_EndWithTheConnection()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.RawAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{Wire.Answer("Hello")}");
            call.Close();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal("Hello", (await router.ChatAsync(Wire.Chat("openai/gpt-4o"))).TextOf());
    }

    [Fact]
    public async Task AHeadInPieces_AndInterimAnswers_AreRead()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            foreach (var b in System.Text.Encoding.ASCII.GetBytes("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"))
                await call.RawAsync(new[] { b });
            foreach (var data in Wire.Stream("Hello").Append("[DONE]"))
                await call.EventAsync(data);
            await call.RawAsync("0\r\nX-Trailer: 1\r\n\r\n");
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        for (var i = 0; i < 2; i++)
            Assert.Equal("Hello", (await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true))).TextOf());
        Assert.Equal(1, upstream.Connections);
    }

    [Fact]
    public async Task CallersMayPipelineAndKeepTheirConnections()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await RawClient.ConnectAsync(router.Address);
        for (var i = 0; i < 5; i++)
        {
            await client.SendAsync(RouterCalls.Request("POST", RouterCalls.ChatPath, System.Text.Encoding.UTF8.GetBytes(Wire.Chat("openai/gpt-4o", stream: i % 2 == 0))));
            await client.ReadHeadAsync();
            Assert.Equal(200, client.Status);
            Assert.NotEmpty(await client.ReadBodyAsync());
        }
    }
}

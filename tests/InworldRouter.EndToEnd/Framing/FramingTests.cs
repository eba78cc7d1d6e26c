// What the caller's stream looks like: its headers, its blank lines, its end; and what of the upstream's is not passed on.
using System.IO.Compression;
using System.Text;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Framing;

public sealed class FramingTests
{
    [Fact]
    public async Task C03_EveryEventEndsWithABlankLine_DoneOnceAndLast()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.EndsWith("\n\ndata: [DONE]\n\n", answer.Text);
        Assert.Equal(1, answer.Text.Split("[DONE]").Length - 1);
        Assert.All(answer.Text.Split("\n\n")[..^1], e => Assert.StartsWith("data: ", e));
    }

    [Fact]
    public async Task C03_UpstreamWithoutDone_StillEndsWithOne()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            foreach (var data in Wire.Stream("Hello"))
                await call.EventAsync(data);
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal("[DONE]", data[^1]);
        Assert.Single(data, "[DONE]");
    }

    [Fact]
    public async Task C04_UpstreamComments_AreNotData()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.PieceAsync(": OPENROUTER PROCESSING\n\n");
            foreach (var data in Wire.Stream("Hello"))
            {
                await call.EventAsync(data);
                await call.PieceAsync(":keep-alive\n\n");
            }
            await call.PieceAsync(":\ndata: [DONE]\n\n");
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal("Hello", data.TextOf());
        Assert.Equal("[DONE]", data[^1]);
    }

    [Fact]
    public async Task C08_StreamHeaders_AreThoseOfAnUnbufferedEventStream()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o", stream: true), "Accept-Encoding: gzip, br");
        Assert.Equal("text/event-stream; charset=utf-8", answer.Header("content-type"));
        Assert.Equal("no-cache", answer.Header("cache-control"));
        Assert.Equal("no", answer.Header("x-accel-buffering"));
        Assert.Null(answer.Header("content-encoding"));
    }

    [Fact]
    public async Task C08_EachEvent_IsSentAtOnce()
    {
        var next = new SemaphoreSlim(0);
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            for (var i = 0; i < 20; i++)
            {
                await call.EventAsync(Wire.Content($"{i} "));
                // The next event is sent only when the caller has this one.
                await next.WaitAsync(Soon.Limit);
            }
            await call.EventAsync(Wire.Finish());
            await call.EventAsync("[DONE]");
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        await client.ReadDataAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($"{i} ", new[] { (await client.ReadDataAsync())! }.TextOf());
            next.Release();
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task C09_CompressedUpstreamStream_IsRead(string encoding)
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync($"Content-Encoding: {encoding}");
            var body = new MemoryStream();
            await using (Stream compressor = encoding switch
            {
                "gzip" => new GZipStream(body, CompressionMode.Compress, leaveOpen: true),
                "br" => new BrotliStream(body, CompressionMode.Compress, leaveOpen: true),
                _ => new ZLibStream(body, CompressionMode.Compress, leaveOpen: true),
            })
            {
                foreach (var data in Wire.Stream("Hello", " world").Append("[DONE]"))
                {
                    await compressor.WriteAsync(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
                    await compressor.FlushAsync();
                }
            }
            foreach (var piece in body.ToArray().Chunk(11))
                await call.PieceAsync(piece);
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal("Hello world", data.TextOf());
    }

    [Theory]
    [InlineData("text/html", "<html><body>Welcome to the portal</body></html>")]
    [InlineData("text/event-stream", "<html><body>Welcome to the portal</body></html>")]
    [InlineData("application/json", """{"error":{"message":"no credits","type":"billing","code":null,"param":null}}""")]
    [InlineData("text/event-stream", "")]
    public async Task C10_NoStreamInA200_IsAnError(string contentType, string body)
    {
        await using var upstream = FakeUpstream.Always(call => call.AnswerAsync(200, Encoding.UTF8.GetBytes(body), contentType));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal(502, answer.Status);
        Assert.StartsWith("application/json", answer.Header("content-type"));
        Assert.NotEmpty(answer.ErrorMessage);
    }

    [Fact]
    public async Task C10_JsonAnswerToAStreamRequest_IsNotAHang()
    {
        // Some servers know no streams. Their whole answer is as good: as a stream, or as an error that says so.
        await using var upstream = FakeUpstream.Always(call => call.AnswerAsync(200, Wire.Answer("Hello")));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await router.OpenChatAsync(Wire.Chat("openai/gpt-4o", stream: true));
        await client.ReadHeadAsync();
        if (client.Status == 200)
            Assert.Equal("Hello", (await client.ReadAllDataAsync()).TextOf());
        else
            Assert.Equal(502, client.Status);
    }
}

// Which headers pass, which are ours, and which must never pass.
using System.IO.Compression;
using System.Text;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Transport;

public sealed class HeaderTests
{
    [Fact]
    public async Task C94_AcceptEncoding_IsOurOwn()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        await router.ChatAsync(Wire.Chat("openai/gpt-4o"), "Accept-Encoding: zstd, x-callers-own");
        Assert.DoesNotContain("x-callers-own", upstream.Calls[0].Head, StringComparison.Ordinal);
        Assert.DoesNotContain("zstd", upstream.Calls[0].Header("accept-encoding") ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task C94_ADecodedAnswer_HasNeitherEncodingNorTheOldLength(string encoding)
    {
        await using var upstream = FakeUpstream.Always(call =>
        {
            var body = new MemoryStream();
            using (Stream compressor = encoding == "gzip" ? new GZipStream(body, CompressionMode.Compress, true) : new BrotliStream(body, CompressionMode.Compress, true))
                compressor.Write(Encoding.UTF8.GetBytes(Wire.Answer("Hello")));
            return call.AnswerAsync(200, body.ToArray(), headers: [$"Content-Encoding: {encoding}"]);
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.Equal("Hello", answer.TextOf());
        Assert.Null(answer.Header("content-encoding"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task C95_ACompressedRequest_IsRead(string encoding)
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.SendAsync(RouterCalls.Request("POST", RouterCalls.ChatPath, Compress(encoding, Encoding.UTF8.GetBytes(Wire.Chat("openai/gpt-4o"))), $"Content-Encoding: {encoding}"));
        Assert.Equal("Hello", answer.TextOf());
        Assert.Equal("Hi", upstream.Calls[0].Json["messages"]![0]!["content"]!.GetValue<string>());
        Assert.Null(upstream.Calls[0].Header("content-encoding"));
    }

    [Fact]
    public async Task C95_ACompressedRequestThatGrowsBeyondTheLimit_Is413()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("limits.maxBodyBytes", "1MB"));
        var bomb = Compress("gzip", Encoding.UTF8.GetBytes(Wire.Chat("openai/gpt-4o", more: $",\"x\":\"{new string(' ', 20_000_000)}\"")));
        Assert.True(bomb.Length < 100_000);
        Assert.Equal(413, (await router.SendAsync(RouterCalls.Request("POST", RouterCalls.ChatPath, bomb, "Content-Encoding: gzip"))).Status);
    }

    [Fact]
    public async Task C95_AnUnknownEncoding_IsRefused()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.SendAsync(RouterCalls.Request("POST", RouterCalls.ChatPath, "abc"u8, "Content-Encoding: compress"));
        Assert.InRange(answer.Status, 400, 415);
        Assert.NotEmpty(answer.ErrorMessage);
    }

    [Fact]
    public async Task C96_ABodyOf50Megabytes_IsRelayed()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var image = new string('A', 50 * 1024 * 1024);
        Assert.Equal("Hello", (await router.ChatAsync(Wire.Chat("openai/gpt-4o", more: $",\"x_image\":\"{image}\""))).TextOf());
        Assert.True(upstream.Calls[0].Body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(image[..1000])) > 0);
        Assert.True(upstream.Calls[0].Body.Length > image.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C96_ABodyBeyondTheLimit_Is413(bool withLength)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("limits.maxBodyBytes", "1MB"));
        using var client = await RawClient.ConnectAsync(router.Address);
        var body = Encoding.ASCII.GetBytes(Wire.Chat("openai/gpt-4o", more: $",\"x\":\"{new string('A', 2_000_000)}\""));
        try
        {
            if (withLength)
            {
                await client.SendAsync(RouterCalls.Request("POST", RouterCalls.ChatPath, body));
            }
            else
            {
                await client.SendAsync($"POST {RouterCalls.ChatPath} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {RouterConfig.Key}\r\nTransfer-Encoding: chunked\r\n\r\n");
                foreach (var piece in body.Chunk(100_000))
                    await client.SendAsync((byte[])[.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8]);
                await client.SendAsync("0\r\n\r\n");
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Refused before it was all sent.
        }
        await client.ReadHeadAsync();
        Assert.Equal(413, client.Status);
        Assert.StartsWith("application/json", client.Headers["content-type"]);
    }

    [Fact]
    public async Task C97_WhatBelongsToTheCallersConnection_StaysHere()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        await router.ChatAsync(Wire.Chat("openai/gpt-4o"),
            "Cookie: session=callers-cookie", "X-Forwarded-For: 203.0.113.9", "X-Real-IP: 203.0.113.9", "Forwarded: for=203.0.113.9", "CF-Connecting-IP: 203.0.113.9",
            "Proxy-Authorization: Basic callers-proxy", "Connection: keep-alive, x-hop", "x-hop: callers-hop", "TE: trailers", "Upgrade: h2c", "Keep-Alive: timeout=5",
            "Origin: https://example.test", "x-sim-status: 500");
        var head = upstream.Calls[0].Head;
        foreach (var text in new[] { "callers-", "203.0.113.9", "h2c", "example.test", "x-sim", "router.test", RouterConfig.Key })
            Assert.DoesNotContain(text, head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal($"Bearer {RouterConfig.ProviderKey("openai")}", upstream.Calls[0].Header("authorization"));
        Assert.Equal(upstream.BaseUrl["http://".Length..^"/v1".Length], upstream.Calls[0].Header("host"));
        Assert.Equal("/v1/chat/completions", upstream.Calls[0].Path);
    }

    [Fact]
    public async Task C97_TheProvidersOwnHeaders_DoNotReachTheCaller()
    {
        await using var upstream = FakeUpstream.Always(call => call.AnswerAsync(200, Wire.Answer("Hello"),
            "Set-Cookie: __cf_bm=secret", "Server: cloudflare", "openai-organization: secret-org", "Alt-Svc: h3", "Keep-Alive: timeout=5"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.Equal("Hello", answer.TextOf());
        foreach (var text in new[] { "secret", "cloudflare", "h3" })
            Assert.DoesNotContain(text, answer.Head, StringComparison.OrdinalIgnoreCase);
    }

    private static byte[] Compress(string encoding, byte[] bytes)
    {
        var body = new MemoryStream();
        using (Stream compressor = encoding switch
        {
            "gzip" => new GZipStream(body, CompressionLevel.SmallestSize, true),
            "br" => new BrotliStream(body, CompressionLevel.Fastest, true),
            _ => new ZLibStream(body, CompressionLevel.SmallestSize, true),
        })
            compressor.Write(bytes);
        return body.ToArray();
    }
}

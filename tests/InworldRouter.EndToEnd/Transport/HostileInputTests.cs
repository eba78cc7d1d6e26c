// Requests that are broken by accident or on purpose: an answer or a closed connection, never a crash and never a hang.
using System.Text;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Transport;

public sealed class HostileInputTests
{
    public static TheoryData<string, string> Bodies => new()
    {
        { "nothing", "" },
        { "no JSON", "hello" },
        { "half of it", "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"us" },
        { "an array", "[]" },
        { "a number", "1" },
        { "null", "null" },
        { "two texts", Wire.Chat("openai/gpt-4o") + Wire.Chat("openai/gpt-4o") },
        { "deep arrays", "{\"model\":\"openai/gpt-4o\",\"messages\":" + new string('[', 10_000) + new string(']', 10_000) + "}" },
        { "deep objects, open", "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"x\":" + string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) },
        { "a broken escape", "{\"model\":\"openai/gpt-4o\\u12\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}" },
        { "NaN", Wire.Chat("openai/gpt-4o", more: ",\"temperature\":NaN") },
        { "a trailing comma", Wire.Chat("openai/gpt-4o", more: ",") },
        { "a control character", "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"a\u0001b\"}]}" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task BadJson_Is400InTheEnvelope(string what, string body)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(body);
        Assert.True(answer.Status == 400, $"{what}: {answer}");
        Assert.NotEmpty(answer.ErrorMessage);
        Assert.Equal(200, (await router.GetAsync("/healthz")).Status);
    }

    [Fact]
    public async Task InvalidUtf8_DoesNoHarm()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        byte[][] bodies =
        [
            [.. "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}]}"u8],
            [.. "{\"model\":\"openai/"u8, 0xED, 0xA0, 0x80, .. "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"u8],
            [.. "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\""u8, 0xF0, 0x9F, .. "\":1}"u8],
        ];
        foreach (var body in bodies)
        {
            var answer = await router.SendAsync(RouterCalls.Request("POST", RouterCalls.ChatPath, body));
            Assert.Contains(answer.Status, new[] { 200, 400 });
            _ = answer.Json;
        }
        Assert.Equal(200, (await router.GetAsync("/healthz")).Status);
    }

    [Fact]
    public async Task DuplicateKeys_CannotSmuggleAModelPastTheCheck()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        var config = RouterConfig.For(("alpha", upstream));
        config["auth"]!["keys"]![0]!["models"] = new System.Text.Json.Nodes.JsonArray("alpha/allowed");
        await using var router = await NativeRouter.StartAsync(config);
        foreach (var (first, second) in new[] { ("alpha/allowed", "alpha/other"), ("alpha/other", "alpha/allowed") })
        {
            await router.ChatAsync($$"""{"model":"{{first}}","messages":[{"role":"user","content":"Hi"}],"model":"{{second}}"}""");
            // Whatever a provider makes of duplicates, no one of them may be the forbidden name.
            Assert.All(upstream.Calls, c => Assert.DoesNotContain("other", c.Text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n")]
    [InlineData("GET /v1/models HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\r\n\r\n")]
    public async Task WhatIsNotHttp_IsRefused(string request)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await RawClient.ConnectAsync(router.Address);
        await client.SendAsync(request);
        client.HalfClose();
        try
        {
            await client.ReadHeadAsync();
            Assert.InRange(client.Status, 400, 599);
        }
        catch (IOException)
        {
            // Closed without a word: as good.
        }
        Assert.Equal(200, (await router.GetAsync("/healthz")).Status);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(200)]
    public async Task ARequestThatEndsHalfWay_HoldsNothing(int length)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await RawClient.ConnectAsync(router.Address);
        var request = RouterCalls.Request("POST", RouterCalls.ChatPath, Encoding.UTF8.GetBytes(Wire.Chat("openai/gpt-4o")));
        await client.SendAsync(request.AsMemory(0, length));
        client.HalfClose();
        try
        {
            await client.ReadHeadAsync();
            Assert.Equal(400, client.Status);
            await client.ReadBodyAsync();
        }
        catch (IOException)
        {
            // Closed.
        }
        Assert.True(await client.IsClosedByServerAsync());
    }

    [Fact]
    public async Task RandomMutations_NeverCrash()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        // A seed of its own would find new things and never find them again.
        var random = new Random(20261120);
        var good = Encoding.UTF8.GetBytes(Wire.Chat("openai/gpt-4o", more: ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}],\"extra_body\":{\"models\":[\"auto\"],\"sort\":[\"price\"]},\"stop\":[\"a\"],\"temperature\":1.5e0"));
        for (var i = 0; i < 300; i++)
        {
            var body = (byte[])good.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                body[random.Next(body.Length)] = (byte)"{}[]\",:0e\\ \0"[random.Next(12)];
            var answer = await router.SendAsync(RouterCalls.Request("POST", RouterCalls.ChatPath, body));
            Assert.True(answer.Status is (>= 200 and < 500) or 502, answer.ToString());
            _ = answer.Json;
        }
    }
}

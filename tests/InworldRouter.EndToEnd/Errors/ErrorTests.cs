// An upstream's failures in the words and statuses that the caller should act on.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Errors;

public sealed class ErrorTests
{
    [Theory]
    [InlineData(400, 400)]
    [InlineData(422, 422)]
    [InlineData(413, 413)]
    [InlineData(404, 404)]
    [InlineData(401, 502)] // "provider 401/402/403 → 502 towards every client"
    [InlineData(402, 502)]
    [InlineData(403, 502)]
    [InlineData(408, 504)]
    [InlineData(425, 502)]
    [InlineData(429, 429)]
    [InlineData(500, 502)]
    [InlineData(502, 502)]
    [InlineData(499, 502)]
    [InlineData(504, 504)]
    [InlineData(529, 502)]
    public async Task C62_AStatusOfTheUpstream_BecomesTheOneToActOn(int upstreamStatus, int status)
    {
        await using var upstream = FakeUpstream.Always(Wire.Fails(upstreamStatus, "it failed", "retry-after-ms: 1"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.Equal(status, answer.Status);
        Assert.StartsWith("application/json", answer.Header("content-type"));
        var error = answer.Json["error"]!.AsObject();
        Assert.NotEmpty(error["message"]!.GetValue<string>());
        Assert.NotEmpty(error["type"]!.GetValue<string>());
        Assert.True(error.ContainsKey("param") && error.ContainsKey("code"), answer.Text);
        Assert.Equal(status == 429, answer.Header("retry-after") is not null);
        Assert.Equal("openai/gpt-4o:false", Wire.Attempts(answer.Json["metadata"]!).Split(' ')[^1]);
    }

    [Fact]
    public async Task C62_AnOpenAI4xx_KeepsItsOwnWords()
    {
        const string Body = """{"error":{"message":"Unsupported value: 'temperature'","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}""";
        await using var upstream = FakeUpstream.Always(call => call.AnswerAsync(400, Body));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var error = (await router.ChatAsync(Wire.Chat("openai/gpt-4o"))).Json["error"]!;
        Assert.Contains("Unsupported value: 'temperature'", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("temperature", error["param"]!.GetValue<string>());
        Assert.Equal("unsupported_value", error["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task C65_AKey_IsMaskedInEveryMember_WholeInPartOrEncoded()
    {
        var key = RouterConfig.ProviderKey("openai");
        var body = $$"""{"error":{"message":"{{Uri.EscapeDataString(key)}} {{key[..16]}} {{key.ToUpperInvariant()}}","type":"{{key}}","param":"{{key}}","code":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(key))}}" } }""";
        await using var upstream = FakeUpstream.Always(call => call.AnswerAsync(400, body));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(key))[..14], answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C62_NobodyListens_Is502()
    {
        var upstream = FakeUpstream.Never();
        await upstream.DisposeAsync();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.Equal(502, answer.Status);
        Assert.NotEmpty(answer.ErrorMessage);
    }

    [Theory]
    [InlineData(500, "text/html", "<html><head><title>500 Internal Server Error</title></head><body>nginx</body></html>")]
    [InlineData(503, "application/json", "")]
    [InlineData(500, "application/json", """[{"error":{"code":500,"message":"internal","status":"INTERNAL"}}]""")]
    [InlineData(500, "application/json", """{"error":"a bare string"}""")]
    [InlineData(500, "application/json", """{"detail":[{"loc":["body"],"msg":"bad","type":"x"}]}""")]
    [InlineData(500, "text/plain", "upstream connect error or disconnect/reset before headers")]
    public async Task C63_AnyErrorBody_IsMapped(int upstreamStatus, string contentType, string body)
    {
        await using var upstream = FakeUpstream.Always(call => call.AnswerAsync(upstreamStatus, Encoding.UTF8.GetBytes(body), contentType));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        foreach (var stream in new[] { false, true })
        {
            var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o", stream));
            Assert.Equal(502, answer.Status);
            Assert.NotEmpty(answer.ErrorMessage);
            Assert.DoesNotContain("<html", answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"id\":\"x\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task C64_AMalformedJsonAnswer_Is502(string body)
    {
        await using var upstream = FakeUpstream.Always(call => call.AnswerAsync(200, body));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal(502, (await router.ChatAsync(Wire.Chat("openai/gpt-4o"))).Status);
    }

    [Fact]
    public async Task C64_AJsonAnswerCutShort_Is502()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            var body = Wire.Answer("Hello");
            await call.RawAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body[..40]}");
            call.Close();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal(502, (await router.ChatAsync(Wire.Chat("openai/gpt-4o"))).Status);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(400)]
    [InlineData(500)]
    [InlineData(429)]
    public async Task C65_TheProvidersKey_IsNeverShown(int status)
    {
        var key = RouterConfig.ProviderKey("openai");
        await using var upstream = FakeUpstream.Always(call =>
            call.ErrorAsync(status, $"Incorrect API key provided: {key}. Your header was 'Authorization: {call.Header("Authorization")}'.", headers: "retry-after: 30"));
        var config = RouterConfig.For(("openai", upstream)).Set("telemetry.requestLog", "stdout");
        await using var router = await NativeRouter.StartAsync(config);
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.DoesNotContain(key, answer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(RouterConfig.Key, answer.ToString(), StringComparison.Ordinal);
        var metrics = await router.GetAsync("/metrics");
        Assert.DoesNotContain(key, metrics.Text + router.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(RouterConfig.Key, metrics.Text + router.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C65_TheProvidersKeyInAnErrorEvent_IsNotShownEither()
    {
        var key = RouterConfig.ProviderKey("openai");
        var error = $"{{\"error\":{{\"message\":\"the key {key} is exhausted\",\"type\":\"billing\"}}}}";
        await using var upstream = FakeUpstream.InOrder(
            call => call.StreamAsync(error),
            call => call.StreamAsync(Wire.Role(), Wire.Content("Hello"), error));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var before = await router.ChatAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.DoesNotContain(key, before.ToString(), StringComparison.Ordinal);
        var within = await router.ChatAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Contains("exhausted", within.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, within.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, router.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C66_AllFailed_OneErrorListsAllAttempts()
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(500, "alpha is down"));
        await using var beta = FakeUpstream.Always(Wire.Fails(401, "beta knows no such key"));
        await using var gamma = FakeUpstream.Always(Wire.Fails(429, "gamma is busy", "retry-after: 17"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta), ("gamma", gamma)));
        var answer = await router.ChatAsync(Wire.Chat("alpha/m", more: ",\"models\":[\"beta/m\",\"gamma/m\"]"));
        // "last failure 429 → 429 with Retry-After"
        Assert.Equal(429, answer.Status);
        Assert.InRange(int.Parse(answer.Header("retry-after")!, null), 16, 17);
        Assert.Contains("gamma is busy", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("alpha/m:false beta/m:false gamma/m:false", Wire.Attempts(answer.Json["metadata"]!));
        Assert.All(answer.Json["metadata"]!["attempts"]!.AsArray(), a => Assert.NotEmpty(a!["error_message"]!.GetValue<string>()));
        Assert.Equal("3", answer.Header("x-inworld-attempts"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C67_NoContent_Is502(bool stream)
    {
        await using var upstream = FakeUpstream.InOrder(
            call => call.RawAsync("HTTP/1.1 204 No Content\r\n\r\n"),
            call => call.AnswerAsync(200, ""),
            call => call.RawAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        for (var i = 0; i < 3; i++)
        {
            var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o", stream));
            Assert.Equal(502, answer.Status);
            Assert.NotEmpty(answer.ErrorMessage);
        }
    }

    [Fact]
    public async Task C67_AnAnswerThatSaysNothing_Is502()
    {
        await using var upstream = FakeUpstream.Always(call =>
            call.Json["stream"] is JsonValue s && s.GetValue<bool>() ? call.StreamAsync(Wire.Role(), Wire.Finish()) : call.AnswerAsync(200, Wire.Answer("")));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal(502, (await router.ChatAsync(Wire.Chat("openai/gpt-4o"))).Status);
        Assert.Equal(502, (await router.ChatAsync(Wire.Chat("openai/gpt-4o", stream: true))).Status);
    }

    [Theory]
    [InlineData("length")]
    [InlineData("content_filter")]
    public async Task C67_AnAnswerCutOrFiltered_IsNotEmpty(string finish)
    {
        await using var upstream = FakeUpstream.Always(call =>
            call.Json["stream"] is JsonValue s && s.GetValue<bool>() ? call.StreamAsync(Wire.Role(), Wire.Finish(finish)) : call.AnswerAsync(200, Wire.Answer("", finish)));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal("", (await router.ChatAsync(Wire.Chat("openai/gpt-4o"))).TextOf());
        Assert.Equal("[DONE]", (await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true)))[^1]);
    }
}

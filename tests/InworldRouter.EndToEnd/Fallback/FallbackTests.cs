// From one candidate to the next: when, with what, and when not.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Fallback;

public sealed class FallbackTests
{
    private const string ThenBeta = ",\"models\":[\"beta/m\"]";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C68_JsonAndStream_FallBackAlike(bool stream)
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(500));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var answer = await router.ChatAsync(Wire.Chat("alpha/m", stream, ThenBeta));
        Assert.Equal(200, answer.Status);
        Assert.Contains("from beta", answer.Text, StringComparison.Ordinal);
        Assert.Equal("beta/m", answer.Header("x-inworld-model"));
        Assert.Equal("2", answer.Header("x-inworld-attempts"));
    }

    [Fact]
    public async Task C68_AfterAFallback_MetadataTellsTheWay()
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(500, "alpha is down"));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var answer = await router.ChatAsync(Wire.Chat("alpha/m", more: ThenBeta));
        Assert.Equal("beta/m", answer.Json["model"]!.GetValue<string>());
        var metadata = answer.Json["metadata"]!;
        Assert.Equal("alpha/m:false beta/m:true", Wire.Attempts(metadata));
        Assert.Contains("alpha is down", metadata["attempts"]![0]!["error_message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("500", metadata["attempts"]![0]!["error_message"]!.GetValue<string>());
        // "… - failed (<why>); fallback to '<id>' - success"
        var reasoning = metadata["reasoning"]!.GetValue<string>();
        Assert.StartsWith("Using specified model: 'alpha/m' - failed (", reasoning);
        Assert.EndsWith("; fallback to 'beta/m' - success", reasoning);
        Assert.Equal(answer.Header("x-request-id"), metadata["generation_id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"overloaded\",\"type\":\"overloaded_error\"}}\n\n")]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"overloaded\"}}\n\n")]
    public async Task C70_AnErrorAsTheFirstEvent_IsStillAFallback(string error)
    {
        await using var alpha = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.PieceAsync(error);
            await call.EndAsync();
        });
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var data = await router.StreamAsync(Wire.Chat("alpha/m", stream: true, ThenBeta));
        Assert.Equal("from beta", data.TextOf());
        Assert.Equal("alpha/m:false beta/m:true", Wire.Attempts(data.MetadataOf()));
    }

    [Fact]
    public async Task C70_AnErrorAfterTheRoleAlone_IsStillAFallback()
    {
        await using var alpha = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role("chatcmpl-of-alpha"));
            await call.EventAsync("""{"error":{"message":"overloaded","type":"overloaded_error"}}""");
            await call.EndAsync();
        });
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var data = await router.StreamAsync(Wire.Chat("alpha/m", stream: true, ThenBeta));
        Assert.Equal("from beta", data.TextOf());
        Assert.DoesNotContain(data, d => d.Contains("of-alpha", StringComparison.Ordinal));
    }

    [Fact]
    public async Task C71_AllowFallbacksFalse_TriesNoOther()
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(500));
        await using var beta = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var answer = await router.ChatAsync(Wire.Chat("alpha/m", more: ThenBeta + ",\"provider\":{\"allow_fallbacks\":false}"));
        Assert.Equal(502, answer.Status);
        Assert.Empty(beta.Calls);
    }

    [Fact]
    public async Task C71_AFallbackOutsideTheKeysModels_IsNotTried()
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(500));
        await using var beta = FakeUpstream.Never();
        var config = RouterConfig.For(("alpha", alpha), ("beta", beta));
        config["auth"]!["keys"]![0]!["models"] = new JsonArray("alpha/*");
        await using var router = await NativeRouter.StartAsync(config);
        var answer = await router.ChatAsync(Wire.Chat("alpha/m", more: ThenBeta));
        Assert.NotEqual(200, answer.Status);
        Assert.Empty(beta.Calls);
        Assert.Equal(403, (await router.ChatAsync(Wire.Chat("beta/m"))).Status);
    }

    [Fact]
    public async Task C72_TheNextCandidate_GetsTheOriginalRequest()
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(500));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        const string More = ",\"temperature\":0.50,\"x_vendor\":{\"b\":1,\"a\":1e3},\"seed\":1395002666759424000";
        await router.ChatAsync(Wire.Chat("alpha/m", more: More + ThenBeta));
        foreach (var call in new[] { alpha.Calls[0], beta.Calls[0] })
        {
            Assert.Equal("m", call.Json["model"]!.GetValue<string>());
            Assert.Contains(More, call.Text, StringComparison.Ordinal);
            Assert.Null(call.Json["models"]);
            Assert.Equal("Hi", call.Json["messages"]![0]!["content"]!.GetValue<string>());
        }
        Assert.Equal($"Bearer {RouterConfig.ProviderKey("alpha")}", alpha.Calls[0].Header("authorization"));
        Assert.Equal($"Bearer {RouterConfig.ProviderKey("beta")}", beta.Calls[0].Header("authorization"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    [InlineData(413)]
    public async Task C73_TheCallersFault_DoesNotFanOut(int status)
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(status, "the request is wrong"));
        await using var beta = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        var answer = await router.ChatAsync(Wire.Chat("alpha/m", more: ThenBeta));
        Assert.Equal(status, answer.Status);
        Assert.Contains("the request is wrong", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(beta.Calls);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task C73_TheProvidersFault_GoesOnToTheNext(int status)
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(status));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        Assert.Equal("from beta", (await router.ChatAsync(Wire.Chat("alpha/m", more: ThenBeta))).TextOf());
        Assert.Single(alpha.Calls);
    }

    [Fact]
    public async Task C73_EveryKindOfBrokenAnswer_GoesOnToTheNext()
    {
        Func<UpstreamCall, Task>[] faults =
        [
            call => Done(call.Reset),
            call => Done(call.Close),
            call => call.RawAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n"),
            call => call.AnswerAsync(200, "<html>"u8.ToArray(), "text/html"),
            call => call.AnswerAsync(200, Wire.Answer("")),
            call => call.RawAsync("garbage that is not HTTP\r\n\r\n"),
            call => call.AnswerAsync(200, Encoding.UTF8.GetBytes("{\"error\":{\"message\":\"in a 200\"}}")),
        ];
        foreach (var fault in faults)
        {
            await using var alpha = FakeUpstream.Always(fault);
            await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
            await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
            Assert.Equal("from beta", (await router.ChatAsync(Wire.Chat("alpha/m", more: ThenBeta))).TextOf());
        }
    }

    [Fact]
    public async Task C74_ContextOverflow_GoesToALargerWindowOnly()
    {
        await using var alpha = FakeUpstream.Always(call =>
            call.ErrorAsync(400, "This model's maximum context length is 8192 tokens.", code: "context_length_exceeded"));
        await using var beta = FakeUpstream.Never();
        await using var gamma = FakeUpstream.Always(Wire.Says("from gamma"));
        var config = RouterConfig.For(("alpha", alpha), ("beta", beta), ("gamma", gamma));
        config["models"] = new JsonArray(
            new JsonObject { ["id"] = "alpha/m", ["context"] = 8192 },
            new JsonObject { ["id"] = "beta/m", ["context"] = 4096 },
            new JsonObject { ["id"] = "gamma/m", ["context"] = 131072 });
        await using var router = await NativeRouter.StartAsync(config);
        Assert.Equal("from gamma", (await router.ChatAsync(Wire.Chat("alpha/m", more: ",\"models\":[\"beta/m\",\"gamma/m\"]"))).TextOf());

        var alone = await router.ChatAsync(Wire.Chat("alpha/m", more: ThenBeta));
        Assert.Equal(400, alone.Status);
        Assert.Equal("context_length_exceeded", alone.Json["error"]!["code"]!.GetValue<string>());
        // "not a health failure": alpha is still asked first.
        Assert.Equal(2, alpha.Calls.Count);
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}

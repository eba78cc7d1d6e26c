// Options for the router itself: at the root or in extra_body, and never at a provider.
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Requests;

public sealed class RouterOptionsTests
{
    private static readonly string[] Options =
        ["models", "ignore", "sort", "fallback", "reasoning", "provider", "prompt_variables", "web_search", "extra_body"];

    private const string All = """
        "models":["beta/m"],"ignore":["gamma"],"sort":["price"],"fallback":{"ttft_timeout":"10s"},"provider":{"allow_fallbacks":true},"prompt_variables":{"a":"b"}
        """;

    [Theory]
    [InlineData("," + All)]
    [InlineData(",\"extra_body\":{" + All + "}")]
    public async Task RouterOptions_ReachNoProvider(string more)
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(500));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta)));
        Assert.Equal("from beta", (await router.ChatAsync(Wire.Chat("alpha/m", more: more))).TextOf());
        foreach (var option in Options)
        {
            Assert.Null(alpha.Calls[0].Json[option]);
            Assert.Null(beta.Calls[0].Json[option]);
        }
    }

    [Fact]
    public async Task OnConflict_TheLiteralExtraBodyWins()
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(500));
        await using var beta = FakeUpstream.Always(Wire.Says("from beta"));
        await using var gamma = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta), ("gamma", gamma)));
        Assert.Equal("from beta", (await router.ChatAsync(Wire.Chat("alpha/m", more: ",\"models\":[\"gamma/m\"],\"extra_body\":{\"models\":[\"beta/m\"]}"))).TextOf());
    }

    [Fact]
    public async Task TheRestOfTheBody_IsTheCallersBytes()
    {
        const string Body = "{ \"model\" : \"openai/gpt-4o\",\n  \"messages\":[ {\"role\":\"user\",\"content\":\"Gr\\u00fc\\u00dfe \\ud83c\\udf0d\"} ],\t\"temperature\":1.0E0, \"models\":[\"openai/gpt-4o-mini\"], \"seed\":1395002666759424000, \"x\":{\"b\":1,\"a\":2 } }";
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal("Hello", (await router.ChatAsync(Body)).TextOf());
        var sent = upstream.Calls[0].Text;
        foreach (var part in new[] { "\"messages\":[ {\"role\":\"user\",\"content\":\"Gr\\u00fc\\u00dfe \\ud83c\\udf0d\"} ]", "\"temperature\":1.0E0", "\"seed\":1395002666759424000", "\"x\":{\"b\":1,\"a\":2 }", "\"gpt-4o\"" })
            Assert.Contains(part, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("mini", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_AreTriedInTheGivenOrder_WithoutTheIgnored()
    {
        await using var alpha = FakeUpstream.Always(Wire.Fails(500));
        await using var beta = FakeUpstream.Never();
        await using var gamma = FakeUpstream.Always(Wire.Fails(500));
        await using var delta = FakeUpstream.Always(Wire.Says("from delta"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("alpha", alpha), ("beta", beta), ("gamma", gamma), ("delta", delta)));
        var answer = await router.ChatAsync(Wire.Chat("alpha/m", more: ",\"models\":[\"gamma/m\",\"beta/m\",\"delta/m\"],\"ignore\":[\"beta\",\"alpha/m\"]"));
        // "ignore removes entries of the list, never the primary"
        Assert.Equal("alpha/m:false gamma/m:false delta/m:true", Wire.Attempts(answer.Json["metadata"]!));
    }

    [Fact]
    public async Task ReasoningExclude_HidesIt()
    {
        await using var upstream = FakeUpstream.Always(call => call.StreamAsync(
            Wire.Role(), Wire.Chunk("""{"reasoning_content":"secret thought"}"""), Wire.Content("Hello"), Wire.Finish()));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var hidden = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true, ",\"reasoning\":{\"exclude\":true}"));
        Assert.DoesNotContain(hidden, d => d.Contains("secret thought", StringComparison.Ordinal));
        Assert.Equal("Hello", hidden.TextOf());
        var shown = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Contains(shown, d => d.Contains("secret thought", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"temperature":9}""", "temperature")]
    [InlineData("""{"n":0}""", "n")]
    [InlineData("""{"reasoning_effort":"ultra"}""", "reasoning_effort")]
    [InlineData("""{"sort":["speed"]}""", "sort[0]")]
    public async Task WhatStandsInExtraBody_IsCheckedLikeTheRoot(string extra, string field)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o", more: $",\"extra_body\":{extra}"));
        Assert.Equal(400, answer.Status);
        Assert.Equal(field, answer.Json["error"]!["param"]!.GetValue<string>());
    }

    [Fact]
    public async Task ExtraBody_CannotNameAnotherModelOrStream()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o", more: ""","extra_body":{"model":"gpt-5","stream":true,"extra_body":{"a":1},"top_k":5}"""));
        Assert.Equal("Hello", answer.TextOf());
        var sent = (await upstream.CallAsync()).Text;
        Assert.Contains("\"top_k\":5", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("gpt-5", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("stream", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("extra_body", sent, StringComparison.Ordinal);
    }
}

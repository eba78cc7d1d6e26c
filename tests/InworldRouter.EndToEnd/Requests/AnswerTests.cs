// What a whole answer is made of (api.md 4).
using System.Text.RegularExpressions;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Requests;

public sealed partial class AnswerTests
{
    [Fact]
    public async Task AJsonAnswer_HasWhatTheContractSays()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.Equal("Hello", answer.TextOf());
        var json = answer.Json;
        Assert.StartsWith("chatcmpl-", json["id"]!.GetValue<string>());
        Assert.Equal("chat.completion", json["object"]!.GetValue<string>());
        Assert.Equal("openai/gpt-4o", json["model"]!.GetValue<string>());
        Assert.Equal(10, json["usage"]!["total_tokens"]!.GetValue<int>());
        var metadata = json["metadata"]!;
        Assert.Equal("openai/gpt-4o:true", Wire.Attempts(metadata));
        Assert.True(metadata["attempts"]![0]!["time_to_first_token_ms"]!.GetValue<double>() >= 0);
        Assert.True(metadata["total_duration_ms"]!.GetValue<double>() >= 0);
        Assert.Matches(UuidV7(), metadata["generation_id"]!.GetValue<string>());
        Assert.Null(metadata["route_id"]);
        Assert.Equal(metadata["generation_id"]!.GetValue<string>(), answer.Header("x-request-id"));
        Assert.Equal("1", answer.Header("x-inworld-attempts"));
        Assert.Matches(@"^router;dur=[\d.]+, upstream;dur=[\d.]+$", answer.Header("server-timing"));
        Assert.StartsWith("application/json", answer.Header("content-type"));
    }

    [Fact]
    public async Task AStream_HasTheHeadersToo()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        var metadata = (await client.ReadAllDataAsync()).MetadataOf();
        Assert.Equal(metadata["generation_id"]!.GetValue<string>(), client.Headers["x-request-id"]);
        Assert.Equal("openai/gpt-4o", client.Headers["x-inworld-model"]);
        Assert.Equal("1", client.Headers["x-inworld-attempts"]);
    }

    [Fact]
    public async Task EveryGeneration_HasAnIdOfItsOwn()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var ids = (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => router.ChatAsync(Wire.Chat("openai/gpt-4o"))))).Select(a => a.Header("x-request-id")).ToHashSet();
        Assert.Equal(20, ids.Count);
    }

    [Fact]
    public async Task AnErrorOfOurs_HasTheRequestIdToo()
    {
        await using var upstream = FakeUpstream.Always(Wire.Fails(400));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.Matches(UuidV7(), answer.Header("x-request-id"));
    }

    [Fact]
    public async Task ManyCallsAtOnce_GetEachItsOwnAnswer()
    {
        await using var upstream = FakeUpstream.Always(call => Wire.Says($"echo {call.Json["x"]!.GetValue<int>()}")(call));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var body = Wire.Chat("openai/gpt-4o", stream: i % 2 == 0, more: $",\"x\":{i}");
            Assert.Equal($"echo {i}", i % 2 == 0 ? (await router.StreamAsync(body)).TextOf() : (await router.ChatAsync(body)).TextOf());
        }));
    }

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex UuidV7();
}

// What OpenAI clients rely on in a stream, whatever the upstream's habits.
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Streams;

public sealed class StreamSemanticsTests
{
    private const string Model = "openai/gpt-4o";

    [Fact]
    public async Task C11_TheRoleComesOnce()
    {
        var data = await RelayAsync("",
            Wire.Chunk("""{"role":"assistant","content":"He"}"""), Wire.Chunk("""{"role":"assistant","content":"llo"}"""), Wire.Chunk("""{"role":"assistant"}""", "stop"));
        var roles = data.Chunks().Count(c => c["choices"]!.AsArray().Any(choice => choice!["delta"]!["role"] is not null));
        Assert.Equal(1, roles);
        Assert.Equal("assistant", data.Chunks()[0]["choices"]![0]!["delta"]!["role"]!.GetValue<string>());
        Assert.Equal("Hello", data.TextOf());
    }

    [Fact]
    public async Task C12_IdCreatedAndModel_AreConstant()
    {
        var other = Wire.Content("llo", id: "another").Replace("1700000000", "1700000009").Replace("upstream-model", "upstream-model-2");
        var chunks = (await RelayAsync(Wire.WithUsage, Wire.Role(id: ""), Wire.Content("He"), other, Wire.Finish(), Wire.Usage())).Chunks();
        Assert.Single(chunks.Select(c => c["id"]!.GetValue<string>()).Distinct());
        Assert.Single(chunks.Select(c => c["created"]!.ToJsonString()).Distinct());
        Assert.All(chunks, c => Assert.Equal(Model, c["model"]!.GetValue<string>()));
        Assert.StartsWith("chatcmpl-", chunks[0]["id"]!.GetValue<string>());
        Assert.All(chunks, c => Assert.Equal("chat.completion.chunk", c["object"]!.GetValue<string>()));
    }

    [Fact]
    public async Task C13_UsageChunk_HasNoChoicesAndComesLast()
    {
        var data = await RelayAsync(Wire.WithUsage, Wire.Stream("Hello"));
        Assert.Equal("[DONE]", data[^1]);
        var last = data.Chunks()[^1];
        Assert.Empty(last["choices"]!.AsArray());
        Assert.Equal(10, last["usage"]!["total_tokens"]!.GetValue<int>());
        Assert.NotNull(last["metadata"]);
        Assert.All(data.Chunks()[..^1], c => Assert.Null(c["usage"]));
    }

    [Fact]
    public async Task C13_UsageOnTheFinishChunk_BecomesAChunkOfItsOwn()
    {
        // As DeepSeek and Mistral send it (providers.md E).
        var finish = Wire.Finish()[..^1] + ",\"usage\":" + Wire.UsageObject() + "}";
        var data = await RelayAsync(Wire.WithUsage, Wire.Role(), Wire.Content("Hello"), finish);
        var last = data.Chunks()[^1];
        Assert.Empty(last["choices"]!.AsArray());
        Assert.Equal(7, last["usage"]!["prompt_tokens"]!.GetValue<int>());
        Assert.Single(data.Chunks(), c => c["usage"] is JsonObject);
    }

    [Fact]
    public async Task C14_UsageUnasked_IsAskedUpstreamAndKeptFromTheCaller()
    {
        await using var upstream = FakeUpstream.Always(call => call.StreamAsync(Wire.Stream("Hello")));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var data = await router.StreamAsync(Wire.Chat(Model, stream: true));
        Assert.True(upstream.Calls[0].Json["stream_options"]!["include_usage"]!.GetValue<bool>());
        Assert.All(data.Chunks(), c => Assert.NotEmpty(c["choices"]!.AsArray()));
        Assert.All(data.Chunks(), c => Assert.Null(c["usage"]));
    }

    [Fact]
    public async Task C14_UsageAskedAndNotSent_IsMade()
    {
        var data = await RelayAsync(Wire.WithUsage, Wire.Role(), Wire.Content("Hello"), Wire.Finish());
        var last = data.Chunks()[^1];
        Assert.Empty(last["choices"]!.AsArray());
        Assert.NotNull(last["usage"]);
        Assert.NotNull(last["metadata"]);
    }

    [Fact]
    public async Task C15_StreamOptionsRefused_IsTriedWithoutThem()
    {
        await using var upstream = FakeUpstream.InOrder(
            call => call.ErrorAsync(400, "Unrecognized request argument supplied: stream_options", code: "unknown_parameter"),
            call => call.StreamAsync(Wire.Role(), Wire.Content("Hello"), Wire.Finish()));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("local", upstream)));
        var data = await router.StreamAsync(Wire.Chat("local/m", stream: true));
        Assert.Equal("Hello", data.TextOf());
        Assert.NotNull(upstream.Calls[0].Json["stream_options"]);
        Assert.Null(upstream.Calls[1].Json["stream_options"]);
    }

    [Fact]
    public async Task C16_ToolCallsThatEndWithStop_FinishAsToolCalls()
    {
        var data = await RelayAsync("",
            Wire.Chunk("""{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]}"""),
            Wire.Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}"""), Wire.Finish("stop"));
        Assert.Equal("tool_calls", FinishOf(data));
    }

    [Fact]
    public async Task C16_ASecondFinish_DoesNotOverwriteTheFirst()
    {
        var data = await RelayAsync("",
            Wire.Chunk("""{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]}"""),
            Wire.Finish("tool_calls"), Wire.Finish("stop"));
        Assert.Equal("tool_calls", FinishOf(data));
    }

    [Fact]
    public async Task C16_ToolCallsCutByTheTokenLimit_FinishAsLength()
    {
        var data = await RelayAsync("",
            Wire.Chunk("""{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a"}}]}"""),
            Wire.Finish("length"));
        Assert.Equal("length", FinishOf(data));
    }

    [Fact]
    public async Task C16_JsonAnswerWithToolCallsAndStop_FinishesAsToolCalls()
    {
        const string Answer = """{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop"}]}""";
        await using var upstream = FakeUpstream.Always(call => call.AnswerAsync(200, Answer));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat(Model));
        Assert.Equal("tool_calls", answer.Json["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task C17_TheLastDelta_IsEmpty()
    {
        var data = await RelayAsync("", Wire.Role(), Wire.Content("Hello"), Wire.Chunk("""{"role":"assistant","content":"","reasoning":null}""", "stop"));
        var last = data.Chunks()[^1]["choices"]![0]!;
        Assert.Equal("stop", last["finish_reason"]!.GetValue<string>());
        Assert.Empty(last["delta"]!.AsObject());
    }

    [Fact]
    public async Task C17_ContentOnTheFinishChunk_IsNotLost()
    {
        var data = await RelayAsync("", Wire.Role(), Wire.Content("Hel"), Wire.Chunk("""{"content":"lo"}""", "stop"));
        Assert.Equal("Hello", data.TextOf());
        Assert.Equal("stop", FinishOf(data));
    }

    [Fact]
    public async Task C18_EmptyChoicesAtTheStart_AreHarmless()
    {
        // Azure's prompt filter (providers.md E).
        var filter = """{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}]}""";
        var data = await RelayAsync("", [filter, .. Wire.Stream("Hello")]);
        Assert.Equal("Hello", data.TextOf());
        Assert.All(data.Chunks(), c => Assert.StartsWith("chatcmpl-", c["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task C18_ChunksWithoutTheirUsualMembers_AreHarmless()
    {
        var data = await RelayAsync("",
            """{"id":"a"}""", """{"id":"a","choices":[{"index":0,"delta":null}]}""", """{"choices":[{"delta":{"content":"Hello"}}]}""",
            """{"choices":[{"index":0,"delta":{"content":null,"tool_calls":null},"finish_reason":""}]}""", Wire.Finish());
        Assert.Equal("Hello", data.TextOf());
        Assert.Equal("stop", FinishOf(data));
    }

    [Fact]
    public async Task C19_ZeroCachedTokens_AreAValue()
    {
        var data = await RelayAsync(Wire.WithUsage, Wire.Role(), Wire.Content("Hello"), Wire.Finish(), Wire.Usage(cached: 0));
        Assert.Equal(0, data.Chunks()[^1]["usage"]!["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Metadata_WithoutUsage_StandsOnTheFinishChunk()
    {
        var data = await RelayAsync("", Wire.Stream("Hello"));
        var chunk = Assert.Single(data.Chunks(), c => c["metadata"] is not null);
        Assert.Equal("stop", chunk["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal("openai/gpt-4o:true", Wire.Attempts(chunk["metadata"]!));
    }

    [Fact]
    public async Task Metadata_WithSeveralChoices_StandsOnTheLastFinish()
    {
        static string Choice(int index, string delta, string finish) =>
            $$"""{"id":"chatcmpl-upstream","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":{{index}},"delta":{{delta}},"finish_reason":{{finish}}}]}""";
        var data = await RelayAsync(",\"n\":2",
            Choice(0, """{"role":"assistant","content":"a"}""", "null"), Choice(1, """{"role":"assistant","content":"b"}""", "null"),
            Choice(0, "{}", "\"stop\""), Choice(1, """{"content":"c"}""", "null"), Choice(1, "{}", "\"length\""));
        var finishes = data.Chunks().Where(c => c["choices"]![0]!["finish_reason"] is not null).ToList();
        Assert.Equal(["stop", "length"], finishes.Select(c => c["choices"]![0]!["finish_reason"]!.GetValue<string>()));
        Assert.Null(finishes[0]["metadata"]);
        Assert.NotNull(finishes[1]["metadata"]);
        Assert.Equal("abc", data.TextOf());
        Assert.Equal("[DONE]", data[^1]);
    }

    [Fact]
    public async Task C20_ParallelToolCalls_KeepTheirIndices()
    {
        var data = await RelayAsync("",
            Wire.Chunk("""{"role":"assistant","content":null}"""),
            Wire.Chunk("""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]}"""),
            Wire.Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]}"""),
            Wire.Chunk("""{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"g","arguments":""}}]}"""),
            Wire.Chunk("""{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]}"""),
            Wire.Finish("tool_calls"));
        var pieces = data.Chunks().SelectMany(c => c["choices"]![0]!["delta"]!["tool_calls"]?.AsArray() ?? []).ToList();
        Assert.Equal(["0", "0", "1", "1"], pieces.Select(p => p!["index"]!.ToJsonString()));
        Assert.Equal(["call_1", "call_2"], pieces.Select(p => p!["id"]?.GetValue<string>()).Where(id => id is not null));
    }

    [Fact]
    public async Task UnknownMembersOfAChunk_AreRelayed()
    {
        var data = await RelayAsync("", Wire.Role(), Wire.Chunk("""{"content":"Hello","reasoning_content":"hm","x_new":{"a":[1,2.50]}}"""), Wire.Finish());
        Assert.Contains(data, d => d.Contains("""
            "x_new":{"a":[1,2.50]}
            """.Trim(), StringComparison.Ordinal));
    }

    private static async Task<List<string>> RelayAsync(string more, params string[] events)
    {
        await using var upstream = FakeUpstream.Always(call => call.StreamAsync(events));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        return await router.StreamAsync(Wire.Chat(Model, stream: true, more));
    }

    private static string FinishOf(IEnumerable<string> data) =>
        Assert.Single(data.Chunks().SelectMany(c => c["choices"]!.AsArray()).Select(c => c!["finish_reason"]).OfType<JsonValue>()).GetValue<string>();
}

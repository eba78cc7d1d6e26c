// previous_response_id: the conversation so far is put before the new items, whoever answered it.
using System.Text.Json.Nodes;

namespace InworldRouter.Tests.DataPlane.Responses;

public sealed class CallHistoryTests : IDisposable
{
    private readonly ResponsesRouter _router = new();

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task HistoryAndAnswer_GoBeforeTheNewItems_ByteForByte()
    {
        const string Sealed = """{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA/+=="}""";
        var first = ResponsesRouter.Answer("resp_1", "Hello").Replace("\"output\":[", $"\"output\":[{Sealed}, ", StringComparison.Ordinal);
        await _router.AnsweredAsync("""{"model":"native/m","instructions":"Be brief.","input":"Hi \u00fc"}""", first);

        var call = _router.Post("""{"model":"native/m","input":[ {"role":"user","content":"And?", "x":1.50} ],"previous_response_id":"resp_1"}""");
        var peer = await _router.Native.CalledAsync();

        // No instructions: they "will not be carried over"; no previous_response_id: nobody else could know it.
        Assert.Equal(
            "{\"model\":\"m\",\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":\"Hi \\u00fc\"}," + Sealed + ", " + ResponsesRouter.Message("msg_resp_1", "Hello")
            + ",{\"role\":\"user\",\"content\":\"And?\", \"x\":1.50}]}",
            peer.RequestBody);
        await peer.TellAsync(ResponsesRouter.Answer("resp_2", "Well."));
        // The caller is told what it follows all the same.
        Assert.Equal("resp_1", (await call.JsonAsync())["previous_response_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task AChain_HasAllThatWasSaid_AndKeepsIt()
    {
        await _router.AnsweredAsync("""{"model":"native/m","input":"1"}""", ResponsesRouter.Answer("resp_1", "2"));
        await _router.AnsweredAsync("""{"model":"native/m","input":"3","previous_response_id":"resp_1"}""", ResponsesRouter.Answer("resp_2", "4"));
        // A link that is gone breaks no chain: each response has all that it answers.
        await _router.Ask("DELETE", "resp_1").EndAsync();

        var call = _router.Post("""{"model":"native/m","input":"5","previous_response_id":"resp_2"}""");
        var peer = await _router.Native.CalledAsync();

        Assert.Equal(["1", "2", "3", "4", "5"], Texts(JsonNode.Parse(peer.RequestBody)!["input"]!.AsArray()));
        await peer.TellAsync(ResponsesRouter.Answer("resp_3", "6"));
        await call.EndAsync();
        var items = (await _router.Ask("GET", "resp_3/input_items", "?order=asc").JsonAsync())["data"]!.AsArray();
        Assert.Equal(["1", "2", "3", "4", "5"], Texts(items));
    }

    // "so that … previous_response_id work for all" (api.md 7)
    [Fact]
    public async Task AnotherDialect_GoesOnFromIt()
    {
        await _router.AnsweredAsync("""{"model":"native/m","input":"Hi"}""", ResponsesRouter.Answer("resp_1", "Hello"));

        var call = _router.Post("""{"model":"claude/claude-sonnet-4-5","input":"And?","previous_response_id":"resp_1"}""");
        var peer = await _router.Claude.CalledAsync();

        var messages = JsonNode.Parse(peer.RequestBody)!["messages"]!.AsArray();
        Assert.Equal(["user", "assistant", "user"], messages.Select(m => m!["role"]!.GetValue<string>()));
        Assert.Contains("Hello", messages[1]!.ToJsonString(), StringComparison.Ordinal);
        await peer.TellAsync(ResponsesRouter.ClaudeAnswer("Well."));
        var answer = await call.JsonAsync();
        Assert.Equal("resp_1", answer["previous_response_id"]!.GetValue<string>());

        // And back again.
        var back = _router.Post($$"""{"model":"native/m","input":"So?","previous_response_id":"{{answer["id"]}}"}""");
        peer = await _router.Native.CalledAsync();
        Assert.Equal(["Hi", "Hello", "And?", "Well.", "So?"], Texts(JsonNode.Parse(peer.RequestBody)!["input"]!.AsArray()));
        await peer.TellAsync(ResponsesRouter.Answer("resp_3", "."));
        await back.EndAsync();
    }

    [Theory]
    [InlineData("resp_nowhere", "k-dev")]
    [InlineData("resp_1", "k-other")]
    [InlineData("../resp_1", "k-dev")]
    public async Task WhatIsNotThere_OrAnothers_IsRefused_InOpenAIsWords(string id, string key)
    {
        await _router.AnsweredAsync("""{"model":"native/m","input":"Hi"}""", ResponsesRouter.Answer("resp_1", "Hello"));

        var call = _router.Post($$"""{"model":"native/m","input":"And?","previous_response_id":"{{id}}"}""", key);

        Assert.Equal(
            $$$"""{"error":{"message":"Previous response with id '{{{id}}}' not found.","type":"invalid_request_error","param":"previous_response_id","code":"previous_response_not_found"}}""",
            await call.TextAsync());
        Assert.Equal(400, call.Status);
    }

    [Fact]
    public async Task WithStoreFalse_TheHistoryCountsAllTheSame_AndTheAnswerIsNotKept()
    {
        await _router.AnsweredAsync("""{"model":"native/m","input":"Hi"}""", ResponsesRouter.Answer("resp_1", "Hello"));

        var call = _router.Post("""{"model":"native/m","input":"And?","previous_response_id":"resp_1","store":false}""");
        var peer = await _router.Native.CalledAsync();

        Assert.Equal(["Hi", "Hello", "And?"], Texts(JsonNode.Parse(peer.RequestBody)!["input"]!.AsArray()));
        await peer.TellAsync(ResponsesRouter.Answer("resp_2", "Well."));
        await call.EndAsync();
        Assert.Equal(404, (await _router.Ask("GET", "resp_2").EndAsync()).Status);
    }

    private static IEnumerable<string> Texts(JsonArray items) =>
        items.Select(item => item!["content"] is JsonArray parts ? parts[0]!["text"]!.GetValue<string>() : item["content"]!.GetValue<string>());
}

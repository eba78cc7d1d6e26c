// "Responses of every dialect are kept here (unless store:false) so that retrieve, delete and previous_response_id work for all" (api.md 7).
using System.Text.Json.Nodes;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Tests.DataPlane.Responses;

public sealed class KeptResponsesTests : IDisposable
{
    private readonly TroubledStore _store = new();
    private readonly ResponsesRouter _router;

    public KeptResponsesTests() => _router = new ResponsesRouter(_store);

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task AWholeAnswer_IsFetched_AsItWasGiven()
    {
        var given = await _router.AnsweredAsync("""{"model":"native/m","input":"Hi"}""", ResponsesRouter.Answer("resp_1", "Hello"));

        var call = _router.Ask("GET", "resp_1");

        Assert.Equal(given, await call.TextAsync());
        Assert.Equal((200, "application/json"), (call.Status, call.Caller.Headers.ContentType.ToString()));
    }

    [Fact]
    public async Task AnAnswerOfAnotherDialect_IsKeptUnderTheIdThatItWasGiven()
    {
        var call = _router.Post("""{"model":"claude/claude-sonnet-4-5","input":"Hi","metadata":{"a":"b"},"temperature":0.50}""");
        await (await _router.Claude.CalledAsync()).TellAsync(ResponsesRouter.ClaudeAnswer("Hello"));
        var given = await call.TextAsync();

        // What it repeats of its request is there too.
        Assert.Contains("\"metadata\":{\"a\":\"b\"}", given, StringComparison.Ordinal);
        Assert.Contains("\"temperature\":0.50", given, StringComparison.Ordinal);
        Assert.Equal(given, await _router.Ask("GET", JsonNode.Parse(given)!["id"]!.GetValue<string>()).TextAsync());
    }

    [Fact]
    public async Task AStreamsResponse_IsThere_WhenItsLastEventIs()
    {
        var call = _router.Post("""{"model":"native/m","input":"Hi","stream":true}""");
        var peer = await _router.Native.CalledAsync();
        await peer.BeginStreamAsync();
        var answer = ResponsesRouter.Answer("resp_1", "Hello data: \\n{");
        await peer.EventAsync("""{"type":"response.created","response":{"id":"resp_1","status":"in_progress","output":[]} }""");
        await peer.EventAsync("""{"type":"response.output_text.delta","delta":"Hello"}""");
        await call.Caller.ReadUntilAsync("Hello");
        Assert.Equal(404, (await _router.Ask("GET", "resp_1").EndAsync()).Status);

        await peer.EventAsync($$"""{"type":"response.completed","response":{{answer}}}""");
        await call.Caller.ReadUntilAsync("response.completed");
        peer.Finish();

        var last = JsonNode.Parse((await call.EventsAsync())[^1])!["response"]!;
        Assert.Equal(last.ToJsonString(), (await _router.FetchedAsync("resp_1")).ToJsonString());
        Assert.NotNull(last["router_metadata"]);
    }

    [Fact]
    public async Task AStreamThatFails_IsKeptAsFailed()
    {
        var call = _router.Post("""{"model":"claude/claude-sonnet-4-5","input":"Hi","stream":true}""");
        var peer = await _router.Claude.CalledAsync();
        await peer.BeginStreamAsync();
        await peer.EventAsync("""{"type":"message_start","message":{"id":"m","role":"assistant","content":[],"usage":{"input_tokens":1,"output_tokens":1} } }""");
        await peer.EventAsync("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""} }""");
        await peer.EventAsync("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"} }""");
        peer.Finish();
        var failed = JsonNode.Parse((await call.EventsAsync())[^1])!["response"]!;

        var kept = await _router.FetchedAsync(failed["id"]!.GetValue<string>());

        Assert.Equal("failed", kept["status"]!.GetValue<string>());
        Assert.Equal(failed.ToJsonString(), kept.ToJsonString());
    }

    [Theory]
    [InlineData(",\"store\":false")]
    [InlineData(",\"extra_body\":{\"store\":false}")]
    public async Task WithStoreFalse_NothingIsKept(string more)
    {
        await _router.AnsweredAsync($$"""{"model":"native/m","input":"Hi"{{more}}}""", ResponsesRouter.Answer("resp_1", "Hello"));

        Assert.Equal(0, _store.Tried);
        var call = _router.Ask("GET", "resp_1");
        Assert.Equal("Response with id 'resp_1' not found.", (await call.JsonAsync())["error"]!["message"]!.GetValue<string>());
        Assert.Equal(404, call.Status);
    }

    [Fact]
    public async Task CallsOfOtherDialects_DoNotComeNearTheStore()
    {
        var call = _router.Router.Post(Say.Call("claude/claude-sonnet-4-5"), prepare: http => http.Request.Headers.Authorization = "Bearer k-dev");
        await (await _router.Claude.CalledAsync()).TellAsync(ResponsesRouter.ClaudeAnswer("Hello"));
        await call.EndAsync();
        call = _router.Router.Post("""{"model":"claude/claude-sonnet-4-5","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""", prepare: http => http.Request.Headers.Authorization = "Bearer k-dev", dialect: CallerDialect.Messages);
        await (await _router.Claude.CalledAsync()).TellAsync(ResponsesRouter.ClaudeAnswer("Hello"));
        await call.EndAsync();

        Assert.Equal((200, 0), (call.Status, _store.Tried));
    }

    // "Responses kept here belong to the key that made them" (api.md 10): for another key there is no such thing.
    [Theory]
    [InlineData("GET", "resp_1")]
    [InlineData("DELETE", "resp_1")]
    [InlineData("POST", "resp_1/cancel")]
    [InlineData("GET", "resp_1/input_items")]
    public async Task AnotherKeys_AreNotThere(string method, string path)
    {
        await _router.AnsweredAsync("""{"model":"native/m","input":"Hi"}""", ResponsesRouter.Answer("resp_1", "Hello"));

        var call = _router.Ask(method, path, key: "k-other");

        Assert.Equal("""{"error":{"message":"Response with id 'resp_1' not found.","type":"invalid_request_error","param":null,"code":null}}""", await call.TextAsync());
        Assert.Equal(404, call.Status);
        Assert.Equal(200, (await _router.Ask("GET", "resp_1").EndAsync()).Status);
    }

    [Theory]
    [InlineData("k-reader", 403)]
    [InlineData("k-nobody", 401)]
    public async Task WithoutThePermission_NothingIsSaidOfAny(string key, int status) => Assert.Equal(status, (await _router.Ask("GET", "resp_1", key: key).EndAsync()).Status);

    [Fact]
    public async Task WhatIsDeleted_IsGone()
    {
        await _router.AnsweredAsync("""{"model":"native/m","input":"Hi"}""", ResponsesRouter.Answer("resp_1", "Hello"));

        Assert.Equal("""{"id":"resp_1","object":"response","deleted":true}""", await _router.Ask("DELETE", "resp_1").TextAsync());

        Assert.Equal(404, (await _router.Ask("GET", "resp_1").EndAsync()).Status);
        Assert.Equal(404, (await _router.Ask("DELETE", "resp_1").EndAsync()).Status);
    }

    [Fact]
    public async Task WhatHasExpired_IsGone()
    {
        await _router.AnsweredAsync("""{"model":"native/m","input":"Hi"}""", ResponsesRouter.Answer("resp_1", "Hello"));

        _router.Router.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await _router.Ask("GET", "resp_1").EndAsync()).Status);
        _router.Router.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(404, (await _router.Ask("GET", "resp_1").EndAsync()).Status);
    }

    // "A store in trouble: the call's answer still goes out", and whoever asks for what is kept is told that it is not his fault.
    [Fact]
    public async Task AStoreInTrouble_KeepsNobodyFromTheAnswer()
    {
        _store.IsAway = true;
        var given = await _router.AnsweredAsync("""{"model":"native/m","input":"Hi"}""", ResponsesRouter.Answer("resp_1", "Hello"));
        Assert.Contains("Hello", given, StringComparison.Ordinal);

        var call = _router.Ask("GET", "resp_1");
        var next = _router.Post("""{"model":"native/m","input":"And?","previous_response_id":"resp_1"}""");

        foreach (var refused in (TestCall[])[call, next])
        {
            var error = (await refused.JsonAsync())["error"]!;
            Assert.Equal((503, "store_unavailable"), (refused.Status, error["code"]!.GetValue<string>()));
            Assert.DoesNotContain("db:5432", error.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("PUT", "resp_1", "GET, HEAD, DELETE")]
    [InlineData("GET", "resp_1/cancel", "POST")]
    [InlineData("POST", "resp_1/input_items", "GET, HEAD")]
    public async Task AMethodThatThereIsNot_IsToldWhichThereAre(string method, string path, string allowed)
    {
        var call = await _router.Ask(method, path).EndAsync();

        Assert.Equal((405, allowed), (call.Status, call.Caller.Headers.Allow.ToString()));
    }

    [Fact]
    public async Task AFetchAsStream_IsRefused_ByName()
    {
        await _router.AnsweredAsync("""{"model":"native/m","input":"Hi"}""", ResponsesRouter.Answer("resp_1", "Hello"));

        var call = _router.Ask("GET", "resp_1", "?stream=true");

        Assert.Equal("stream", (await call.JsonAsync())["error"]!["param"]!.GetValue<string>());
        Assert.Equal(400, call.Status);
    }

    // An id that a path could be made of is none, wherever it comes from.
    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("resp 1")]
    [InlineData("")]
    public async Task WhatIsNoId_IsNotLookedFor(string id)
    {
        Assert.Equal(404, (await _router.Ask("GET", id).EndAsync()).Status);
        Assert.Equal(0, _store.Tried);
    }
}

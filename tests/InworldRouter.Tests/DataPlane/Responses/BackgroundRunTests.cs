// background:true: an id at once, and the response under it when it is done.
using System.Text.Json.Nodes;

namespace InworldRouter.Tests.DataPlane.Responses;

public sealed class BackgroundRunTests : IDisposable
{
    private const string Call = """{"model":"native/m","input":"Hi","background":true,"metadata":{"a":"b"}}""";

    private readonly TroubledStore _store = new();
    private readonly ResponsesRouter _router;

    public BackgroundRunTests() => _router = new ResponsesRouter(_store);

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task TheCallerIsToldAnId_AndFetchesWhatItHasComeTo()
    {
        var call = _router.Post(Call);
        var queued = await call.JsonAsync();
        var id = queued["id"]!.GetValue<string>();
        Assert.Equal((200, "response", "queued", true, "b"), (call.Status, queued["object"]!.GetValue<string>(), queued["status"]!.GetValue<string>(), queued["background"]!.GetValue<bool>(), queued["metadata"]!["a"]!.GetValue<string>()));
        Assert.StartsWith("resp_", id, StringComparison.Ordinal);

        var peer = await _router.Native.CalledAsync();
        // The provider is not told: who waits is here.
        Assert.Equal("""{"model":"m","input":"Hi","metadata":{"a":"b"}}""", peer.RequestBody);
        Assert.Equal("in_progress", (await _router.FetchedAsync(id))["status"]!.GetValue<string>());

        await peer.TellAsync(ResponsesRouter.Answer("resp_theirs", "Hello"));
        var ended = await _router.EndedAsync(id);

        Assert.Equal((id, "completed", true), (ended["id"]!.GetValue<string>(), ended["status"]!.GetValue<string>(), ended["background"]!.GetValue<bool>()));
        Assert.Equal(queued["created_at"]!.GetValue<long>(), ended["created_at"]!.GetValue<long>());
        Assert.Equal("Hello", ended["output"]![0]!["content"]![0]!["text"]!.GetValue<string>());
        // Once, under the id that was announced.
        Assert.Equal(404, (await _router.Ask("GET", "resp_theirs").EndAsync()).Status);
    }

    [Fact]
    public async Task History_IsResolvedAtOnce_AndGoneOnFrom()
    {
        await _router.AnsweredAsync("""{"model":"native/m","input":"1"}""", ResponsesRouter.Answer("resp_1", "2"));
        var id = (await _router.Post("""{"model":"native/m","input":"3","previous_response_id":"resp_1","extra_body":{"background":true}}""").JsonAsync())["id"]!.GetValue<string>();
        var peer = await _router.Native.CalledAsync();
        Assert.Equal(3, JsonNode.Parse(peer.RequestBody)!["input"]!.AsArray().Count);

        var early = _router.Post($$"""{"model":"native/m","input":"5","previous_response_id":"{{id}}"}""");
        Assert.Equal("previous_response_not_completed", (await early.JsonAsync())["error"]!["code"]!.GetValue<string>());
        await peer.TellAsync(ResponsesRouter.Answer("resp_x", "4"));
        Assert.Equal("resp_1", (await _router.EndedAsync(id))["previous_response_id"]!.GetValue<string>());

        var next = _router.Post($$"""{"model":"native/m","input":"5","previous_response_id":"{{id}}"}""");
        peer = await _router.Native.CalledAsync();
        Assert.Equal(5, JsonNode.Parse(peer.RequestBody)!["input"]!.AsArray().Count);
        await peer.TellAsync(ResponsesRouter.Answer("resp_y", "6"));
        await next.EndAsync();
    }

    [Fact]
    public async Task WhatFails_IsKeptAsFailed_WithTheWordsOfTheRefusal()
    {
        var id = (await _router.Post(Call).JsonAsync())["id"]!.GetValue<string>();
        await (await _router.Native.CalledAsync()).TellAsync(Say.Error("No such thing", ",\"code\":\"bad_thing\""), 400);

        var ended = await _router.EndedAsync(id);

        Assert.Equal((id, "failed", "bad_thing", "No such thing"), (ended["id"]!.GetValue<string>(), ended["status"]!.GetValue<string>(), ended["error"]!["code"]!.GetValue<string>(), ended["error"]!["message"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Cancel_LeavesTheProviderAtOnce()
    {
        var id = (await _router.Post(Call).JsonAsync())["id"]!.GetValue<string>();
        var peer = await _router.Native.CalledAsync();

        var call = _router.Ask("POST", id + "/cancel");

        Assert.Equal("cancelled", (await call.JsonAsync())["status"]!.GetValue<string>());
        await peer.GoneAsync();
        Assert.Equal("cancelled", (await _router.EndedAsync(id))["status"]!.GetValue<string>());
        // "Cancelling twice is idempotent".
        Assert.Equal("cancelled", (await _router.Ask("POST", id + "/cancel").JsonAsync())["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Delete_EndsIt_AndNothingComesAfter()
    {
        var id = (await _router.Post(Call).JsonAsync())["id"]!.GetValue<string>();
        var peer = await _router.Native.CalledAsync();

        Assert.Equal(200, (await _router.Ask("DELETE", id).EndAsync()).Status);

        await peer.GoneAsync();
        await _router.Router.Runs.WhenIdleAsync().Soon();
        Assert.Equal(404, (await _router.Ask("GET", id).EndAsync()).Status);
    }

    // "cancel of a finished one: 400" (api.md 10)
    [Fact]
    public async Task WhatIsFinished_OrWasWaitedFor_IsNotCancelled()
    {
        await _router.AnsweredAsync("""{"model":"native/m","input":"1"}""", ResponsesRouter.Answer("resp_1", "2"));
        var waited = _router.Ask("POST", "resp_1/cancel");
        Assert.Equal("Cannot cancel a synchronous response.", (await waited.JsonAsync())["error"]!["message"]!.GetValue<string>());
        var id = (await _router.Post(Call).JsonAsync())["id"]!.GetValue<string>();
        await (await _router.Native.CalledAsync()).TellAsync(ResponsesRouter.Answer("resp_x", "Hello"));
        await _router.EndedAsync(id);

        var finished = _router.Ask("POST", id + "/cancel");

        Assert.Equal("Cannot cancel a completed response.", (await finished.JsonAsync())["error"]!["message"]!.GetValue<string>());
        Assert.Equal((400, 400), (waited.Status, finished.Status));
    }

    // Another instance, on the same store, cannot reach the provider's connection; its word counts when the answer comes.
    [Fact]
    public async Task ACancellationByAnotherInstance_IsNotOverwritten()
    {
        var id = (await _router.Post(Call).JsonAsync())["id"]!.GetValue<string>();
        var peer = await _router.Native.CalledAsync();
        using var other = new ResponsesRouter(_store);

        Assert.Equal("cancelled", (await other.Ask("POST", id + "/cancel").JsonAsync())["status"]!.GetValue<string>());
        await peer.TellAsync(ResponsesRouter.Answer("resp_x", "Hello"));

        Assert.Equal("cancelled", (await _router.EndedAsync(id))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task WithStoreFalse_ItIsRefused_ByName()
    {
        var call = _router.Post("""{"model":"native/m","input":"Hi","background":true,"store":false}""");

        Assert.Equal("background", (await call.JsonAsync())["error"]!["param"]!.GetValue<string>());
        Assert.Equal(400, call.Status);
    }

    [Fact]
    public async Task WhatCouldNotBeCalledAnyway_IsRefusedAtOnce()
    {
        var call = await _router.Post("""{"model":"nobody/m","input":"Hi","background":true}""").EndAsync();

        Assert.Equal((400, 0), (call.Status, _store.Tried));
    }

    [Fact]
    public async Task WithoutAStore_ItIsRefused()
    {
        _store.IsAway = true;

        Assert.Equal(503, (await _router.Post(Call).EndAsync()).Status);
    }

    // An answer that took minutes is not lost to a moment's trouble.
    [Fact]
    public async Task AStoreThatIsAwayAtTheEnd_IsWaitedFor()
    {
        var id = (await _router.Post(Call).JsonAsync())["id"]!.GetValue<string>();
        var peer = await _router.Native.CalledAsync();
        _store.IsAway = true;
        var wait = _router.Router.Time.WaitsAsync(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        await peer.TellAsync(ResponsesRouter.Answer("resp_x", "Hello"));
        await wait;

        _store.IsAway = false;
        _router.Router.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("completed", (await _router.EndedAsync(id))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task MoreThanMayWait_AreRefused()
    {
        using var small = new ResponsesRouter(_store, ", \"limits\": { \"maxQueue\": 1 }");
        var first = (await small.Post(Call).JsonAsync())["id"]!.GetValue<string>();
        var peer = await small.Native.CalledAsync();

        Assert.Equal(503, (await small.Post(Call).EndAsync()).Status);

        await peer.TellAsync(ResponsesRouter.Answer("resp_x", "Hello"));
        await small.EndedAsync(first);
        var third = small.Post(Call);
        Assert.Equal("queued", (await third.JsonAsync())["status"]!.GetValue<string>());
        await (await small.Native.CalledAsync()).TellAsync(ResponsesRouter.Answer("resp_y", "Hello"));
        await small.Router.Runs.WhenIdleAsync().Soon();
    }

    [Fact]
    public async Task AStop_IsKeptAsFailure_InWords()
    {
        var id = (await _router.Post(Call).JsonAsync())["id"]!.GetValue<string>();
        await _router.Native.CalledAsync();

        _router.Router.Active.EndAll();

        var ended = await _router.EndedAsync(id);
        Assert.Equal(("failed", "shutting_down"), (ended["status"]!.GetValue<string>(), ended["error"]!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task WhatARouterLeftBehind_DoesNotRunForEver()
    {
        var announced = _router.Router.Kept.New("resp_1", "dev", """{"id":"resp_1","status":"in_progress","background":true,"error":null,"output":[]}"""u8.ToArray(), "[]"u8.ToArray());
        await _router.Router.Kept.SaveAsync(announced);

        _router.Router.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal("in_progress", (await _router.FetchedAsync("resp_1"))["status"]!.GetValue<string>());
        _router.Router.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("failed", (await _router.FetchedAsync("resp_1"))["status"]!.GetValue<string>());
    }

    // "with stream:true it is simply streamed"
    [Fact]
    public async Task AStream_IsAStream()
    {
        var call = _router.Post("""{"model":"native/m","input":"Hi","background":true,"stream":true}""");
        var peer = await _router.Native.CalledAsync();
        await peer.BeginStreamAsync();
        await peer.EventAsync("""{"type":"response.output_text.delta","delta":"Hello"}""");
        await peer.EventAsync($$"""{"type":"response.completed","response":{{ResponsesRouter.Answer("resp_1", "Hello")}}}""");
        peer.Finish();

        Assert.Equal(2, (await call.EventsAsync()).Length);
        Assert.Equal(200, (await _router.Ask("GET", "resp_1").EndAsync()).Status);
    }
}

// Calls to a provider that is signed in to with a service account.
using InworldRouter.Shared;

namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class SignInTests : IDisposable
{
    private readonly LoopbackServer _google = new();
    private readonly LoopbackServer _endpoint = new();
    private readonly TestRouter _router;

    public SignInTests()
    {
        var file = ServiceKey.File(file => file["token_uri"] = _endpoint.Url + "/token");
        _router = new TestRouter($$"""{ "providers": { "google-vertex": { "baseUrl": "{{_google.Url}}", "location": "eu", "models": ["m"], "credentials": {{file}} } } }""");
    }

    public void Dispose()
    {
        _router.Dispose();
        _google.Dispose();
        _endpoint.Dispose();
    }

    [Fact]
    public async Task ACall_BringsTheToken_AndTheNextOneTheSame()
    {
        var first = _router.Post(Say.Call("google-vertex/m"));
        await GiveTokenAsync("ya29.one");
        var peer = await _google.CalledAsync();
        await peer.AnswerAsync(Say.Answer("Hello"));
        Assert.Equal(200, (await first.EndAsync()).Status);
        Assert.Contains("\r\nAuthorization: Bearer ya29.one\r\n", peer.Request, StringComparison.Ordinal);

        var second = _router.Post(Say.Call("google-vertex/m"));
        await peer.ReadRequestAsync();
        await peer.AnswerAsync(Say.Answer("Hello"));
        Assert.Equal(200, (await second.EndAsync()).Status);
        Assert.Contains("\r\nAuthorization: Bearer ya29.one\r\n", peer.Request, StringComparison.Ordinal);
        Assert.False(_endpoint.HasPending);
    }

    [Fact]
    public async Task C65_ARefusedToken_IsNotShown_AndTheNextCallFetchesAnother()
    {
        var first = _router.Post(Say.Call("google-vertex/m"));
        await GiveTokenAsync("ya29.c.secret-token");
        await (await _google.CalledAsync()).AnswerAsync(Say.Answer("Hello"), headers: "Connection: close\r\n");
        await first.EndAsync();

        _router.Time.Advance(TimeSpan.FromMinutes(1));
        var refused = _router.Post(Say.Call("google-vertex/m"));
        await (await _google.CalledAsync()).AnswerAsync(Say.Error("Bad token ya29.c.secret-token"), 401, "Connection: close\r\n");
        var text = await refused.TextAsync();
        Assert.Equal(502, refused.Status);
        Assert.DoesNotContain("secret-token", text, StringComparison.Ordinal);

        var next = _router.Post(Say.Call("google-vertex/m"));
        await GiveTokenAsync("ya29.c.other-token");
        var peer = await _google.CalledAsync();
        await peer.AnswerAsync(Say.Answer("Hello"));
        Assert.Equal(200, (await next.EndAsync()).Status);
        Assert.Contains("Bearer ya29.c.other-token\r\n", peer.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAToken_NothingIsSent_AndTheCallerLearnsNothingOfTheAccount()
    {
        var call = _router.Post(Say.Call("google-vertex/m"));
        await (await _endpoint.CalledAsync()).AnswerAsync("""{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""", 400);

        Assert.Equal(
            "google-vertex/m: the provider refused the router's own credential (authentication, HTTP 400).",
            (string?)(await call.JsonAsync())["error"]!["message"]);
        Assert.Equal(502, call.Status);
        Assert.False(_google.HasPending);
    }

    [Fact]
    public async Task ATokenThatDoesNotCome_EndsWithTheTimeToConnect()
    {
        var call = _router.Post(Say.Call("google-vertex/m"));
        await _endpoint.CalledAsync();
        await _router.Time.WaitsAsync(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.1));
        _router.Time.Advance(TimeSpan.FromSeconds(5.1));

        Assert.Equal(504, (await call.EndAsync()).Status);
    }

    [Fact]
    public async Task ACallerWhoLeaves_WhileTheTokenIsFetched_IsGoneAtOnce()
    {
        var call = _router.Post(Say.Call("google-vertex/m"));
        await _endpoint.CalledAsync();
        call.Caller.Leave();

        await call.EndAsync();
        Assert.False(_google.HasPending);
    }

    private async Task GiveTokenAsync(string token) =>
        await (await _endpoint.CalledAsync()).AnswerAsync($$"""{"access_token":"{{token}}","expires_in":3599,"token_type":"Bearer"}""");
}

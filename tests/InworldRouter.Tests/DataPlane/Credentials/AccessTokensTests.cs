// One token for all, the next one in time, and no question more than the endpoint can bear.
using System.Text;
using InworldRouter.DataPlane.Credentials;
using InworldRouter.Providers;
using InworldRouter.Providers.Credentials;
using InworldRouter.Shared;

namespace InworldRouter.Tests.DataPlane.Credentials;

public sealed class AccessTokensTests : IDisposable
{
    private readonly LoopbackServer _endpoint = new();
    private readonly ManualTime _time = new();
    private readonly AccessTokens _tokens;

    public AccessTokensTests()
    {
        var file = ServiceKey.File(file => file["token_uri"] = _endpoint.Url + "/token");
        _tokens = new AccessTokens(ServiceAccount.Read(Encoding.UTF8.GetBytes(file), out _)!, _time);
    }

    public void Dispose() => _endpoint.Dispose();

    [Fact]
    public async Task ATokenIsFetched_ByPostingASignedAssertion()
    {
        var fetch = Fetch();
        var peer = await _endpoint.CalledAsync();
        await peer.AnswerAsync(Answer("ya29.one"));
        var token = (await fetch.Soon()).Token!;

        Assert.StartsWith($"POST /v1/token HTTP/1.1\r\nHost: {_endpoint.Url.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\n", peer.Request, StringComparison.Ordinal);
        Assert.StartsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=eyJ", peer.RequestBody, StringComparison.Ordinal);
        Assert.Equal("Authorization: Bearer ya29.one\r\n", Encoding.ASCII.GetString(token.HeaderLines));
        Assert.Same(token, _tokens.Current);
        Assert.DoesNotContain("ya29", token.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllWhoWait_WaitForTheSameOne()
    {
        var fetches = Enumerable.Range(0, 16).Select(_ => Task.Run(Fetch, TestContext.Current.CancellationToken)).ToArray();
        var peer = await _endpoint.CalledAsync();
        await peer.AnswerAsync(Answer("ya29.one"));
        var all = await Task.WhenAll(fetches).Soon();

        Assert.Single(all.Select(fetched => fetched.Token).Distinct());
        // Who comes a moment later gets it too.
        Assert.Same(all[0].Token, (await Fetch().Soon()).Token);
        Assert.False(_endpoint.HasPending);
    }

    // "refresh ~5 min early" (providers.md C.1)
    [Fact]
    public async Task FiveMinutesBeforeItsEnd_TheNextOneIsFetched_AndNobodyWaits()
    {
        var first = await FetchedAsync("ya29.one");
        _time.Advance(TimeSpan.FromMinutes(54.9));
        Assert.Same(first, _tokens.Current);
        Assert.False(_endpoint.HasPending);

        _time.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Same(first, _tokens.Current);
        var peer = await _endpoint.CalledAsync();
        Assert.Same(first, _tokens.Current);
        await peer.AnswerAsync(Answer("ya29.two"));

        await Patience.UntilAsync(() => _tokens.Current!.Text == "ya29.two");
        Assert.False(_endpoint.HasPending);
    }

    [Fact]
    public async Task WhenTheNextOneFails_TheOldOneIsSent_UntilItsEnd()
    {
        var first = await FetchedAsync("ya29.one");
        _time.Advance(TimeSpan.FromMinutes(56));
        Assert.Same(first, _tokens.Current);
        await (await _endpoint.CalledAsync()).AnswerAsync("{}", 503);
        Assert.Equal(FailureKind.Overloaded, (await Fetch().Soon()).Failure!.Kind);
        Assert.Same(first, _tokens.Current);

        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(_tokens.Current);
    }

    [Fact]
    public async Task AShortLivedToken_IsRefreshedAtItsHalf()
    {
        await FetchedAsync("ya29.one", seconds: 240);
        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.NotNull(_tokens.Current);
        Assert.False(_endpoint.HasPending);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(_tokens.Current);
        await _endpoint.CalledAsync();
    }

    [Fact]
    public async Task ARefusal_IsSaidInTheEndpointsWords_AndNotAskedForAgainForFiveSeconds()
    {
        var fetch = Fetch();
        await (await _endpoint.CalledAsync()).AnswerAsync("""{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""", 400);
        var failure = (await fetch.Soon()).Failure!;
        Assert.Equal((FailureKind.Credential, "the token endpoint answered HTTP 400: invalid_grant: Invalid JWT Signature."), (failure.Kind, failure.Message));

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Same(failure, (await Fetch().Soon()).Failure);
        Assert.False(_endpoint.HasPending);

        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("ya29.two", (await FetchedAsync("ya29.two")).Text);
    }

    // "one retry with backoff for 429/503/connection" (api.md 3.5) comes after 250 ms, and must not be told the same failure again.
    [Fact]
    public async Task AnEndpointInTrouble_IsAskedAgainForTheOneRetry()
    {
        var fetch = Fetch();
        await (await _endpoint.CalledAsync()).AnswerAsync("{}", 503);
        var failure = (await fetch.Soon()).Failure!;
        Assert.Same(failure, (await Fetch().Soon()).Failure);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal("ya29.two", (await FetchedAsync("ya29.two")).Text);
    }

    [Fact]
    public async Task TheAssertion_IsNotRepeated()
    {
        var fetch = Fetch();
        var peer = await _endpoint.CalledAsync();
        var assertion = peer.RequestBody[(peer.RequestBody.IndexOf("assertion=", StringComparison.Ordinal) + 10)..];
        await peer.AnswerAsync($$"""{"error":"invalid_grant","error_description":"Bad assertion {{assertion}}"}""", 400);

        Assert.Equal("the token endpoint answered HTTP 400: invalid_grant: Bad assertion ***", (await fetch.Soon()).Failure!.Message.TrimEnd('…'));
    }

    [Fact]
    public async Task AnEndpointThatIsSilent_OrAway_IsNoConnection()
    {
        var authority = _endpoint.Url.Authority;
        var fetch = Fetch();
        await _endpoint.CalledAsync();
        await _time.WaitsAsync(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));
        var silent = (await fetch.Soon()).Failure!;
        _endpoint.Dispose();
        _time.Advance(TimeSpan.FromSeconds(10));
        var away = (await Fetch().Soon()).Failure!;

        Assert.Equal((FailureKind.Connect, $"the token endpoint {authority} did not answer within 10 s"), (silent.Kind, silent.Message));
        Assert.Equal(FailureKind.Connect, away.Kind);
        Assert.StartsWith($"no token from {authority}: ", away.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoLeaves_EndsOnlyTheirOwnWait()
    {
        using var left = new CancellationTokenSource();
        var gone = _tokens.FetchAsync(left.Token);
        var other = Fetch();
        var peer = await _endpoint.CalledAsync();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone.Soon());
        await peer.AnswerAsync(Answer("ya29.one"));

        Assert.Equal("ya29.one", (await other.Soon()).Token!.Text);
    }

    [Fact]
    public async Task ARefusedToken_IsDropped_UnlessItHasJustCome()
    {
        var first = await FetchedAsync("ya29.one");
        _tokens.Drop("ya29.one");
        Assert.Same(first, _tokens.Current);

        _time.Advance(TimeSpan.FromSeconds(5));
        _tokens.Drop("ya29.zero");
        Assert.Same(first, _tokens.Current);
        _tokens.Drop("ya29.one");
        Assert.Null(_tokens.Current);

        Assert.Equal("ya29.two", (await FetchedAsync("ya29.two")).Text);
    }

    private Task<TokenFetch> Fetch() => _tokens.FetchAsync(TestContext.Current.CancellationToken);

    private static string Answer(string token, int seconds = 3599) => $$"""{"access_token":"{{token}}","expires_in":{{seconds}},"token_type":"Bearer"}""";

    private async Task<AccessToken> FetchedAsync(string token, int seconds = 3600)
    {
        var fetch = Fetch();
        await (await _endpoint.CalledAsync()).AnswerAsync(Answer(token, seconds));
        return (await fetch.Soon()).Token!;
    }
}

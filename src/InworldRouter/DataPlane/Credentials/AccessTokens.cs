// The tokens of one service account: the present one, and the next one in time.
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Providers;
using InworldRouter.Providers.Credentials;
using InworldRouter.Telemetry;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.DataPlane.Credentials;

/// <summary>One of both.</summary>
public readonly record struct TokenFetch(AccessToken? Token, UpstreamFailure? Failure);

/// <summary>
/// "Cache per credential, refresh ~5 min early, single-flight." (providers.md C.1) Calls wait for a token only when there is none that is good;
/// it outlives plans, like connections do.
/// </summary>
public sealed class AccessTokens(ServiceAccount account, TimeProvider time)
{
    // An account that was refused is refused again.
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromSeconds(5);

    // An endpoint in trouble is not helped by a question from every call; but the one retry of a call, which comes after 250 ms, is to be one.
    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromMilliseconds(200);

    // A fetch belongs to no call, so no call's time ends it.
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(10);

    // Google's tokens have 1 to 2 KB; everything above is no token.
    private const int LargestAnswer = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly UpstreamEndpoint _endpoint = new(account.TokenUri, time);
    private AccessToken? _token;
    private Task<TokenFetch>? _fetch; // the one under way, else the last one
    private long _failedAt;

    /// <summary>The token to send, without waiting; null = <see cref="FetchAsync"/>. From five minutes before its end the next one is fetched in the background.</summary>
    public AccessToken? Current
    {
        get
        {
            var token = Volatile.Read(ref _token);
            if (token is null)
                return null;
            var now = time.GetTimestamp();
            if (now >= token.GoodUntil)
                return null;
            if (now >= token.RefreshAt)
                _ = Fetch();
            return token;
        }
    }

    /// <summary>A token that is on its way, or why there is none. All who ask at a time wait for the same one.</summary>
    /// <param name="cancel">Ends the wait, not the fetch.</param>
    public Task<TokenFetch> FetchAsync(CancellationToken cancel) => Fetch().WaitAsync(cancel);

    /// <summary>The provider refused this token: the next call fetches another one.</summary>
    /// <remarks>One that was refused as soon as it came stays: another one would fare no better, and the endpoint would be asked by every call.</remarks>
    public void Drop(string token)
    {
        if (Volatile.Read(ref _token) is { } current && current.Text == token && time.GetElapsedTime(current.FetchedAt) >= PauseAfterRefusal)
            Interlocked.CompareExchange(ref _token, null, current);
    }

    private Task<TokenFetch> Fetch()
    {
        lock (_gate)
        {
            if (_fetch is { IsCompleted: false })
                return _fetch;
            // Another call's fetch has ended between our look and now.
            if (_token is { } token && time.GetTimestamp() < token.RefreshAt)
                return Task.FromResult(new TokenFetch(token, null));
            if (_fetch is { IsCompletedSuccessfully: true, Result.Failure: { } failure }
                && time.GetElapsedTime(_failedAt) < (failure.Kind == FailureKind.Credential ? PauseAfterRefusal : PauseAfterTrouble))
                return _fetch;
            // Signing and a TLS handshake take milliseconds, which are not to be those of the call that came first.
            return _fetch = Task.Run(RunAsync);
        }
    }

    private async Task<TokenFetch> RunAsync()
    {
        var began = time.GetTimestamp();
        var fetched = await AskAsync(began);
        if (fetched.Token is { } token)
        {
            Volatile.Write(ref _token, token);
            return fetched;
        }
        Volatile.Write(ref _failedAt, time.GetTimestamp());
        // Its caller learns no more than that the router's own credential was refused.
        RouterLog.Write($"error: no access token for {account.ClientEmail} from {_endpoint.Authority}: {fetched.Failure!.Message}");
        return fetched;
    }

    private async Task<TokenFetch> AskAsync(long began)
    {
        var assertion = account.Assertion(time.GetUtcNow());
        using var answer = new PooledBuffer();
        using var request = new PooledBuffer();
        using var timeout = new CancellationTokenSource(FetchTimeout, time);
        WriteRequest(ServiceAccount.TokenRequest(assertion), request);
        var head = new ResponseHead();
        UpstreamFailure? failure;
        try
        {
            if (!await SingleRequest.RunAsync(_endpoint, null, request.WrittenMemory, head, answer, LargestAnswer, timeout.Token))
                failure = new UpstreamFailure(FailureKind.MalformedAnswer, $"the token endpoint's answer is longer than {LargestAnswer} bytes");
            else if (TokenAnswer.Read(head.Status, answer.Written, out failure) is { } found)
                return new TokenFetch(AccessToken.Of(found.Token, found.Lifetime, began, time), null);
        }
        catch (OperationCanceledException)
        {
            failure = new UpstreamFailure(FailureKind.Connect, $"the token endpoint {_endpoint.Authority} did not answer within {FetchTimeout.TotalSeconds:0} s");
        }
        catch (Exception error) when (SingleRequest.IsExpected(error))
        {
            failure = new UpstreamFailure(FailureKind.Connect, $"no token from {_endpoint.Authority}: {error.Message}");
        }
        return new TokenFetch(null, Redaction.Clean(failure!, assertion));
    }

    private void WriteRequest(string form, PooledBuffer request)
    {
        request.Write("POST "u8);
        request.WriteText(account.TokenUri.PathAndQuery);
        request.Write(" HTTP/1.1\r\nHost: "u8);
        request.WriteText(_endpoint.Authority);
        request.Write("\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\nUser-Agent: inworld-router\r\nConnection: close\r\nContent-Length: "u8);
        request.WriteNumber(form.Length);
        request.Write("\r\n\r\n"u8);
        request.WriteText(form);
    }
}

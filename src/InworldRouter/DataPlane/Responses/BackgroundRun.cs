// One response in the making that no client waits for.
using InworldRouter.Plan;
using InworldRouter.Wire.Json;
using Microsoft.AspNetCore.Http.Features;

namespace InworldRouter.DataPlane.Responses;

/// <summary>
/// The call goes the journey of every other, its answer into memory. What becomes of it is kept under the id that was announced: whoever is first,
/// the answer, the cancellation or the deletion, decides.
/// </summary>
public sealed class BackgroundRun
{
    // An answer that took minutes is not given up for a store that is away for a moment: a minute in all.
    private const int Tries = 12;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private readonly StoredResponse _announced;
    private readonly KeptResponses _kept;
    private readonly TimeProvider _time;
    private readonly DefaultHttpContext _http;
    private readonly MemoryStream _answer = new();
    private readonly CancellationTokenSource _left = new();
    private readonly SemaphoreSlim _turn = new(1); // one state is kept after the other
    private int _decided;

    /// <param name="announced">The response as it was announced, queued.</param>
    /// <param name="caller">The request that began it: its headers say who calls.</param>
    /// <param name="body">The call without <c>background</c>.</param>
    public BackgroundRun(StoredResponse announced, HttpRequest caller, byte[] body, KeptResponses kept, TimeProvider time)
    {
        (_announced, _kept, _time) = (announced, kept, time);
        _http = new DefaultHttpContext { RequestAborted = _left.Token };
        _http.Features.Set(this);
        _http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_answer));
        var request = _http.Request;
        (request.Method, request.Path) = (HttpMethods.Post, caller.Path);
        // The server takes its request back when the announcement has gone out.
        foreach (var (name, values) in caller.Headers)
            request.Headers[name] = values;
        // The body has been read and decompressed.
        request.Headers.Remove("Content-Encoding");
        request.Headers.Remove("Transfer-Encoding");
        request.ContentLength = body.Length;
        request.Body = new MemoryStream(body);
    }

    public string Id => _announced.Id;

    /// <summary>Runs the call to its end.</summary>
    public async Task RunAsync(Func<HttpContext, Task> journey)
    {
        await KeepAsync(ResponseObject.WithStatus(_announced.Response.Span, ResponseObject.InProgress), () => Task.FromResult(Volatile.Read(ref _decided) == 0));
        await journey(_http);
        await _http.Response.CompleteAsync();
        if (!TryDecide())
            return;
        var end = EndOf(_http.Response.StatusCode, _answer.GetBuffer().AsSpan(0, (int)_answer.Length));
        for (var tries = 1; !await KeepAsync(end, IsStillWantedAsync) && tries < Tries; tries++)
            await Task.Delay(BetweenTries, _time);
    }

    /// <summary>Ends it: the provider is left at once.</summary>
    /// <returns>The cancelled response, or null when it has come to its end before.</returns>
    /// <exception cref="StoreUnavailableException" />
    public async Task<StoredResponse?> CancelAsync()
    {
        if (!TryDecide())
            return null;
        await _left.CancelAsync();
        var cancelled = _announced with { Response = ResponseObject.WithStatus(_announced.Response.Span, ResponseObject.Cancelled) };
        await InTurnAsync(() => _kept.SaveAsync(cancelled));
        return cancelled;
    }

    /// <summary>Ends it, and nothing of it is kept.</summary>
    /// <exception cref="StoreUnavailableException" />
    public async Task DeleteAsync()
    {
        TryDecide();
        await _left.CancelAsync();
        await InTurnAsync(() => _kept.DeleteAsync(Id));
    }

    private bool TryDecide() => Interlocked.Exchange(ref _decided, 1) == 0;

    private byte[] EndOf(int status, ReadOnlySpan<byte> answer)
    {
        if (status == StatusCodes.Status200OK)
            return ResponseObject.Adopted(answer, _announced.Response.Span);
        RefusalFields.TryScan(answer, out var refusal, out _);
        var error = refusal.Error;
        return ResponseObject.Failed(
            _announced.Response.Span,
            error.Code.Kind == JsonKind.String ? error.Code.GetString(answer) : error.Type.Kind == JsonKind.String ? error.Type.GetString(answer) : "server_error",
            error.Message.Kind == JsonKind.String ? error.Message.GetString(answer) : $"The call ended with HTTP {status}.");
    }

    // Another instance may have cancelled or deleted it meanwhile.
    private async Task<bool> IsStillWantedAsync() =>
        await _kept.FindAsync(Id, _announced.Owner) is { } there && ResponseObject.IsUnderWay(there.Response.Span);

    // False when the store cannot be reached.
    private async Task<bool> KeepAsync(byte[] response, Func<Task<bool>> isWanted)
    {
        try
        {
            await InTurnAsync(async () =>
            {
                if (await isWanted())
                    await _kept.SaveAsync(_announced with { Response = response });
            });
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async Task InTurnAsync(Func<Task> operation)
    {
        await _turn.WaitAsync();
        try
        {
            await operation();
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>A refusal in OpenAI's form.</summary>
[JsonFields]
internal partial struct RefusalFields
{
    [JsonField("error")] public RefusalErrorFields Error;
}

/// <summary>Its <c>error</c>.</summary>
[JsonFields]
internal partial struct RefusalErrorFields
{
    [JsonField("message")] public JsonValue Message;
    [JsonField("type")] public JsonValue Type;
    [JsonField("code")] public JsonValue Code;
}

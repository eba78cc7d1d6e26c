// /v1/responses/{id}, …/cancel and …/input_items: what has become of a response.
using InworldRouter.DataPlane.Auth;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Responses;

/// <summary>"/v1/responses need inference" (api.md 10), and another key's response is as good as none.</summary>
public sealed class ResponsesEndpoint(KeptResponses kept, BackgroundRuns runs, PlanHolder plans)
{
    private const string Cancel = "/cancel";
    private const string InputItems = "/input_items";

    /// <param name="rest">What follows <c>/v1/responses/</c>.</param>
    public async Task AnswerAsync(HttpContext http, string rest)
    {
        using var body = new PooledBuffer();
        RouterError? refusal;
        try
        {
            refusal = await AnswerAsync(http, rest, body);
        }
        catch (StoreUnavailableException)
        {
            refusal = CallHistory.Unavailable;
        }
        if (refusal is not null)
        {
            ErrorWriter.WriteAnswer(http.Response, CallerDialect.Responses, refusal, null, default, body);
            return;
        }
        http.Response.ContentType = "application/json";
        ResponseBody.Write(http.Response, body.Written);
    }

    private async Task<RouterError?> AnswerAsync(HttpContext http, string rest, PooledBuffer body)
    {
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (id, action) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..]);
        var method = http.Request.Method;
        var isGet = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        switch (action)
        {
            case "" when !isGet && !HttpMethods.IsDelete(method):
                return NotAllowed(http, "GET, HEAD, DELETE");
            case Cancel when !HttpMethods.IsPost(method):
                return NotAllowed(http, "POST");
            case InputItems when !isGet:
                return NotAllowed(http, "GET, HEAD");
            case not ("" or Cancel or InputItems):
                return new RouterError(404, "invalid_request_error", $"There is nothing at {method} {http.Request.Path}.") { Code = "not_found" };
        }
        if (CallerAuth.Authenticate(plans.Current, http.Request.Headers, Permissions.Inference, out var caller) is { } unknown)
            return unknown;
        if (action == "" && isGet && http.Request.Query["stream"] == "true")
            return RouterError.Invalid("stream", "stream is not supported when a response is fetched: fetch it without stream, or stream the call itself.");
        if (await kept.FindAsync(id, caller!.Name) is not { } found)
            return NotFound(id);
        return action switch
        {
            Cancel => await CancelAsync(found, body),
            InputItems => new InputItemList(found).Write(http.Request.Query, body),
            _ when HttpMethods.IsDelete(method) => await DeleteAsync(id, body),
            _ => Write(found, body),
        };
    }

    private static RouterError? Write(StoredResponse response, PooledBuffer body)
    {
        body.Write(response.Response.Span);
        return null;
    }

    private async Task<RouterError?> DeleteAsync(string id, PooledBuffer body)
    {
        await (runs.Find(id)?.DeleteAsync() ?? kept.DeleteAsync(id));
        body.Write("{\"id\":"u8);
        body.WriteJsonString(id);
        body.Write(",\"object\":\"response\",\"deleted\":true}"u8);
        return null;
    }

    // "cancel of a finished one: 400" (api.md 10)
    private async Task<RouterError?> CancelAsync(StoredResponse found, PooledBuffer body)
    {
        if (ResponseObject.StatusOf(found.Response.Span).SequenceEqual(ResponseObject.Cancelled))
            return Write(found, body); // "Cancelling twice is idempotent" (OpenAI's guide to background mode)
        if (!ResponseObject.IsInBackground(found.Response.Span))
            return RouterError.Invalid(null, "Cannot cancel a synchronous response.");
        if (!ResponseObject.IsUnderWay(found.Response.Span))
            return Finished;
        if (runs.Find(found.Id) is { } run)
            return await run.CancelAsync() is { } cancelled ? Write(cancelled, body) : Finished;
        // Another instance's: it finds out when it has its answer.
        var response = found with { Response = ResponseObject.WithStatus(found.Response.Span, ResponseObject.Cancelled) };
        await kept.SaveAsync(response);
        return Write(response, body);
    }

    private static RouterError Finished => RouterError.Invalid(null, "Cannot cancel a completed response.");

    private static RouterError NotFound(string id) => new(404, "invalid_request_error", $"Response with id '{id}' not found.");

    private static RouterError NotAllowed(HttpContext http, string methods)
    {
        http.Response.Headers.Allow = methods;
        return new RouterError(405, "invalid_request_error", $"{http.Request.Path} takes {methods}, not {http.Request.Method}.") { Code = "method_not_allowed" };
    }
}

// Which path is served by what.
using InworldRouter.ControlPlane.Admin;
using InworldRouter.ControlPlane.Routers.Http;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Responses;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Hosting;

/// <summary>
/// One switch instead of endpoint routing: the paths are few and fixed, and matching them by hand saves a microsecond of every call and half a
/// megabyte of binary.
/// </summary>
public sealed class RouterEndpoints(CallJourney calls, ResponsesEndpoint responses, ModelsEndpoint models, RoutersEndpoint routers, OperationsEndpoint operations)
{
    // The server leaves %2F as it is, and clients that escape an id send it.
    private const string OneResponse = "/v1/responses/";
    private const string OneModel = "/v1/models/";
    private const string OneRouter = "/router/v1/routers/";
    private const string OnePlainRouter = "/v1/routers/";
    private const string OneOperation = "/router/v1/operations/";
    private const string OneLongRunning = "/lro/v1alpha/";

    public Task DispatchAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        return path switch
        {
            "/v1/chat/completions" => IsPost(http) ? calls.RunAsync(http, CallerDialect.Chat) : NotAllowed(http, HttpMethods.Post),
            "/v1/messages" => IsPost(http) ? calls.RunAsync(http, CallerDialect.Messages) : NotAllowed(http, HttpMethods.Post),
            "/v1/messages/count_tokens" => IsPost(http) ? calls.RunAsync(http, CallerDialect.Messages, isCount: true) : NotAllowed(http, HttpMethods.Post),
            "/v1/responses" => IsPost(http) ? calls.RunAsync(http, CallerDialect.Responses) : NotAllowed(http, HttpMethods.Post),
            "/v1/models" => IsGet(http) ? models.ListAsync(http) : NotAllowed(http, HttpMethods.Get),
            "/llm/v1alpha/models" => IsGet(http) ? models.NativeAsync(http) : NotAllowed(http, HttpMethods.Get),
            "/router/v1/routers" => routers.OfficialAsync(http, null),
            "/v1/routers" => routers.PlainAsync(http, null),
            "/healthz" => operations.Health(http),
            "/readyz" => operations.Ready(http),
            "/metrics" => operations.Metrics(http),
            _ when path.StartsWith(OneResponse, StringComparison.Ordinal) => responses.AnswerAsync(http, Uri.UnescapeDataString(path[OneResponse.Length..])),
            _ when path.StartsWith(OneModel, StringComparison.Ordinal) => IsGet(http) ? models.GetAsync(http, Uri.UnescapeDataString(path[OneModel.Length..])) : NotAllowed(http, HttpMethods.Get),
            _ when path.StartsWith(OneRouter, StringComparison.Ordinal) => routers.OfficialAsync(http, Uri.UnescapeDataString(path[OneRouter.Length..])),
            _ when path.StartsWith(OnePlainRouter, StringComparison.Ordinal) => routers.PlainAsync(http, Uri.UnescapeDataString(path[OnePlainRouter.Length..])),
            _ when path.StartsWith(OneOperation, StringComparison.Ordinal) => routers.OperationAsync(http, Uri.UnescapeDataString(path[OneOperation.Length..])),
            _ when path.StartsWith(OneLongRunning, StringComparison.Ordinal) => routers.OperationAsync(http, Uri.UnescapeDataString(path[OneLongRunning.Length..])),
            _ when path.StartsWith("/router/", StringComparison.Ordinal) || path.StartsWith("/lro/", StringComparison.Ordinal) =>
                RpcError.WriteAsync(http.Response, RouterError.NotFound($"There is nothing at {http.Request.Method} {path}.")),
            // Claude Code's first question: is anybody there (providers.md D.5b)?
            "/" when HttpMethods.IsHead(http.Request.Method) => Task.CompletedTask,
            _ => Refuse(http, new RouterError(404, "invalid_request_error", $"There is nothing at {http.Request.Method} {path}.") { Code = "not_found" }),
        };
    }

    private static bool IsPost(HttpContext http) => HttpMethods.IsPost(http.Request.Method);

    private static bool IsGet(HttpContext http) => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);

    private static Task NotAllowed(HttpContext http, string method)
    {
        http.Response.Headers.Allow = method;
        return Refuse(http, new RouterError(405, "invalid_request_error", $"{http.Request.Path} takes {method}, not {http.Request.Method}.") { Code = "method_not_allowed" });
    }

    private static Task Refuse(HttpContext http, RouterError error)
    {
        using var scratch = new PooledBuffer();
        var id = new GenerationId(TimeProvider.System);
        id.Renew();
        http.Response.Headers["x-request-id"] = id.Text;
        ErrorWriter.WriteAnswer(http.Response, DialectOf(http.Request.Path), error, id, default, scratch);
        return Task.CompletedTask;
    }

    private static CallerDialect DialectOf(PathString path) => path.StartsWithSegments("/v1/messages") ? CallerDialect.Messages : CallerDialect.Chat;
}

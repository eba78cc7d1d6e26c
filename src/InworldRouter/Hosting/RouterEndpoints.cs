// Which path is served by what.
using InworldRouter.DataPlane;

namespace InworldRouter.Hosting;

/// <summary>
/// One switch instead of endpoint routing: the paths are few and fixed, and matching them by hand saves a microsecond of every call and half a
/// megabyte of binary.
/// </summary>
public sealed class RouterEndpoints(ChatJourney chat, Readiness readiness)
{
    public Task DispatchAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        return path switch
        {
            "/v1/chat/completions" => Only(HttpMethods.Post, http, chat.RunAsync),
            "/healthz" => Plain(http, 200, "ok"),
            "/readyz" => readiness.IsReady ? Plain(http, 200, "ready") : Plain(http, 503, "shutting down"),
            _ => Plain(http, 404, "not found"),
        };
    }

    private static Task Only(string method, HttpContext http, Func<HttpContext, Task> serve)
    {
        if (HttpMethods.Equals(http.Request.Method, method))
            return serve(http);
        http.Response.Headers.Allow = method;
        return Plain(http, 405, "method not allowed");
    }

    private static Task Plain(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(text);
    }
}

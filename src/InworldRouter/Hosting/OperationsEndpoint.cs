// /healthz, /readyz and /metrics: for the machines that watch over the router; without authentication, never shed.
using System.Buffers;
using InworldRouter.Plan;
using InworldRouter.Telemetry;

namespace InworldRouter.Hosting;

public sealed class OperationsEndpoint(RouterMetrics metrics, PlanHolder plans)
{
    private volatile bool _stopping;

    /// <summary>From now on <c>/readyz</c> says 503: load balancers look elsewhere before anything else changes (C87).</summary>
    public void Stop() => _stopping = true;

    public Task Health(HttpContext http) => Write(http, StatusCodes.Status200OK, "ok\n"u8);

    public Task Ready(HttpContext http) =>
        _stopping ? Write(http, StatusCodes.Status503ServiceUnavailable, "stopping\n"u8) : Write(http, StatusCodes.Status200OK, "ready\n"u8);

    public Task Metrics(HttpContext http)
    {
        // The media type of Prometheus' text format.
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        metrics.Write(http.Response.BodyWriter, plans.Current);
        return Task.CompletedTask;
    }

    private static Task Write(HttpContext http, int status, ReadOnlySpan<byte> text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        http.Response.ContentLength = text.Length;
        http.Response.BodyWriter.Write(text);
        return Task.CompletedTask;
    }
}

// /healthz, /readyz and /metrics: for the machines that watch over the router; without authentication, never shed.
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;
using InworldRouter.Telemetry;
using InworldRouter.Wire.Buffers;

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
        using var text = new PooledBuffer();
        metrics.Write(text, plans.Current);
        ResponseBody.Write(http.Response, text.Written);
        return Task.CompletedTask;
    }

    private static Task Write(HttpContext http, int status, ReadOnlySpan<byte> text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        ResponseBody.Write(http.Response, text);
        return Task.CompletedTask;
    }
}

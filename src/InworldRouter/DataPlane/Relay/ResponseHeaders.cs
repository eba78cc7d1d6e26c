// The headers of an answer: what it was, who made it and whose time it took (api.md 4).
using System.Globalization;
using System.Text;
using InworldRouter.Providers.Dialects;
using Microsoft.Extensions.Primitives;

namespace InworldRouter.DataPlane.Relay;

internal static class ResponseHeaders
{
    private static readonly StringValues EventStream = "text/event-stream; charset=utf-8";
    private static readonly StringValues NoCache = "no-cache";
    private static readonly StringValues NoBuffering = "no";
    private static readonly StringValues Json = "application/json";

    // Numbers of attempts that occur, as strings that are made once.
    private static readonly string[] Small = [.. Enumerable.Range(0, 17).Select(n => n.ToString(CultureInfo.InvariantCulture))];

    /// <summary>"never compress or buffer SSE" (C08): proxies on the way are told so.</summary>
    public static void WriteStream(Exchange exchange, HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status200OK;
        var headers = response.Headers;
        headers.ContentType = EventStream;
        headers.CacheControl = NoCache;
        headers["X-Accel-Buffering"] = NoBuffering;
        WriteCommon(exchange, headers);
    }

    public static void WriteJson(Exchange exchange, HttpResponse response, int length)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentLength = length;
        response.Headers.ContentType = Json;
        WriteCommon(exchange, response.Headers);
    }

    /// <summary>Also for refusals: the id to ask about, and how many attempts there were.</summary>
    public static void WriteCommon(Exchange exchange, IHeaderDictionary headers)
    {
        headers["x-request-id"] = exchange.Id.Text;
        // Anthropic's name for it, which its SDKs read.
        if (exchange.Dialect == CallerDialect.Messages)
            headers["request-id"] = exchange.Id.Text;
        var attempts = exchange.Attempts.Count;
        if (attempts == 0)
            return;
        var last = exchange.Attempts[attempts - 1];
        if (last.Failure is null)
            headers["x-inworld-model"] = HeaderText(last.Model);
        // The provider's own id of the call, for its support (C63).
        if (exchange.Head.RequestId is { } upstreamId)
            headers["x-upstream-request-id"] = upstreamId;
        headers["x-inworld-attempts"] = attempts < Small.Length ? Small[attempts] : attempts.ToString(CultureInfo.InvariantCulture);
        headers["server-timing"] = Timing(exchange.Clock.Overhead, exchange.Clock.LastUpstream);
    }

    // Header values are printable ASCII; the few ids that are not are percent-encoded, as in a URL.
    private static string HeaderText(string id) => Ascii.IsValid(id) ? id : Uri.EscapeDataString(id).Replace("%2F", "/").Replace("%3A", ":");

    // "router;dur=0.123, upstream;dur=4.567", in milliseconds. Whole microseconds are formatted: doubles cost ten times as much.
    private static string Timing(TimeSpan router, TimeSpan upstream)
    {
        var (ours, theirs) = ((long)router.TotalMicroseconds, (long)upstream.TotalMicroseconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            stackalloc char[96],
            $"router;dur={ours / 1000}.{ours % 1000:D3}, upstream;dur={theirs / 1000}.{theirs % 1000:D3}");
    }
}

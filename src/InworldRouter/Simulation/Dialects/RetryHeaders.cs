// How long to wait, as headers say it.
using System.Globalization;

namespace InworldRouter.Simulation.Dialects;

internal static class RetryHeaders
{
    /// <summary>"Retry-After … a non-negative decimal integer" (RFC 9110, 10.2.3): rounded up, so that a client that obeys is let in.</summary>
    public static void SetSeconds(IHeaderDictionary headers, TimeSpan wait) => headers.RetryAfter = Text(wait.TotalSeconds);

    /// <summary>OpenAI's finer one.</summary>
    public static void SetMilliseconds(IHeaderDictionary headers, TimeSpan wait) => headers["retry-after-ms"] = Text(wait.TotalMilliseconds);

    private static string Text(double count) => Math.Ceiling(count).ToString("0", CultureInfo.InvariantCulture);
}

// Waits for a caller that does not read, but not for ever.
using System.IO.Pipelines;

namespace InworldRouter.DataPlane.Relay;

/// <summary>
/// The server's own minimum data rate credits every byte that the kernel took, which may be megabytes, so it cannot be relied on to notice a
/// caller that has stopped reading (C86).
/// </summary>
internal static class SlowReader
{
    /// <summary>Waits for a flush. After <paramref name="limit"/> the caller's connection is cut.</summary>
    /// <returns>False when the caller has gone.</returns>
    public static async ValueTask<bool> WaitAsync(Exchange exchange, ValueTask<FlushResult> flush, TimeSpan limit)
    {
        try
        {
            var result = await flush.AsTask().WaitAsync(limit, exchange.Time);
            return !result.IsCompleted && !result.IsCanceled;
        }
        catch (TimeoutException)
        {
            exchange.Http.Abort();
            return false;
        }
    }

    /// <summary>Ends the answer: its last bytes are handed to the kernel, or the connection is cut.</summary>
    public static async ValueTask CompleteAsync(Exchange exchange, TimeSpan limit)
    {
        var completed = exchange.Http.Response.CompleteAsync();
        if (completed.IsCompletedSuccessfully)
            return;
        try
        {
            await completed.WaitAsync(limit, exchange.Time);
        }
        catch (TimeoutException)
        {
            exchange.Http.Abort();
        }
    }
}

// The longest that a test waits for something that should come at once.
namespace InworldRouter.Tests;

internal static class Patience
{
    // Generous: a busy machine is not a failure, and what never comes fails a test only once.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static Task Soon(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit);

    public static Task Soon(this ValueTask task) => task.AsTask().WaitAsync(Limit);

    /// <summary>For what has no event of its own: looks again and again, without sleeping.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!isSo())
        {
            await Task.Yield();
            if (System.Diagnostics.Stopwatch.GetElapsedTime(began) > Limit)
                throw new TimeoutException("it did not come to be so");
        }
    }
}

// The longest that a test waits for something that should come at once.
namespace InworldRouter.EndToEnd.Infrastructure;

internal static class Soon
{
    /// <summary>Generous: a busy machine is not a failure, and what never comes fails a test only once.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static Task In(this Task task, TimeSpan? limit = null) => task.WaitAsync(limit ?? Limit);

    public static Task<T> In<T>(this Task<T> task, TimeSpan? limit = null) => task.WaitAsync(limit ?? Limit);
}

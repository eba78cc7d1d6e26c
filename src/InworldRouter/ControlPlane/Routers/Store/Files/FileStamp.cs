// What tells a file from what it was before, without reading it.
namespace InworldRouter.ControlPlane.Routers.Store.Files;

/// <param name="Size">In bytes.</param>
/// <param name="Modified">When its content was written, in ticks of 100 ns since 1970.</param>
/// <param name="Changed">When anything about it was, its name included; nobody can set this one back.</param>
/// <param name="IsRegular">False: a folder, a pipe, a device.</param>
internal readonly record struct FileStamp(ulong Inode, long Size, long Modified, long Changed, bool IsRegular)
{
    // Linux stamps files with the time of its last tick, and ticks 100 times a second at least (CONFIG_HZ); ten times that.
    private const long Step = TimeSpan.TicksPerSecond / 10;

    /// <summary>
    /// True when a change after <paramref name="now"/> must show in the stamp. One that was made in the same step of the clock need not: a file that
    /// was changed so recently has to be read to be known (as git does with its index).
    /// </summary>
    public bool IsSettled(DateTimeOffset now) => Math.Max(Modified, Changed) < (now - DateTimeOffset.UnixEpoch).Ticks - Step;
}

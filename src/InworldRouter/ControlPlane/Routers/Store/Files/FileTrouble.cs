// A refusal of the file system in the operator's words: what, where, what to do.
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Store.Files;

internal static class FileTrouble
{
    // errno.h, as .NET hands them on in HResult.
    private const int NotPermitted = 1;
    private const int NoAccess = 13;
    private const int DiskFull = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    /// <param name="what">Begins the sentence; names the path.</param>
    public static StoreUnavailableException With(string what, Exception cause)
    {
        var advice = cause switch
        {
            UnauthorizedAccessException or { HResult: NotPermitted or NoAccess } =>
                "give the router's user write permission there, or point store.path to a folder where it has it",
            { HResult: DiskFull or QuotaExceeded } => "free some space; what was there before is still there",
            { HResult: ReadOnlyFileSystem } => "mount it writable, or point store.path to a folder that is",
            _ => "see to the folder that store.path names",
        };
        return new StoreUnavailableException($"{what}: {cause.Message.TrimEnd('.')}; {advice}", cause);
    }
}

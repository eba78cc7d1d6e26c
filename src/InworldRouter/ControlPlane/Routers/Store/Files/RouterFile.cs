// One router's file as it was found: a router, nothing, or something else.
namespace InworldRouter.ControlPlane.Routers.Store.Files;

/// <param name="Router">Null: there is none that could be used.</param>
/// <param name="Problem">Why what is there cannot be used; null when it can, or when nothing is there.</param>
/// <param name="Stamp">The file's as it was read; null when nothing is there, or not to be opened.</param>
internal readonly record struct RouterFile(StoredRouter? Router, string? Problem, FileStamp? Stamp)
{
    public const string Extension = ".json";

    // So much as a request's body may have (limits.maxBodyBytes); no router that came by the API is longer.
    private const long Longest = 64_000_000;

    public static RouterFile Read(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        FileStamp? stamp = null;
        try
        {
            using var file = Posix.OpenToRead(path);
            if (file is null)
                return new FileInfo(path).LinkTarget is null ? default : new(null, "it is a link to nothing; correct or delete it", null);
            stamp = Posix.StampOf(file);
            if (!RouterName.IsValid(name))
                return new(null, "its name cannot be a router's; expected lower-case letters, digits and dashes, then .json", stamp);
            if (!stamp.Value.IsRegular)
                return new(null, "it is no file; move it out of this folder", stamp);
            if (stamp.Value.Size > Longest)
                return new(null, $"it is longer than {Longest} bytes, and so no router; move it out of this folder", stamp);
            var document = Posix.Read(file, (int)stamp.Value.Size);
            return RouterBytes.Problem(document.Span, name) is { } problem ? new(null, problem, stamp) : new(StoredRouter.Of(name, document), null, stamp);
        }
        catch (IOException e)
        {
            return new(null, $"it cannot be read: {e.Message}; see to its owner and permissions", stamp);
        }
    }
}

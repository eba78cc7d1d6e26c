// What the URLs in a call's messages point at, fetched for a provider that cannot.
namespace InworldRouter.Providers.Dialects;

/// <summary>Few a call, each found by its place: where the URL's string begins in the caller's body.</summary>
public sealed class FetchedFiles
{
    private readonly Dictionary<int, FetchedFile> _files = [];

    public bool IsEmpty => _files.Count == 0;

    public FetchedFile this[int place] => _files[place];

    public bool Has(int place) => _files.ContainsKey(place);

    public void Clear() => _files.Clear();

    public void Add(int place, FetchedFile file) => _files[place] = file;
}
